// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/preview_view.h"

#include <gdk/gdkkeysyms.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "plugin/dialog/signals.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

constexpr double largest_scale = 32;
/// A small picture is enlarged to fit, but not so much that it is all squares.
constexpr double largest_fitting_scale = 8;
constexpr double line_reach = 8;
constexpr double pan_step = 48;
constexpr double line_step = 0.02;

}  // namespace

PreviewView::PreviewView(GtkWidget* list, Listener listener)
    : listener_(std::move(listener)),
      page_(gtk_box_new(GTK_ORIENTATION_VERTICAL, 6)),
      area_(gtk_drawing_area_new()),
      pick_button_(gtk_toggle_button_new_with_label(_("Pick"))),
      zoom_label_(gtk_label_new(nullptr)) {
  gtk_box_pack_start(GTK_BOX(page_), new_toolbar(list), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(page_), area_, TRUE, TRUE, 0);
  gtk_container_set_border_width(GTK_CONTAINER(page_), 6);
  gtk_widget_set_size_request(area_, 400, 240);
  gtk_widget_set_can_focus(area_, TRUE);
  gtk_widget_add_events(area_, GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK | GDK_POINTER_MOTION_MASK |
                                   GDK_SCROLL_MASK | GDK_KEY_PRESS_MASK | GDK_FOCUS_CHANGE_MASK);
  AtkObject* accessible = gtk_widget_get_accessible(area_);
  atk_object_set_role(accessible, ATK_ROLE_IMAGE);
  atk_object_set_name(accessible, _("Preview"));
  atk_object_set_description(
      accessible, _("The picture before and after. Space flips the sides, plus and minus zoom, the arrow keys move the "
                    "picture, with Ctrl the dividing line. P picks a color of the picture: the arrow keys move the "
                    "cross, Enter takes the color under it."));
  connect<&PreviewView::draw>(area_, "draw", this);
  connect<&PreviewView::resized>(area_, "size-allocate", this);
  connect<&PreviewView::pressed>(area_, "button-press-event", this);
  connect<&PreviewView::released>(area_, "button-release-event", this);
  connect<&PreviewView::moved>(area_, "motion-notify-event", this);
  connect<&PreviewView::scrolled>(area_, "scroll-event", this);
  connect<&PreviewView::key_pressed>(area_, "key-press-event", this);
  connect<&PreviewView::focus_changed>(area_, "focus-in-event", this);
  connect<&PreviewView::focus_changed>(area_, "focus-out-event", this);
  gtk_widget_show_all(page_);
}

GtkWidget* PreviewView::new_toolbar(GtkWidget* list) {
  GtkWidget* toolbar = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget* fit_button = gtk_button_new_with_label(_("Fit"));
  GtkWidget* full_button = gtk_button_new_with_label(_("1:1"));
  GtkWidget* out_button = gtk_button_new_from_icon_name("zoom-out-symbolic", GTK_ICON_SIZE_BUTTON);
  GtkWidget* in_button = gtk_button_new_from_icon_name("zoom-in-symbolic", GTK_ICON_SIZE_BUTTON);
  GtkWidget* flip_button = gtk_button_new_with_label(_("Flip"));
  add_button(toolbar, fit_button, _("Show the whole picture (0)"));
  add_button(toolbar, full_button, _("Show each pixel as it is (1)"));
  add_button(toolbar, out_button, _("Zoom out (−)"));
  gtk_label_set_width_chars(GTK_LABEL(zoom_label_), 6);
  gtk_box_pack_start(GTK_BOX(toolbar), zoom_label_, FALSE, FALSE, 0);
  add_button(toolbar, in_button, _("Zoom in (+)"));
  add_button(toolbar, flip_button, _("Exchange before and after (Space)"));
  connect<&PreviewView::fit>(fit_button, "clicked", this);
  connect<&PreviewView::show_full_size>(full_button, "clicked", this);
  connect<&PreviewView::zoom_out>(out_button, "clicked", this);
  connect<&PreviewView::zoom_in>(in_button, "clicked", this);
  connect<&PreviewView::flip>(flip_button, "clicked", this);
  add_button(toolbar, pick_button_, _("Lock a color of the picture: click it here (P), or Ctrl+click it at any time"));
  connect<&PreviewView::picking_changed>(pick_button_, "toggled", this);
  gtk_box_pack_end(GTK_BOX(toolbar), list, FALSE, FALSE, 0);
  return toolbar;
}

void PreviewView::add_button(GtkWidget* toolbar, GtkWidget* button, const char* tooltip) {
  gtk_widget_set_tooltip_text(button, tooltip);
  gtk_box_pack_start(GTK_BOX(toolbar), button, FALSE, FALSE, 0);
}

double PreviewView::fitting_scale() const {
  const double fit = std::min(static_cast<double>(gtk_widget_get_allocated_width(area_)) / width_,
                              static_cast<double>(gtk_widget_get_allocated_height(area_)) / height_);
  return std::min(fit, largest_fitting_scale);
}

double PreviewView::scale() const { return scale_.value_or(fitting_scale()); }

PreviewView::Point PreviewView::origin() const {
  // On whole widget pixels, so that at 1:1 a pixel of the picture is a pixel of the screen.
  return {std::round(gtk_widget_get_allocated_width(area_) / 2.0 - center_.x * scale()),
          std::round(gtk_widget_get_allocated_height(area_) / 2.0 - center_.y * scale())};
}

std::optional<View> PreviewView::wanted_view() const {
  if (!gtk_widget_get_realized(area_)) return std::nullopt;
  const double shown_scale = scale();
  const int reduction =
      std::clamp(static_cast<int>(1 / (shown_scale * gtk_widget_get_scale_factor(area_))), 1, View::max_reduction);
  // Begins at a whole shown pixel, and ends after the last one that can be seen.
  const auto begin = [&](double start) {
    const int pixel = std::max(0, static_cast<int>(std::floor(-start / shown_scale)));
    return pixel - pixel % reduction;
  };
  const auto end = [&](double start, int extent, int size) {
    return std::clamp(static_cast<int>(std::ceil((extent - start) / shown_scale)) + reduction, 1, size);
  };
  const auto [origin_x, origin_y] = origin();
  View view{std::min(begin(origin_x), width_ - 1), std::min(begin(origin_y), height_ - 1)};
  view.width = end(origin_x, gtk_widget_get_allocated_width(area_), width_) - view.x;
  view.height = end(origin_y, gtk_widget_get_allocated_height(area_), height_) - view.y;
  view.reduction = reduction;
  return view;
}

void PreviewView::show_original(const Rendering& rendering) {
  before_ = {rendering.view, to_surface(rendering)};
  gtk_widget_queue_draw(area_);
}

void PreviewView::show_result(const Rendering& rendering) {
  after_ = {rendering.view, to_surface(rendering)};
  gtk_widget_queue_draw(area_);
}

void PreviewView::clear_result() {
  after_ = {};
  gtk_widget_queue_draw(area_);
}

void PreviewView::set_picture_size(int width, int height) {
  if (width == width_ && height == height_) return;
  width_ = width;
  height_ = height;
  scale_.reset();
  center_ = {width / 2.0, height / 2.0};
  before_ = {};
  after_ = {};
  show_scale();
}

void PreviewView::show_scale() {
  const int percent = static_cast<int>(std::lround(scale() * 100));
  gtk_label_set_text(GTK_LABEL(zoom_label_), (std::to_string(percent) + " %").c_str());
  gtk_widget_queue_draw(area_);
}

void PreviewView::view_changed() {
  keep_in_sight();
  show_scale();
  listener_.on_view_change();
}

/// Moves the picture so that no empty room is left beside it that it could fill.
void PreviewView::keep_in_sight() {
  const auto kept = [this](double center, int extent, int size) {
    const double half = extent / scale() / 2;
    return 2 * half >= size ? size / 2.0 : std::clamp(center, half, size - half);
  };
  center_ = {kept(center_.x, gtk_widget_get_allocated_width(area_), width_),
             kept(center_.y, gtk_widget_get_allocated_height(area_), height_)};
}

void PreviewView::set_scale(double scale, Point fixed_point) {
  const auto [origin_x, origin_y] = origin();
  const Point place{(fixed_point.x - origin_x) / this->scale(), (fixed_point.y - origin_y) / this->scale()};
  scale_ = scale;
  center_ = {place.x - (fixed_point.x - gtk_widget_get_allocated_width(area_) / 2.0) / scale,
             place.y - (fixed_point.y - gtk_widget_get_allocated_height(area_) / 2.0) / scale};
  view_changed();
}

/// Goes to the next power of two, and not beyond the fitted size on the way out.
void PreviewView::zoom_step(int direction, Point fixed_point) {
  const double exponent = std::log2(scale());
  const double next = direction > 0 ? std::floor(exponent + 1.01) : std::ceil(exponent - 1.01);
  const double wanted = std::exp2(next);
  if (wanted <= std::min(fitting_scale(), 1.0)) {
    fit();
  } else {
    set_scale(std::min(wanted, largest_scale), fixed_point);
  }
}

void PreviewView::move_by(double x, double y) {
  center_.x -= x / scale();
  center_.y -= y / scale();
  view_changed();
}

void PreviewView::fit() noexcept {
  scale_.reset();
  view_changed();
}

void PreviewView::show_full_size() noexcept {
  set_scale(1, {gtk_widget_get_allocated_width(area_) / 2.0, gtk_widget_get_allocated_height(area_) / 2.0});
}

void PreviewView::zoom_in() noexcept {
  zoom_step(1, {gtk_widget_get_allocated_width(area_) / 2.0, gtk_widget_get_allocated_height(area_) / 2.0});
}

void PreviewView::zoom_out() noexcept {
  zoom_step(-1, {gtk_widget_get_allocated_width(area_) / 2.0, gtk_widget_get_allocated_height(area_) / 2.0});
}

void PreviewView::flip() noexcept {
  is_flipped_ = !is_flipped_;
  gtk_widget_queue_draw(area_);
}

double PreviewView::line_x() const { return std::round(line_fraction_ * gtk_widget_get_allocated_width(area_)); }

bool PreviewView::is_at_line(double x) const { return std::abs(x - line_x()) <= line_reach; }

PreviewView::Point PreviewView::in_picture(Point place) const {
  const auto [x, y] = origin();
  return {std::floor((place.x - x) / scale()), std::floor((place.y - y) / scale())};
}

bool PreviewView::is_picture(Point place) const {
  const auto [x, y] = in_picture(place);
  return x >= 0 && y >= 0 && x < width_ && y < height_;
}

bool PreviewView::is_picking() const { return gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(pick_button_)) != FALSE; }

void PreviewView::picking_changed() noexcept {
  cross_ = {gtk_widget_get_allocated_width(area_) / 2.0, gtk_widget_get_allocated_height(area_) / 2.0};
  if (is_picking()) gtk_widget_grab_focus(area_);
  gtk_widget_queue_draw(area_);
}

/// One color: who wants another one says so again.
void PreviewView::pick(Point place) {
  if (!is_picture(place)) return;
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(pick_button_), FALSE);
  const auto [x, y] = in_picture(place);
  listener_.on_pick(static_cast<int>(x), static_cast<int>(y));
}

/// The way is that of one pixel, or of a screen pixel if those are larger.
void PreviewView::move_cross(double x, double y) {
  const double step = std::max(1.0, scale());
  const Point moved{cross_.x + x * step, cross_.y + y * step};
  if (is_picture(moved)) cross_ = moved;
  gtk_widget_queue_draw(area_);
}

gboolean PreviewView::key_pressed_while_picking(guint key) {
  switch (key) {
    case GDK_KEY_Left: move_cross(-1, 0); break;
    case GDK_KEY_Right: move_cross(1, 0); break;
    case GDK_KEY_Up: move_cross(0, -1); break;
    case GDK_KEY_Down: move_cross(0, 1); break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter: pick(cross_); break;
    case GDK_KEY_p:
    case GDK_KEY_Escape: gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(pick_button_), FALSE); break;
    default: return FALSE;
  }
  return TRUE;
}

void PreviewView::move_line(double fraction) {
  line_fraction_ = std::clamp(fraction, 0.0, 1.0);
  gtk_widget_queue_draw(area_);
}

void PreviewView::draw_layer(cairo_t* cairo, const Layer& layer) const {
  if (!layer.view) return;
  const auto [x, y] = origin();
  cairo_save(cairo);
  cairo_translate(cairo, x, y);
  cairo_scale(cairo, scale(), scale());
  cairo_rectangle(cairo, layer.view->x, layer.view->y, layer.view->width, layer.view->height);
  cairo_clip(cairo);
  cairo_translate(cairo, layer.view->x, layer.view->y);
  cairo_scale(cairo, layer.view->reduction, layer.view->reduction);
  cairo_set_source_surface(cairo, layer.surface.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cairo), scale() >= 1 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR);
  cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
  cairo_paint(cairo);
  cairo_restore(cairo);
}

void PreviewView::draw_caption(cairo_t* cairo, const char* caption, double from, double to, bool is_left) const {
  PangoLayout* layout = gtk_widget_create_pango_layout(area_, caption);
  int text_width = 0;
  int text_height = 0;
  pango_layout_get_pixel_size(layout, &text_width, &text_height);
  constexpr double margin = 6;
  const double width = text_width + 2 * margin;
  if (to - from > width + 2 * margin) {
    // Beside the line, where the eye is.
    const double x = is_left ? to - width - margin : from + margin;
    cairo_set_source_rgba(cairo, 0, 0, 0, 0.6);
    cairo_rectangle(cairo, x, margin, width, text_height + margin);
    cairo_fill(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_move_to(cairo, x + margin, margin * 1.5);
    pango_cairo_show_layout(cairo, layout);
  }
  g_object_unref(layout);
}

void PreviewView::draw_side(cairo_t* cairo, const Layer& layer, double from, double to, const char* caption,
                            bool is_left) const {
  cairo_save(cairo);
  cairo_rectangle(cairo, from, 0, to - from, gtk_widget_get_allocated_height(area_));
  cairo_clip(cairo);
  draw_layer(cairo, layer);
  draw_caption(cairo, caption, from, to, is_left);
  cairo_restore(cairo);
}

/// White with dark edges: it is seen on every picture.
void PreviewView::draw_line(cairo_t* cairo) const {
  const double height = gtk_widget_get_allocated_height(area_);
  for (const auto& [width, gray] : {std::pair{4.0, 0.15}, std::pair{2.0, 1.0}}) {
    cairo_set_source_rgb(cairo, gray, gray, gray);
    cairo_rectangle(cairo, line_x() - width / 2, 0, width, height);
    cairo_rectangle(cairo, line_x() - width * 1.5, height / 2 - 4 * width, width * 3, 8 * width);
    cairo_fill(cairo);
  }
}

/// Black and white: it is seen on every picture.
void PreviewView::draw_cross(cairo_t* cairo) const {
  constexpr double arm = 12;
  constexpr double gap = 3;
  const double x = std::floor(cross_.x) + 0.5;
  const double y = std::floor(cross_.y) + 0.5;
  for (const auto& [width, gray] : {std::pair{3.0, 0.0}, std::pair{1.0, 1.0}}) {
    cairo_set_line_width(cairo, width);
    cairo_set_source_rgb(cairo, gray, gray, gray);
    for (const double sign : {-1.0, 1.0}) {
      cairo_move_to(cairo, x + sign * gap, y);
      cairo_line_to(cairo, x + sign * arm, y);
      cairo_move_to(cairo, x, y + sign * gap);
      cairo_line_to(cairo, x, y + sign * arm);
    }
    cairo_stroke(cairo);
  }
}

gboolean PreviewView::draw(cairo_t* cairo) noexcept {
  const double width = gtk_widget_get_allocated_width(area_);
  const double height = gtk_widget_get_allocated_height(area_);
  GtkStyleContext* style = gtk_widget_get_style_context(area_);
  gtk_render_background(style, cairo, 0, 0, width, height);
  const auto [x, y] = origin();
  cairo_rectangle(cairo, x, y, width_ * scale(), height_ * scale());
  cairo_set_source(cairo, new_checkerboard().get());
  cairo_fill(cairo);
  const char* captions[] = {_("Before"), _("After")};
  const Layer* layers[] = {&before_, &after_};
  const std::size_t left = is_flipped_ ? 1 : 0;
  draw_side(cairo, *layers[left], 0, line_x(), captions[left], true);
  draw_side(cairo, *layers[1 - left], line_x(), width, captions[1 - left], false);
  draw_line(cairo);
  if (is_picking()) draw_cross(cairo);
  if (gtk_widget_has_visible_focus(area_)) gtk_render_focus(style, cairo, 0, 0, width, height);
  return TRUE;
}

void PreviewView::resized(GtkAllocation*) noexcept { view_changed(); }

gboolean PreviewView::pressed(GdkEventButton* event) noexcept {
  gtk_widget_grab_focus(area_);
  if (event->button != GDK_BUTTON_PRIMARY && event->button != GDK_BUTTON_MIDDLE) return FALSE;
  const bool is_pick = event->button == GDK_BUTTON_PRIMARY && (is_picking() || (event->state & GDK_CONTROL_MASK) != 0);
  if (is_pick) {
    if (event->type == GDK_BUTTON_PRESS) pick({event->x, event->y});
    return TRUE;
  }
  const bool is_line = event->button == GDK_BUTTON_PRIMARY && is_at_line(event->x);
  drag_ = is_line ? Drag::line : Drag::picture;
  drag_start_ = {event->x, event->y};
  return TRUE;
}

gboolean PreviewView::released(GdkEventButton*) noexcept {
  drag_ = Drag::none;
  return TRUE;
}

gboolean PreviewView::moved(GdkEventMotion* event) noexcept {
  if (drag_ == Drag::line) {
    move_line(event->x / gtk_widget_get_allocated_width(area_));
  } else if (drag_ == Drag::picture) {
    move_by(event->x - drag_start_.x, event->y - drag_start_.y);
    drag_start_ = {event->x, event->y};
  } else {
    if (is_picking()) {
      cross_ = {event->x, event->y};
      gtk_widget_queue_draw(area_);
    }
    const char* name = is_picking() ? "none" : is_at_line(event->x) ? "col-resize" : "grab";
    GdkCursor* cursor = gdk_cursor_new_from_name(gtk_widget_get_display(area_), name);
    gdk_window_set_cursor(gtk_widget_get_window(area_), cursor);
    if (cursor != nullptr) g_object_unref(cursor);
  }
  return TRUE;
}

gboolean PreviewView::scrolled(GdkEventScroll* event) noexcept {
  if (event->direction == GDK_SCROLL_UP) zoom_step(1, {event->x, event->y});
  if (event->direction == GDK_SCROLL_DOWN) zoom_step(-1, {event->x, event->y});
  return TRUE;
}

gboolean PreviewView::key_pressed(GdkEventKey* event) noexcept {
  if (is_picking()) return key_pressed_while_picking(event->keyval);
  const bool is_for_line = (event->state & GDK_CONTROL_MASK) != 0;
  switch (event->keyval) {
    case GDK_KEY_space: flip(); break;
    case GDK_KEY_p: gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(pick_button_), TRUE); break;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add: zoom_in(); break;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract: zoom_out(); break;
    case GDK_KEY_0:
    case GDK_KEY_KP_0: fit(); break;
    case GDK_KEY_1:
    case GDK_KEY_KP_1: show_full_size(); break;
    case GDK_KEY_Home: move_line(0); break;
    case GDK_KEY_End: move_line(1); break;
    case GDK_KEY_Left: is_for_line ? move_line(line_fraction_ - line_step) : move_by(pan_step, 0); break;
    case GDK_KEY_Right: is_for_line ? move_line(line_fraction_ + line_step) : move_by(-pan_step, 0); break;
    case GDK_KEY_Up: move_by(0, pan_step); break;
    case GDK_KEY_Down: move_by(0, -pan_step); break;
    default: return FALSE;
  }
  return TRUE;
}

gboolean PreviewView::focus_changed(GdkEventFocus*) noexcept {
  gtk_widget_queue_draw(area_);
  return FALSE;
}

}  // namespace kmq

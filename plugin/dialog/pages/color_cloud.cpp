// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/color_cloud.h"

#include <gdk/gdkkeysyms.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "plugin/dialog/signals.h"
#include "plugin/dialog/trace.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

/// More could not be told from each other, and would be slower to turn.
constexpr std::size_t most_points = 20000;
constexpr double turn_per_pixel = 0.01;
constexpr double turn_step = 0.1;
constexpr double zoom_step = 1.2;
constexpr double largest_zoom = 12;

void set_source(cairo_t* cairo, Rgb8 color) {
  cairo_set_source_rgb(cairo, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
}

void draw_text(cairo_t* cairo, GtkWidget* widget, const char* text, double x, double y) {
  PangoLayout* layout = gtk_widget_create_pango_layout(widget, text);
  int width = 0;
  int height = 0;
  pango_layout_get_pixel_size(layout, &width, &height);
  // Never out of sight.
  const double right = std::max(0, gtk_widget_get_allocated_width(widget) - width);
  const double bottom = std::max(0, gtk_widget_get_allocated_height(widget) - height);
  cairo_move_to(cairo, std::clamp(x - width / 2.0, 0.0, right), std::clamp(y - height / 2.0, 0.0, bottom));
  pango_cairo_show_layout(cairo, layout);
  cairo_new_path(cairo);
  g_object_unref(layout);
}

}  // namespace

ColorCloud::ColorCloud() : page_(gtk_box_new(GTK_ORIENTATION_VERTICAL, 6)), area_(gtk_drawing_area_new()) {
  GtkWidget* hint = gtk_label_new(_("Drag or use the arrow keys to turn, the wheel or plus and minus to zoom."));
  gtk_label_set_xalign(GTK_LABEL(hint), 0);
  gtk_label_set_ellipsize(GTK_LABEL(hint), PANGO_ELLIPSIZE_END);
  gtk_box_pack_start(GTK_BOX(page_), hint, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(page_), area_, TRUE, TRUE, 0);
  gtk_container_set_border_width(GTK_CONTAINER(page_), 6);
  gtk_widget_set_can_focus(area_, TRUE);
  gtk_widget_add_events(area_, GDK_BUTTON_PRESS_MASK | GDK_BUTTON1_MOTION_MASK | GDK_SCROLL_MASK | GDK_KEY_PRESS_MASK |
                                   GDK_FOCUS_CHANGE_MASK);
  AtkObject* accessible = gtk_widget_get_accessible(area_);
  atk_object_set_role(accessible, ATK_ROLE_IMAGE);
  atk_object_set_name(accessible, _("Colors in space"));
  atk_object_set_description(accessible,
                             _("The distinct colors of the picture as points, and the palette colors as circles. The "
                               "arrow keys turn it, plus and minus zoom, 0 brings the first view back."));
  connect<&ColorCloud::draw>(area_, "draw", this);
  connect<&ColorCloud::pressed>(area_, "button-press-event", this);
  connect<&ColorCloud::moved>(area_, "motion-notify-event", this);
  connect<&ColorCloud::scrolled>(area_, "scroll-event", this);
  connect<&ColorCloud::key_pressed>(area_, "key-press-event", this);
  connect<&ColorCloud::focus_changed>(area_, "focus-in-event", this);
  connect<&ColorCloud::focus_changed>(area_, "focus-out-event", this);
  gtk_widget_show_all(page_);
}

void ColorCloud::show(const std::shared_ptr<const ColorHistogram>& histogram, ColorSpace space,
                      std::shared_ptr<const Quantization> quantization, std::optional<std::uint8_t> chosen) {
  if (histogram_ != histogram || space_ != space) points_ = sample_cloud(*histogram, space, most_points);
  histogram_ = histogram;
  space_ = space;
  quantization_ = std::move(quantization);
  chosen_ = chosen;
  gtk_widget_queue_draw(area_);
}

void ColorCloud::clear() {
  histogram_.reset();
  points_.clear();
  quantization_.reset();
  gtk_widget_queue_draw(area_);
}

void ColorCloud::turn_by(double turn, double tilt) {
  view_.turn = std::remainder(view_.turn + turn, 2 * G_PI);
  view_.tilt = std::clamp(view_.tilt + tilt, -G_PI / 2, G_PI / 2);
  gtk_widget_queue_draw(area_);
}

void ColorCloud::scale_by(double factor) {
  view_.scale = std::clamp(view_.scale * factor, 1.0, largest_zoom);
  gtk_widget_queue_draw(area_);
}

/// Lightness stands upright; in RGB green does, which is most of it.
int ColorCloud::upright_axis() const { return space_ == ColorSpace::rgb ? 1 : 0; }

CloudView::Projected ColorCloud::project(const std::array<double, 3>& place) const {
  return view_.project(place, upright_axis(), gtk_widget_get_allocated_width(area_),
                       gtk_widget_get_allocated_height(area_));
}

/// The edges of the cube of all RGB colors, which are bent in the other spaces.
void ColorCloud::draw_gamut(cairo_t* cairo) const {
  constexpr int steps = 16;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (const auto& [second, third] : {std::pair{0, 0}, std::pair{0, 255}, std::pair{255, 0}, std::pair{255, 255}}) {
      for (int step = 0; step <= steps; ++step) {
        std::array<int, 3> channels{};
        channels[axis] = 255 * step / steps;
        channels[(axis + 1) % 3] = second;
        channels[(axis + 2) % 3] = third;
        const auto [red, green, blue] = channels;
        const CloudView::Projected place = project(cloud_place(
            {static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green), static_cast<std::uint8_t>(blue)},
            space_));
        step == 0 ? cairo_move_to(cairo, place.x, place.y) : cairo_line_to(cairo, place.x, place.y);
      }
    }
  }
  cairo_stroke(cairo);
}

/// The axes, with their names at the ends: in RGB from black, in the other spaces through the middle.
void ColorCloud::draw_axes(cairo_t* cairo) const {
  using Place = std::array<double, 3>;
  struct Axis {
    const char* name;
    Place from;
    Place to;
  };
  const auto place = [this](Rgb8 color) { return cloud_place(color, space_); };
  const Place black = place({0, 0, 0});
  const Place white = place({255, 255, 255});
  constexpr double length = 0.6;
  const std::array<Axis, 3> axes = space_ == ColorSpace::rgb
                                       ? std::array<Axis, 3>{{{_("R"), black, place({255, 0, 0})},
                                                              {_("G"), black, place({0, 255, 0})},
                                                              {_("B"), black, place({0, 0, 255})}}}
                                       : std::array<Axis, 3>{{{_("L"), black, white},
                                                              {_("a"), {0, -length, 0}, {0, length, 0}},
                                                              {_("b"), {0, 0, -length}, {0, 0, length}}}};
  for (const auto& [name, from, to] : axes) {
    constexpr double beyond = 0.08;
    const auto end = [&](std::size_t i) { return to[i] + beyond * (to[i] - from[i]); };
    const CloudView::Projected start = project(from);
    const CloudView::Projected stop = project(to);
    const CloudView::Projected name_place = project({end(0), end(1), end(2)});
    cairo_move_to(cairo, start.x, start.y);
    cairo_line_to(cairo, stop.x, stop.y);
    cairo_stroke(cairo);
    draw_text(cairo, area_, name, name_place.x, name_place.y);
  }
}

void ColorCloud::draw_frame(cairo_t* cairo) const {
  GdkRGBA color;
  GtkStyleContext* style = gtk_widget_get_style_context(area_);
  gtk_style_context_get_color(style, gtk_style_context_get_state(style), &color);
  gdk_cairo_set_source_rgba(cairo, &color);
  cairo_set_line_width(cairo, 1);
  draw_axes(cairo);
  color.alpha *= 0.35;
  gdk_cairo_set_source_rgba(cairo, &color);
  draw_gamut(cairo);
}

void ColorCloud::draw_points(cairo_t* cairo) const {
  CloudPicture picture = paint_cloud(points_, view_, upright_axis(), gtk_widget_get_allocated_width(area_),
                                     gtk_widget_get_allocated_height(area_));
  cairo_surface_t* surface =
      cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(picture.pixels.data()), CAIRO_FORMAT_ARGB32,
                                          picture.width, picture.height, picture.width * 4);
  cairo_set_source_surface(cairo, surface, 0, 0);
  cairo_paint(cairo);
  // Lets go of the pixels, which end here.
  cairo_set_source_rgb(cairo, 0, 0, 0);
  cairo_surface_destroy(surface);
}

void ColorCloud::draw_palette_color(cairo_t* cairo, int index) const {
  const Rgb8 color = quantization_->palette[index];
  const CloudView::Projected center = project(cloud_place(color, space_));
  const bool is_chosen = chosen_ && *chosen_ == index;
  // Many circles would cover each other, and all points.
  const double radius = (quantization_->palette.size() <= 64 ? 6 : 4) + (is_chosen ? 3 : 0);
  cairo_arc(cairo, center.x, center.y, radius, 0, 2 * G_PI);
  set_source(cairo, color);
  cairo_fill_preserve(cairo);
  // Black in white: it is seen on every color.
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_set_line_width(cairo, is_chosen ? 5 : 3);
  cairo_stroke_preserve(cairo);
  cairo_set_source_rgb(cairo, 0, 0, 0);
  cairo_set_line_width(cairo, is_chosen ? 2 : 1);
  cairo_stroke(cairo);
}

void ColorCloud::draw_palette(cairo_t* cairo) const {
  if (!quantization_) return;
  std::vector<std::pair<double, int>> order;
  for (int index = 0; index < quantization_->palette.size(); ++index) {
    order.emplace_back(project(cloud_place(quantization_->palette[index], space_)).nearness, index);
  }
  std::ranges::sort(order);
  for (const auto& [nearness, index] : order) draw_palette_color(cairo, index);
}

gboolean ColorCloud::draw(cairo_t* cairo) noexcept {
  const Trace drawing;
  const double width = gtk_widget_get_allocated_width(area_);
  const double height = gtk_widget_get_allocated_height(area_);
  GtkStyleContext* style = gtk_widget_get_style_context(area_);
  gtk_render_background(style, cairo, 0, 0, width, height);
  draw_frame(cairo);
  draw_points(cairo);
  draw_palette(cairo);
  if (gtk_widget_has_visible_focus(area_)) gtk_render_focus(style, cairo, 0, 0, width, height);
  drawing.print("colors drawn");
  return TRUE;
}

gboolean ColorCloud::pressed(GdkEventButton* event) noexcept {
  gtk_widget_grab_focus(area_);
  drag_x_ = event->x;
  drag_y_ = event->y;
  return TRUE;
}

gboolean ColorCloud::moved(GdkEventMotion* event) noexcept {
  turn_by((event->x - drag_x_) * turn_per_pixel, (event->y - drag_y_) * turn_per_pixel);
  drag_x_ = event->x;
  drag_y_ = event->y;
  return TRUE;
}

gboolean ColorCloud::scrolled(GdkEventScroll* event) noexcept {
  if (event->direction == GDK_SCROLL_UP) scale_by(zoom_step);
  if (event->direction == GDK_SCROLL_DOWN) scale_by(1 / zoom_step);
  return TRUE;
}

gboolean ColorCloud::key_pressed(GdkEventKey* event) noexcept {
  switch (event->keyval) {
    case GDK_KEY_Left: turn_by(-turn_step, 0); break;
    case GDK_KEY_Right: turn_by(turn_step, 0); break;
    case GDK_KEY_Up: turn_by(0, -turn_step); break;
    case GDK_KEY_Down: turn_by(0, turn_step); break;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add: scale_by(zoom_step); break;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract: scale_by(1 / zoom_step); break;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      view_ = {};
      gtk_widget_queue_draw(area_);
      break;
    default: return FALSE;
  }
  return TRUE;
}

gboolean ColorCloud::focus_changed(GdkEventFocus*) noexcept {
  gtk_widget_queue_draw(area_);
  return FALSE;
}

}  // namespace kmq

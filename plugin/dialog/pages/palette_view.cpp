// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/palette_view.h"

#include <gdk/gdkkeysyms.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "plugin/dialog/signals.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

constexpr int area_height = 56;
constexpr int colors_per_row = 64;
/// Narrower swatches have no room for their share in numbers.
constexpr double text_width = 44;

bool contains(const std::vector<Rgb8>& colors, Rgb8 color) { return std::ranges::find(colors, color) != colors.end(); }

void set_source(cairo_t* cairo, Rgb8 color) {
  cairo_set_source_rgb(cairo, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
}

/// Black or white, whichever is seen on the color.
Rgb8 contrast(Rgb8 color) {
  const int luma = 2 * color.red + 5 * color.green + color.blue;
  return luma > 8 * 128 ? Rgb8{0, 0, 0} : Rgb8{255, 255, 255};
}

}  // namespace

PaletteView::PaletteView(Listener listener)
    : listener_(std::move(listener)),
      box_(gtk_box_new(GTK_ORIENTATION_VERTICAL, 4)),
      area_(gtk_drawing_area_new()),
      label_(gtk_label_new(nullptr)),
      copy_button_(gtk_button_new_with_label(_("Copy"))),
      lock_button_(gtk_button_new_with_label(_("Unlock"))) {
  gtk_widget_set_size_request(area_, -1, area_height);
  gtk_widget_set_can_focus(area_, TRUE);
  gtk_widget_set_has_tooltip(area_, TRUE);
  gtk_widget_add_events(area_, GDK_BUTTON_PRESS_MASK | GDK_KEY_PRESS_MASK | GDK_FOCUS_CHANGE_MASK);
  atk_object_set_name(gtk_widget_get_accessible(area_), _("Palette"));
  connect<&PaletteView::draw>(area_, "draw", this);
  connect<&PaletteView::pressed>(area_, "button-press-event", this);
  connect<&PaletteView::key_pressed>(area_, "key-press-event", this);
  connect<&PaletteView::focus_changed>(area_, "focus-in-event", this);
  connect<&PaletteView::focus_changed>(area_, "focus-out-event", this);
  connect<&PaletteView::tooltip_asked>(area_, "query-tooltip", this);
  gtk_box_pack_start(GTK_BOX(box_), area_, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box_), new_actions(), FALSE, FALSE, 0);
  gtk_widget_show_all(box_);
  update_actions();
}

GtkWidget* PaletteView::new_actions() {
  GtkWidget* actions = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_label_set_xalign(GTK_LABEL(label_), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label_), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text(copy_button_, _("Copy the color as #rrggbb (Ctrl+C)"));
  gtk_widget_set_tooltip_text(lock_button_, _("A locked color stays in the palette as it is; it joins the fixed "
                                              "colors (L)"));
  connect<&PaletteView::copy_hex>(copy_button_, "clicked", this);
  connect<&PaletteView::lock_or_unlock>(lock_button_, "clicked", this);
  gtk_box_pack_start(GTK_BOX(actions), label_, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(actions), copy_button_, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(actions), lock_button_, FALSE, FALSE, 0);
  return actions;
}

void PaletteView::show(std::shared_ptr<const Quantization> quantization, std::vector<Rgb8> locked,
                       std::vector<Rgb8> unlockable) {
  quantization_ = std::move(quantization);
  locked_ = std::move(locked);
  unlockable_ = std::move(unlockable);
  const std::vector<double>& populations = quantization_->populations;
  pixel_count_ = std::accumulate(populations.begin(), populations.end(), 0.0);
  update_actions();
  gtk_widget_queue_draw(area_);
}

void PaletteView::clear() {
  quantization_.reset();
  update_actions();
  gtk_widget_queue_draw(area_);
}

std::optional<std::uint8_t> PaletteView::chosen_index() const {
  if (!chosen_ || !quantization_) return std::nullopt;
  const auto colors = quantization_->palette.colors();
  const auto found = std::ranges::find(colors, *chosen_);
  if (found == colors.end()) return std::nullopt;
  return static_cast<std::uint8_t>(found - colors.begin());
}

PaletteView::Grid PaletteView::grid() const {
  const int rows = (size() + colors_per_row - 1) / colors_per_row;
  return {rows == 0 ? 0 : (size() + rows - 1) / rows, rows};
}

PaletteView::Cell PaletteView::cell(int index) const {
  const auto [columns, rows] = grid();
  const double width = static_cast<double>(gtk_widget_get_allocated_width(area_)) / columns;
  const double height = static_cast<double>(gtk_widget_get_allocated_height(area_)) / rows;
  const int row = index / columns;
  return {index % columns * width, row * height, width, height};
}

std::optional<int> PaletteView::index_at(double x, double y) const {
  for (int index = 0; index < size(); ++index) {
    const Cell place = cell(index);
    if (x >= place.x && x < place.x + place.width && y >= place.y && y < place.y + place.height) return index;
  }
  return std::nullopt;
}

double PaletteView::percentage(int index) const {
  return 100 * quantization_->populations[static_cast<std::size_t>(index)] / pixel_count_;
}

std::string PaletteView::description(int index) const {
  const Rgb8 color = quantization_->palette[index];
  return formatted(_("Color %d of %d: %s, %.2f %% of the pixels%s"), index + 1, size(), hex_name(color).c_str(),
                   percentage(index), contains(locked_, color) ? _(", locked") : "");
}

void PaletteView::choose(std::optional<int> index) {
  chosen_.reset();
  if (index) chosen_ = quantization_->palette[*index];
  update_actions();
  gtk_widget_queue_draw(area_);
  listener_.on_choice();
}

void PaletteView::update_actions() {
  const auto index = chosen_index();
  const std::string text =
      index ? description(*index) : std::string(_("Click a color to see where it is in the picture."));
  gtk_label_set_text(GTK_LABEL(label_), text.c_str());
  atk_object_set_description(gtk_widget_get_accessible(area_), text.c_str());
  const bool is_locked = index && contains(locked_, *chosen_);
  gtk_widget_set_sensitive(copy_button_, index.has_value());
  gtk_widget_set_sensitive(lock_button_, index && (!is_locked || contains(unlockable_, *chosen_)));
  gtk_button_set_label(GTK_BUTTON(lock_button_), is_locked ? _("Unlock") : _("Lock"));
}

void PaletteView::draw_swatch(cairo_t* cairo, int index) const {
  const Cell place = cell(index);
  const Rgb8 color = quantization_->palette[index];
  set_source(cairo, color);
  cairo_rectangle(cairo, place.x, place.y, place.width, place.height);
  cairo_fill(cairo);
  set_source(cairo, contrast(color));
  if (contains(locked_, color)) {
    const double radius = std::min(4.0, place.width / 4);
    cairo_arc(cairo, place.x + place.width / 2, place.y + 3 * radius, radius, 0, 2 * G_PI);
    cairo_fill(cairo);
  }
  if (place.width >= text_width) draw_share(cairo, index);
  if (chosen_index() == index) {
    cairo_set_line_width(cairo, 2);
    cairo_rectangle(cairo, place.x + 2, place.y + 2, place.width - 4, place.height - 4);
    cairo_stroke(cairo);
  }
}

/// The share of the pixels, at the foot of the swatch.
void PaletteView::draw_share(cairo_t* cairo, int index) const {
  const Cell place = cell(index);
  PangoLayout* layout = gtk_widget_create_pango_layout(area_, formatted("%.1f %%", percentage(index)).c_str());
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_scale_new(PANGO_SCALE_SMALL));
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
  int width = 0;
  int height = 0;
  pango_layout_get_pixel_size(layout, &width, &height);
  constexpr double margin = 4;
  cairo_move_to(cairo, place.x + (place.width - width) / 2, place.y + place.height - height - margin);
  pango_cairo_show_layout(cairo, layout);
  cairo_new_path(cairo);
  g_object_unref(layout);
}

gboolean PaletteView::draw(cairo_t* cairo) noexcept {
  const double width = gtk_widget_get_allocated_width(area_);
  const double height = gtk_widget_get_allocated_height(area_);
  GtkStyleContext* style = gtk_widget_get_style_context(area_);
  gtk_render_background(style, cairo, 0, 0, width, height);
  for (int index = 0; index < size(); ++index) draw_swatch(cairo, index);
  if (gtk_widget_has_visible_focus(area_)) gtk_render_focus(style, cairo, 0, 0, width, height);
  return TRUE;
}

gboolean PaletteView::pressed(GdkEventButton* event) noexcept {
  gtk_widget_grab_focus(area_);
  if (event->type != GDK_BUTTON_PRESS || event->button != GDK_BUTTON_PRIMARY) return FALSE;
  const std::optional<int> index = index_at(event->x, event->y);
  const auto chosen = chosen_index();
  const bool is_chosen_again = index && chosen && *index == *chosen;
  choose(is_chosen_again ? std::nullopt : index);
  return TRUE;
}

gboolean PaletteView::key_pressed(GdkEventKey* event) noexcept {
  if (size() == 0) return FALSE;
  const auto chosen = chosen_index();
  const auto step = [&](int distance) {
    choose(chosen ? std::clamp(*chosen + distance, 0, size() - 1) : 0);
    return TRUE;
  };
  switch (event->keyval) {
    case GDK_KEY_Left: return step(-1);
    case GDK_KEY_Right: return step(1);
    case GDK_KEY_Up: return step(-grid().columns);
    case GDK_KEY_Down: return step(grid().columns);
    case GDK_KEY_space: choose(chosen ? std::nullopt : std::optional(0)); return TRUE;
    case GDK_KEY_l:
      if (gtk_widget_get_sensitive(lock_button_)) lock_or_unlock();
      return TRUE;
    case GDK_KEY_c:
      if ((event->state & GDK_CONTROL_MASK) == 0 || !chosen) return FALSE;
      copy_hex();
      return TRUE;
    default: return FALSE;
  }
}

gboolean PaletteView::focus_changed(GdkEventFocus*) noexcept {
  gtk_widget_queue_draw(area_);
  return FALSE;
}

gboolean PaletteView::tooltip_asked(int x, int y, gboolean is_keyboard, GtkTooltip* tooltip) noexcept {
  if (is_keyboard) return FALSE;
  const std::optional<int> index = index_at(x, y);
  if (!index) return FALSE;
  gtk_tooltip_set_text(tooltip, description(*index).c_str());
  return TRUE;
}

void PaletteView::copy_hex() noexcept {
  GtkClipboard* clipboard = gtk_widget_get_clipboard(area_, GDK_SELECTION_CLIPBOARD);
  gtk_clipboard_set_text(clipboard, hex_name(*chosen_).c_str(), -1);
  // It should outlive the dialog.
  gtk_clipboard_set_can_store(clipboard, nullptr, 0);
  gtk_clipboard_store(clipboard);
}

void PaletteView::lock_or_unlock() noexcept { listener_.on_lock(*chosen_, !contains(locked_, *chosen_)); }

}  // namespace kmq

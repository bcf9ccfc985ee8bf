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

void set_source(cairo_t* cairo, Rgb8 color) {
  cairo_set_source_rgb(cairo, color.red / 255.0, color.green / 255.0, color.blue / 255.0);
}

/// Black or white, whichever is seen on the color.
Rgb8 contrast(Rgb8 color) {
  const int luma = 2 * color.red + 5 * color.green + color.blue;
  return luma > 8 * 128 ? Rgb8{0, 0, 0} : Rgb8{255, 255, 255};
}

/// What a screen reader adds.
const char* ending(const PalettePlace& place) {
  if (place.is_key) return _(", for transparency");
  switch (place.kind) {
    case SlotKind::free: return "";
    case SlotKind::normal: return _(", locked");
    case SlotKind::exact: return _(", locked for exact pixels");
    case SlotKind::reserved: return _(", for no pixels");
  }
  return "";
}

}  // namespace

PaletteView::PaletteView(const Babl* format, Listener listener)
    : listener_(std::move(listener)),
      actions_(format, actions_listener()),
      box_(gtk_box_new(GTK_ORIENTATION_VERTICAL, 4)),
      area_(gtk_drawing_area_new()) {
  gtk_widget_set_size_request(area_, -1, area_height);
  gtk_widget_set_can_focus(area_, TRUE);
  gtk_widget_set_has_tooltip(area_, TRUE);
  gtk_widget_add_events(area_, GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK | GDK_BUTTON_MOTION_MASK |
                                   GDK_KEY_PRESS_MASK | GDK_FOCUS_CHANGE_MASK);
  atk_object_set_name(gtk_widget_get_accessible(area_), _("Palette"));
  connect<&PaletteView::draw>(area_, "draw", this);
  connect<&PaletteView::pressed>(area_, "button-press-event", this);
  connect<&PaletteView::released>(area_, "button-release-event", this);
  connect<&PaletteView::dragged>(area_, "motion-notify-event", this);
  connect<&PaletteView::key_pressed>(area_, "key-press-event", this);
  connect<&PaletteView::menu_asked>(area_, "popup-menu", this);
  connect<&PaletteView::focus_changed>(area_, "focus-in-event", this);
  connect<&PaletteView::focus_changed>(area_, "focus-out-event", this);
  connect<&PaletteView::tooltip_asked>(area_, "query-tooltip", this);
  gtk_box_pack_start(GTK_BOX(box_), area_, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box_), actions_.widget(), FALSE, FALSE, 0);
  gtk_widget_show_all(box_);
  update_actions();
}

PaletteActions::Listener PaletteView::actions_listener() {
  const auto index = [this] { return static_cast<std::size_t>(*chosen_index()); };
  return {.on_color = [this](Rgb8 color) { edit_chosen(color); },
          .on_kind = [this, index](SlotKind kind) { listener_.on_edit(editor_.with_kind(index(), kind)); },
          .on_remove = [this] { remove_chosen(); },
          .on_move = [this](int distance) { move(*chosen_index(), *chosen_index() + distance); },
          .on_add = [this](const std::vector<Rgb8>& colors) { listener_.on_edit(editor_.with_added(colors)); },
          .on_lock_all = [this] { listener_.on_edit(editor_.locked()); },
          .on_free_all = [this] { listener_.on_edit(editor_.freed()); },
          .on_error = [this](const std::string& sentence) { listener_.on_error(sentence); }};
}

void PaletteView::show(std::shared_ptr<const Quantization> quantization, PaletteEditor editor) {
  quantization_ = std::move(quantization);
  editor_ = std::move(editor);
  const std::vector<double>& populations = quantization_->populations;
  pixel_count_ = std::accumulate(populations.begin(), populations.end(), 0.0);
  if (expected_ && index_of(*expected_)) chosen_ = std::exchange(expected_, std::nullopt);
  update_actions();
  gtk_widget_queue_draw(area_);
}

void PaletteView::clear() {
  quantization_.reset();
  update_actions();
  gtk_widget_queue_draw(area_);
}

std::optional<int> PaletteView::index_of(const Swatch& swatch) const {
  if (swatch.index < size() && quantization_->palette[swatch.index] == swatch.color) return swatch.index;
  for (int index = 0; index < size(); ++index) {
    if (quantization_->palette[index] == swatch.color) return index;
  }
  return std::nullopt;
}

std::optional<std::uint8_t> PaletteView::chosen_index() const {
  if (!chosen_) return std::nullopt;
  const std::optional<int> index = index_of(*chosen_);
  if (!index) return std::nullopt;
  return static_cast<std::uint8_t>(*index);
}

void PaletteView::add_color(Rgb8 color) {
  if (!quantization_) return;
  choose_later(color, 0);
  listener_.on_edit(editor_.with_added({&color, 1}));
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
  const PalettePlace& place = editor_.places()[static_cast<std::size_t>(index)];
  return formatted(_("Color %d of %d: %s, %.2f %% of the pixels%s"), index + 1, size(), hex_name(place.color).c_str(),
                   percentage(index), ending(place));
}

void PaletteView::choose(std::optional<int> index) {
  chosen_.reset();
  expected_.reset();
  if (index) chosen_ = Swatch{quantization_->palette[*index], *index};
  update_actions();
  gtk_widget_queue_draw(area_);
  listener_.on_choice();
}

void PaletteView::choose_later(Rgb8 color, int index) { expected_ = Swatch{color, index}; }

void PaletteView::update_actions() {
  const auto index = chosen_index();
  std::optional<ChosenPlace> chosen;
  std::string text = _("Click a color to see where it is in the picture.");
  if (!index && expected_) {
    // While the user looks for a color, its swatch comes a moment later, or not at all if it cannot be.
    chosen = {.place = {.color = expected_->color}};
    text = hex_name(expected_->color);
  }
  if (index) {
    chosen = {.place = editor_.places()[*index],
              .can_change_kind = editor_.can_change_kind(*index),
              .can_remove = editor_.can_remove(*index),
              .can_move_left = can_move(*index, *index - 1),
              .can_move_right = can_move(*index, *index + 1)};
    text = description(*index);
  }
  actions_.show(chosen, text, size() > 0);
  atk_object_set_description(gtk_widget_get_accessible(area_), text.c_str());
}

bool PaletteView::can_move(int from, int to) const {
  const auto is_movable = [this](int index) {
    return index >= 0 && index < size() && !editor_.places()[static_cast<std::size_t>(index)].is_key;
  };
  return from != to && is_movable(from) && is_movable(to);
}

void PaletteView::edit_chosen(Rgb8 color) {
  if (!chosen_) return;
  // The color before may be on its way still, or be one that cannot be.
  const int index = chosen_index() ? *chosen_index() : chosen_->index;
  if (index >= static_cast<int>(editor_.places().size())) return;
  choose_later(color, index);
  listener_.on_edit(editor_.with_color(static_cast<std::size_t>(index), color));
}

void PaletteView::remove_chosen() {
  const auto index = static_cast<std::size_t>(*chosen_index());
  choose(std::nullopt);
  listener_.on_edit(editor_.without(index));
}

void PaletteView::move(int from, int to) {
  choose_later(quantization_->palette[from], to);
  listener_.on_edit(editor_.moved(static_cast<std::size_t>(from), static_cast<std::size_t>(to)));
}

void PaletteView::draw_swatch(cairo_t* cairo, int index) const {
  const Cell place = cell(index);
  const Rgb8 color = quantization_->palette[index];
  set_source(cairo, color);
  cairo_rectangle(cairo, place.x, place.y, place.width, place.height);
  cairo_fill(cairo);
  set_source(cairo, contrast(color));
  draw_kind(cairo, index);
  if (place.width >= text_width) draw_share(cairo, index);
  if (chosen_index() == index) {
    cairo_set_line_width(cairo, 2);
    cairo_rectangle(cairo, place.x + 2, place.y + 2, place.width - 4, place.height - 4);
    cairo_stroke(cairo);
  }
}

/// A dot: locked; a ring: only for exact pixels; a stroke: for none.
void PaletteView::draw_kind(cairo_t* cairo, int index) const {
  const Cell place = cell(index);
  const double radius = std::min(4.0, place.width / 4);
  const double x = place.x + place.width / 2;
  const double y = place.y + 3 * radius;
  cairo_set_line_width(cairo, radius / 2);
  switch (editor_.places()[static_cast<std::size_t>(index)].kind) {
    case SlotKind::free: return;
    case SlotKind::normal:
      cairo_arc(cairo, x, y, radius, 0, 2 * G_PI);
      cairo_fill(cairo);
      return;
    case SlotKind::exact:
      cairo_arc(cairo, x, y, radius, 0, 2 * G_PI);
      cairo_stroke(cairo);
      return;
    case SlotKind::reserved:
      cairo_move_to(cairo, x - radius, y);
      cairo_line_to(cairo, x + radius, y);
      cairo_stroke(cairo);
      return;
  }
}

/// Where the color that is dragged will be.
void PaletteView::draw_drop_place(cairo_t* cairo) const {
  if (!drag_ || !drag_->to || *drag_->to >= size()) return;
  const Cell place = cell(*drag_->to);
  set_source(cairo, contrast(quantization_->palette[*drag_->to]));
  cairo_set_line_width(cairo, 4);
  const double x = *drag_->to > drag_->from ? place.x + place.width - 2 : place.x + 2;
  cairo_move_to(cairo, x, place.y);
  cairo_line_to(cairo, x, place.y + place.height);
  cairo_stroke(cairo);
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
  draw_drop_place(cairo);
  if (gtk_widget_has_visible_focus(area_)) gtk_render_focus(style, cairo, 0, 0, width, height);
  return TRUE;
}

gboolean PaletteView::pressed(GdkEventButton* event) noexcept {
  gtk_widget_grab_focus(area_);
  const std::optional<int> index = index_at(event->x, event->y);
  const bool is_chosen = index && chosen_index() == *index;
  if (gdk_event_triggers_context_menu(reinterpret_cast<GdkEvent*>(event)) != FALSE) {
    if (!is_chosen) choose(index);
    actions_.open_menu(reinterpret_cast<GdkEvent*>(event), area_);
    return TRUE;
  }
  if (event->button != GDK_BUTTON_PRIMARY) return FALSE;
  if (event->type == GDK_2BUTTON_PRESS) {
    drag_.reset();
    if (!is_chosen) choose(index);
    actions_.edit();
    return TRUE;
  }
  if (event->type != GDK_BUTTON_PRESS) return FALSE;
  if (!is_chosen) choose(index);
  if (index) drag_ = Drag{.from = *index, .start_x = event->x, .start_y = event->y, .was_chosen = is_chosen};
  return TRUE;
}

gboolean PaletteView::dragged(GdkEventMotion* event) noexcept {
  if (!drag_) return FALSE;
  const bool is_far =
      gtk_drag_check_threshold(area_, static_cast<int>(drag_->start_x), static_cast<int>(drag_->start_y),
                               static_cast<int>(event->x), static_cast<int>(event->y)) != FALSE;
  if (!drag_->to && !is_far) return TRUE;
  drag_->to = index_at(event->x, event->y).value_or(drag_->from);
  gtk_widget_queue_draw(area_);
  return TRUE;
}

gboolean PaletteView::released(GdkEventButton* event) noexcept {
  if (event->button != GDK_BUTTON_PRIMARY || !drag_) return FALSE;
  const Drag drag = *std::exchange(drag_, std::nullopt);
  gtk_widget_queue_draw(area_);
  if (!drag.to) {
    if (drag.was_chosen) choose(std::nullopt);
  } else if (can_move(drag.from, *drag.to)) {
    move(drag.from, *drag.to);
  }
  return TRUE;
}

gboolean PaletteView::key_pressed(GdkEventKey* event) noexcept {
  if (size() == 0) return FALSE;
  const auto chosen = chosen_index();
  const auto step = [&](int distance) {
    choose(chosen ? std::clamp(*chosen + distance, 0, size() - 1) : 0);
    return TRUE;
  };
  if ((event->state & GDK_MOD1_MASK) != 0) {
    if (event->keyval != GDK_KEY_Left && event->keyval != GDK_KEY_Right) return FALSE;
    actions_.move(event->keyval == GDK_KEY_Left ? -1 : 1);
    return TRUE;
  }
  switch (event->keyval) {
    case GDK_KEY_Left: return step(-1);
    case GDK_KEY_Right: return step(1);
    case GDK_KEY_Up: return step(-grid().columns);
    case GDK_KEY_Down: return step(grid().columns);
    case GDK_KEY_Home: choose(0); return TRUE;
    case GDK_KEY_End: choose(size() - 1); return TRUE;
    case GDK_KEY_space: choose(chosen ? std::nullopt : std::optional(0)); return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (!chosen) return FALSE;
      actions_.edit();
      return TRUE;
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace: actions_.remove(); return TRUE;
    case GDK_KEY_l: actions_.lock_or_unlock(); return TRUE;
    case GDK_KEY_c:
      if ((event->state & GDK_CONTROL_MASK) == 0 || !chosen) return FALSE;
      actions_.copy();
      return TRUE;
    default: return FALSE;
  }
}

gboolean PaletteView::menu_asked() noexcept {
  actions_.open_menu(nullptr, area_);
  return TRUE;
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

}  // namespace kmq

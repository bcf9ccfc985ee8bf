// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/elbow_chart.h"

#include <gdk/gdkkeysyms.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "plugin/dialog/signals.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

constexpr double left_margin = 12;
constexpr double right_margin = 12;
constexpr double top_margin = 24;
constexpr double bottom_margin = 24;
constexpr double point_radius = 3;

/// Numbers below the axis at most, apart from its ends.
constexpr int most_ticks = 8;

/// Two hues that are told apart in the light and the dark theme, and by those who do not see red and green.
constexpr GdkRGBA cost_color{0.90, 0.45, 0.05, 1};
constexpr GdkRGBA time_color{0.25, 0.55, 0.90, 1};

/// The ends of the range, and round numbers between them that do not touch those.
std::vector<int> ticks(KRange range) {
  int step = 1;
  while ((range.max - range.min) / step > most_ticks) step *= 2;
  std::vector<int> result{range.min};
  for (int k = (range.min / step + 1) * step; k < range.max; k += step) {
    if (2 * (k - range.min) > step && 2 * (range.max - k) > step) result.push_back(k);
  }
  result.push_back(range.max);
  return result;
}

}  // namespace

ElbowChart::ElbowChart(std::function<void(int k)> on_k) : on_k_(std::move(on_k)), area_(gtk_drawing_area_new()) {
  gtk_widget_set_can_focus(area_, TRUE);
  gtk_widget_set_size_request(area_, 300, 120);
  gtk_widget_add_events(area_, GDK_BUTTON_PRESS_MASK | GDK_KEY_PRESS_MASK | GDK_FOCUS_CHANGE_MASK);
  gtk_widget_set_tooltip_text(area_,
                              _("Click to choose a number of colors; the left and right keys change it by one."));
  AtkObject* accessible = gtk_widget_get_accessible(area_);
  atk_object_set_role(accessible, ATK_ROLE_CHART);
  atk_object_set_name(accessible, _("Cost and time against the number of colors"));
  connect<&ElbowChart::draw>(area_, "draw", this);
  connect<&ElbowChart::pressed>(area_, "button-press-event", this);
  connect<&ElbowChart::key_pressed>(area_, "key-press-event", this);
  connect<&ElbowChart::focus_changed>(area_, "focus-in-event", this);
  connect<&ElbowChart::focus_changed>(area_, "focus-out-event", this);
}

void ElbowChart::show(const std::map<int, ElbowResult>& results, KRange range, int current_k,
                      std::optional<SuggestedK> suggestion) {
  results_ = {results.lower_bound(range.min), results.upper_bound(range.max)};
  range_ = range;
  current_k_ = current_k;
  suggestion_ = suggestion;
  const auto current = results_.find(current_k);
  atk_object_set_description(gtk_widget_get_accessible(area_),
                             current == results_.end() ? formatted("k = %d", current_k).c_str()
                                                       : formatted(_("k = %d: cost %.4g, %.2f s"), current_k,
                                                                   current->second.cost, current->second.seconds)
                                                             .c_str());
  gtk_widget_queue_draw(area_);
}

ElbowChart::Frame ElbowChart::frame() const {
  return {left_margin, top_margin, gtk_widget_get_allocated_width(area_) - left_margin - right_margin,
          gtk_widget_get_allocated_height(area_) - top_margin - bottom_margin};
}

double ElbowChart::x_of(int k) const {
  const Frame place = frame();
  return place.left + place.width * (k - range_.min) / std::max(1, range_.max - range_.min);
}

double ElbowChart::largest(Value value) const {
  double result = 0;
  for (const auto& [k, point] : results_) result = std::max(result, point.*value);
  return result;
}

double ElbowChart::y_of(const ElbowResult& result, Value value) const {
  const Frame place = frame();
  const double most = largest(value);
  return place.top + place.height * (most > 0 ? 1 - result.*value / most : 1);
}

void ElbowChart::set_text_color(cairo_t* cairo, double opacity) const {
  GdkRGBA color;
  GtkStyleContext* style = gtk_widget_get_style_context(area_);
  gtk_style_context_get_color(style, gtk_style_context_get_state(style), &color);
  color.alpha *= opacity;
  gdk_cairo_set_source_rgba(cairo, &color);
}

/// align  0: begins at x; 0.5: x is its middle; 1: ends at x
void ElbowChart::draw_text(cairo_t* cairo, const char* text, double x, double y, double align) const {
  PangoLayout* layout = gtk_widget_create_pango_layout(area_, text);
  int width = 0;
  int height = 0;
  pango_layout_get_pixel_size(layout, &width, &height);
  const double left =
      std::clamp(x - align * width, 0.0, std::max(0.0, gtk_widget_get_allocated_width(area_) - 1.0 * width));
  cairo_move_to(cairo, left, y - height / 2.0);
  pango_cairo_show_layout(cairo, layout);
  cairo_new_path(cairo);
  g_object_unref(layout);
}

void ElbowChart::draw_axes(cairo_t* cairo) const {
  const Frame place = frame();
  const double bottom = place.top + place.height;
  set_text_color(cairo, 0.5);
  cairo_set_line_width(cairo, 1);
  cairo_move_to(cairo, place.left, bottom + 0.5);
  cairo_line_to(cairo, place.left + place.width, bottom + 0.5);
  cairo_stroke(cairo);
  set_text_color(cairo, 1);
  for (const int k : ticks(range_)) {
    draw_text(cairo, std::to_string(k).c_str(), x_of(k), bottom + bottom_margin / 2, 0.5);
  }
  if (results_.empty()) return;
  gdk_cairo_set_source_rgba(cairo, &cost_color);
  draw_text(cairo, formatted(_("Cost, up to %.3g"), largest(&ElbowResult::cost)).c_str(), place.left, top_margin / 2,
            0);
  gdk_cairo_set_source_rgba(cairo, &time_color);
  draw_text(cairo, formatted(_("Time, up to %.3g s"), largest(&ElbowResult::seconds)).c_str(), place.left + place.width,
            top_margin / 2, 1);
}

void ElbowChart::draw_curve(cairo_t* cairo, Value value) const {
  for (const auto& [k, result] : results_) cairo_line_to(cairo, x_of(k), y_of(result, value));
  cairo_stroke(cairo);
}

void ElbowChart::draw_points(cairo_t* cairo) const {
  cairo_set_line_width(cairo, 1);
  constexpr double dash[] = {4, 3};
  cairo_set_dash(cairo, dash, 2, 0);
  gdk_cairo_set_source_rgba(cairo, &time_color);
  draw_curve(cairo, &ElbowResult::seconds);
  cairo_set_dash(cairo, nullptr, 0, 0);
  cairo_set_line_width(cairo, 2);
  gdk_cairo_set_source_rgba(cairo, &cost_color);
  draw_curve(cairo, &ElbowResult::cost);
  for (const auto& [k, result] : results_) {
    cairo_arc(cairo, x_of(k), y_of(result, &ElbowResult::cost), point_radius, 0, 2 * G_PI);
    cairo_fill(cairo);
  }
}

/// A line at the chosen k, and a ring around the suggested one.
void ElbowChart::draw_marks(cairo_t* cairo) const {
  const Frame place = frame();
  if (current_k_ >= range_.min && current_k_ <= range_.max) {
    set_text_color(cairo, 0.8);
    cairo_set_line_width(cairo, 1);
    const double x = std::round(x_of(current_k_)) + 0.5;
    cairo_move_to(cairo, x, place.top);
    cairo_line_to(cairo, x, place.top + place.height);
    cairo_stroke(cairo);
    // Beside the line, on the side where there is room.
    constexpr double gap = 6;
    const bool is_left = x < place.left + place.width / 2;
    draw_text(cairo, formatted("k = %d", current_k_).c_str(), is_left ? x + gap : x - gap, place.top + 2 * gap,
              is_left ? 0 : 1);
  }
  const auto suggested = suggestion_ ? results_.find(suggestion_->k) : results_.end();
  if (suggested == results_.end()) return;
  set_text_color(cairo, 1);
  cairo_set_line_width(cairo, 2);
  cairo_arc(cairo, x_of(suggested->first), y_of(suggested->second, &ElbowResult::cost), 3 * point_radius, 0, 2 * G_PI);
  cairo_stroke(cairo);
}

gboolean ElbowChart::draw(cairo_t* cairo) noexcept {
  const double width = gtk_widget_get_allocated_width(area_);
  const double height = gtk_widget_get_allocated_height(area_);
  GtkStyleContext* style = gtk_widget_get_style_context(area_);
  gtk_render_background(style, cairo, 0, 0, width, height);
  draw_axes(cairo);
  draw_points(cairo);
  draw_marks(cairo);
  if (gtk_widget_has_visible_focus(area_)) gtk_render_focus(style, cairo, 0, 0, width, height);
  return TRUE;
}

gboolean ElbowChart::pressed(GdkEventButton* event) noexcept {
  gtk_widget_grab_focus(area_);
  if (event->type != GDK_BUTTON_PRESS || event->button != GDK_BUTTON_PRIMARY) return FALSE;
  const Frame place = frame();
  const double way = std::clamp((event->x - place.left) / place.width, 0.0, 1.0);
  on_k_(range_.min + static_cast<int>(std::lround(way * (range_.max - range_.min))));
  return TRUE;
}

gboolean ElbowChart::key_pressed(GdkEventKey* event) noexcept {
  switch (event->keyval) {
    case GDK_KEY_Left: on_k_(std::max(current_k_ - 1, 1)); return TRUE;
    case GDK_KEY_Right: on_k_(std::min(current_k_ + 1, PaletteSize::max)); return TRUE;
    default: return FALSE;
  }
}

gboolean ElbowChart::focus_changed(GdkEventFocus*) noexcept {
  gtk_widget_queue_draw(area_);
  return FALSE;
}

}  // namespace kmq

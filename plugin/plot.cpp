// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/plot.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <numbers>
#include <stdexcept>

#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

// Sizes are CSS pixels of an SVG; a PNG has pixels_per_unit for each.
constexpr double plot_width = 800;
constexpr double plot_height = 480;
constexpr double pixels_per_unit = 2;
constexpr double border = 16;
constexpr double gap = 8;
constexpr double dot_radius = 3;
constexpr int most_steps = 8;

struct Ink {
  double red;
  double green;
  double blue;
};

constexpr Ink paper{1, 1, 1};
constexpr Ink text_ink{0.13, 0.15, 0.18};
constexpr Ink grid_ink{0.85, 0.87, 0.89};
/// Two hues that those tell apart, too, who do not see red and green.
constexpr Ink cost_ink{0.72, 0.33, 0.00};
constexpr Ink time_ink{0.05, 0.38, 0.75};
constexpr double time_dash[] = {6, 4};

struct CairoDeleter {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, CairoDeleter>;
using Cairo = std::unique_ptr<cairo_t, CairoDeleter>;
using Layout = GObjectPtr<PangoLayout>;

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(std::string("cairo: ") + cairo_status_to_string(status));
}

/// Values from 0 to the last one, evenly spaced, each 1, 2 or 5 times a power of ten.
struct Scale {
  double step;
  double last;
};

/// whole  whether the values are whole numbers
Scale scale_up_to(double largest, bool whole) {
  if (!(largest > 0)) return {1, 1};
  const double rough = largest / most_steps;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = power * 10;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (factor * power >= rough) step = factor * power;
  }
  if (whole) step = std::max(step, 1.0);
  return {step, std::ceil(largest / step * (1 - 1e-9)) * step};
}

std::string number(double value, double step) {
  const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  return formatted("%.*f", decimals, value);
}

/// Thousands, millions … so that the numbers at the axis stay short.
int exponent_of(double largest) {
  return largest < 1000 ? 0 : static_cast<int>(std::floor(std::log10(largest) / 3 + 1e-9)) * 3;
}

std::string superscript(int value) {
  constexpr const char* digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string result;
  for (const char digit : std::to_string(value)) result += digits[digit - '0'];
  return result;
}

struct Point {
  double x;
  double y;
};

class Plot {
 public:
  Plot(cairo_t* cairo, std::span<const KMetrics> metrics, std::optional<SuggestedK> suggestion)
      : cairo_(cairo), metrics_(metrics), suggestion_(suggestion) {
    for (const KMetrics& row : metrics) {
      largest_cost_ = std::max(largest_cost_, row.cost);
      largest_seconds_ = std::max(largest_seconds_, row.seconds);
    }
    exponent_ = exponent_of(largest_cost_);
    unit_ = std::pow(10, exponent_);
    cost_ = scale_up_to(largest_cost_ / unit_, false);
    time_ = scale_up_to(largest_seconds_, false);
    k_ = scale_up_to(metrics.back().k, true);
  }

  void draw() {
    ink(paper);
    cairo_paint(cairo_);
    place_frame();
    draw_grid();
    draw_titles();
    draw_curves();
    draw_suggestion();
    draw_legend();
  }

 private:
  using Value = double KMetrics::*;

  void ink(const Ink& color) { cairo_set_source_rgb(cairo_, color.red, color.green, color.blue); }

  Layout layout(const std::string& text, bool is_bold = false) {
    Layout result(pango_cairo_create_layout(cairo_));
    PangoFontDescription* font = pango_font_description_from_string(is_bold ? "Sans Bold 12px" : "Sans 12px");
    pango_layout_set_font_description(result.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(result.get(), text.c_str(), -1);
    return result;
  }

  static Point size_of(const Layout& layout) {
    int width = 0;
    int height = 0;
    pango_layout_get_pixel_size(layout.get(), &width, &height);
    return {static_cast<double>(width), static_cast<double>(height)};
  }

  /// align  0: begins at x; 0.5: x is its middle; 1: ends at x
  void draw_text(const std::string& text, Point place, double align) {
    const Layout drawn = layout(text);
    const Point size = size_of(drawn);
    cairo_move_to(cairo_, place.x - align * size.x, place.y - size.y / 2);
    pango_cairo_show_layout(cairo_, drawn.get());
    cairo_new_path(cairo_);
  }

  /// Upwards, with its middle at the place.
  void draw_upright(const std::string& text, Point place) {
    cairo_save(cairo_);
    cairo_translate(cairo_, place.x, place.y);
    cairo_rotate(cairo_, -std::numbers::pi / 2);
    draw_text(text, {0, 0}, 0.5);
    cairo_restore(cairo_);
  }

  double widest(const Scale& scale) {
    double result = 0;
    for (double value = 0; value < scale.last + scale.step / 2; value += scale.step) {
      result = std::max(result, size_of(layout(number(value, scale.step))).x);
    }
    return result;
  }

  /// Leaves as much room at the sides as the numbers need.
  void place_frame() {
    line_height_ = size_of(layout("0")).y;
    left_ = border + line_height_ + gap + widest(cost_) + gap;
    right_ = plot_width - (border + line_height_ + gap + widest(time_) + gap);
    top_ = border + line_height_ + 2 * gap;
    bottom_ = plot_height - (border + 2 * line_height_ + 2 * gap);
  }

  [[nodiscard]] double x_of(double k) const { return left_ + (right_ - left_) * k / k_.last; }
  [[nodiscard]] double y_of(double value, const Scale& scale) const {
    return bottom_ - (bottom_ - top_) * value / scale.last;
  }
  [[nodiscard]] Point cost_point(const KMetrics& row) const { return {x_of(row.k), y_of(row.cost / unit_, cost_)}; }
  [[nodiscard]] Point time_point(const KMetrics& row) const { return {x_of(row.k), y_of(row.seconds, time_)}; }

  void line(Point from, Point to) {
    cairo_move_to(cairo_, from.x, from.y);
    cairo_line_to(cairo_, to.x, to.y);
    cairo_stroke(cairo_);
  }

  void draw_grid() {
    cairo_set_line_width(cairo_, 1);
    for (double value = 0; value < cost_.last + cost_.step / 2; value += cost_.step) {
      const double y = y_of(value, cost_);
      ink(grid_ink);
      line({left_, y}, {right_, y});
      ink(cost_ink);
      draw_text(number(value, cost_.step), {left_ - gap, y}, 1);
    }
    ink(time_ink);
    for (double value = 0; value < time_.last + time_.step / 2; value += time_.step) {
      const double y = y_of(value, time_);
      line({right_, y}, {right_ + gap / 2, y});
      draw_text(number(value, time_.step), {right_ + gap, y}, 0);
    }
    ink(text_ink);
    for (double k = 0; k < k_.last + k_.step / 2; k += k_.step) {
      const double x = x_of(k);
      line({x, bottom_}, {x, bottom_ + gap / 2});
      draw_text(number(k, k_.step), {x, bottom_ + gap + line_height_ / 2}, 0.5);
    }
    line({left_, bottom_}, {right_, bottom_});
  }

  void draw_titles() {
    const double middle = (top_ + bottom_) / 2;
    ink(cost_ink);
    draw_upright(exponent_ == 0 ? std::string(_("Cost (squared distance)"))
                                : formatted(_("Cost (squared distance × 10%s)"), superscript(exponent_).c_str()),
                 {border + line_height_ / 2, middle});
    ink(time_ink);
    draw_upright(_("Time of a search (seconds)"), {plot_width - border - line_height_ / 2, middle});
    ink(text_ink);
    draw_text(_("Number of colors (k)"), {(left_ + right_) / 2, plot_height - border - line_height_ / 2}, 0.5);
  }

  void style_time() {
    ink(time_ink);
    cairo_set_line_width(cairo_, 1.5);
    cairo_set_dash(cairo_, time_dash, 2, 0);
  }

  void style_cost() {
    ink(cost_ink);
    cairo_set_line_width(cairo_, 2);
    cairo_set_dash(cairo_, nullptr, 0, 0);
  }

  void dot(Point place) {
    cairo_arc(cairo_, place.x, place.y, dot_radius, 0, 2 * std::numbers::pi);
    cairo_fill(cairo_);
  }

  void ring(Point place) {
    ink(text_ink);
    cairo_set_line_width(cairo_, 2);
    cairo_arc(cairo_, place.x, place.y, 2.5 * dot_radius, 0, 2 * std::numbers::pi);
    cairo_stroke(cairo_);
  }

  void draw_curves() {
    style_time();
    for (const KMetrics& row : metrics_) cairo_line_to(cairo_, time_point(row).x, time_point(row).y);
    cairo_stroke(cairo_);
    style_cost();
    for (const KMetrics& row : metrics_) cairo_line_to(cairo_, cost_point(row).x, cost_point(row).y);
    cairo_stroke(cairo_);
    for (const KMetrics& row : metrics_) dot(cost_point(row));
  }

  void draw_suggestion() {
    if (!suggestion_) return;
    const auto row = std::ranges::find(metrics_, suggestion_->k, &KMetrics::k);
    // A palette of all the colors costs nothing, and its k need not be one of the steps.
    const bool is_step = row != metrics_.end();
    ring(is_step ? cost_point(*row) : Point{x_of(suggestion_->k), y_of(0, cost_)});
  }

  /// Samples of the lines with their names, from the left to the right above the curves.
  void draw_legend() {
    const double y = border + line_height_ / 2;
    constexpr double sample = 28;
    double x = left_;
    const auto name = [&](const std::string& text) {
      ink(text_ink);
      draw_text(text, {x + sample + gap, y}, 0);
      x += sample + gap + size_of(layout(text)).x + 3 * gap;
    };
    style_cost();
    line({x, y}, {x + sample, y});
    dot({x + sample / 2, y});
    name(_("Cost"));
    style_time();
    line({x, y}, {x + sample, y});
    cairo_set_dash(cairo_, nullptr, 0, 0);
    name(_("Time"));
    if (!suggestion_) return;
    ring({x + sample / 2, y});
    ink(cost_ink);
    dot({x + sample / 2, y});
    name(formatted(_("Suggested: k = %d"), suggestion_->k));
  }

  cairo_t* cairo_;
  std::span<const KMetrics> metrics_;
  std::optional<SuggestedK> suggestion_;
  double largest_cost_ = 0;
  double largest_seconds_ = 0;
  /// The numbers at the axis of the cost are the cost / 10^exponent_.
  int exponent_ = 0;
  double unit_ = 1;
  Scale cost_{};
  Scale time_{};
  Scale k_{};
  double line_height_ = 0;
  double left_ = 0;
  double right_ = 0;
  double top_ = 0;
  double bottom_ = 0;
};

cairo_status_t append(void* bytes, const unsigned char* part, unsigned int size) noexcept {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(part), size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::optional<PlotFileType> plot_file_type(std::string_view file_name) {
  const GPtr<char> lower(g_ascii_strdown(file_name.data(), static_cast<gssize>(file_name.size())));
  const std::string_view name = lower.get();
  if (name.ends_with(".png")) return PlotFileType::png;
  if (name.ends_with(".svg")) return PlotFileType::svg;
  return std::nullopt;
}

std::string plot_file_bytes(PlotFileType type, std::span<const KMetrics> metrics,
                            std::optional<SuggestedK> suggestion) {
  std::string bytes;
  const bool is_svg = type == PlotFileType::svg;
  const Surface surface(is_svg ? cairo_svg_surface_create_for_stream(append, &bytes, plot_width, plot_height)
                               : cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                                            static_cast<int>(pixels_per_unit * plot_width),
                                                            static_cast<int>(pixels_per_unit * plot_height)));
  const Cairo cairo(cairo_create(surface.get()));
  if (!is_svg) cairo_scale(cairo.get(), pixels_per_unit, pixels_per_unit);
  Plot(cairo.get(), metrics, suggestion).draw();
  check(cairo_status(cairo.get()));
  if (is_svg) {
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
  } else {
    check(cairo_surface_write_to_png_stream(surface.get(), append, &bytes));
  }
  return bytes;
}

}  // namespace kmq

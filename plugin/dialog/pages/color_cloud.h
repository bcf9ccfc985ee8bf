// SPDX-License-Identifier: GPL-3.0-or-later
// The Colors page: the distinct colors in space, with the palette among them.
#pragma once

#include <gtk/gtk.h>

#include <memory>
#include <optional>
#include <vector>

#include "core/quantize.h"
#include "plugin/dialog/model/cloud.h"

namespace kmq {

class ColorCloud {
 public:
  ColorCloud();
  ColorCloud(const ColorCloud&) = delete;
  ColorCloud& operator=(const ColorCloud&) = delete;

  /// It belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return page_; }

  /// chosen  palette index of the color that stands out
  void show(const std::shared_ptr<const ColorHistogram>& histogram, ColorSpace space,
            std::shared_ptr<const Quantization> quantization, std::optional<std::uint8_t> chosen);

  /// Shows nothing.
  void clear();

 private:
  void turn_by(double turn, double tilt);
  void scale_by(double factor);
  [[nodiscard]] int upright_axis() const;
  [[nodiscard]] CloudView::Projected project(const std::array<double, 3>& place) const;
  void draw_gamut(cairo_t* cairo) const;
  void draw_axes(cairo_t* cairo) const;
  void draw_frame(cairo_t* cairo) const;
  void draw_points(cairo_t* cairo) const;
  void draw_palette(cairo_t* cairo) const;
  void draw_palette_color(cairo_t* cairo, int index) const;

  gboolean draw(cairo_t* cairo) noexcept;
  gboolean pressed(GdkEventButton* event) noexcept;
  gboolean moved(GdkEventMotion* event) noexcept;
  gboolean scrolled(GdkEventScroll* event) noexcept;
  gboolean key_pressed(GdkEventKey* event) noexcept;
  gboolean focus_changed(GdkEventFocus* event) noexcept;

  GtkWidget* page_;
  GtkWidget* area_;
  std::shared_ptr<const ColorHistogram> histogram_;
  ColorSpace space_ = ColorSpace::rgb;
  std::vector<CloudPoint> points_;
  std::shared_ptr<const Quantization> quantization_;
  std::optional<std::uint8_t> chosen_;
  CloudView view_;
  double drag_x_ = 0;
  double drag_y_ = 0;
};

}  // namespace kmq

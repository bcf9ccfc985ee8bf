// SPDX-License-Identifier: GPL-3.0-or-later
// Cost and time against k; a click chooses a k.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <map>
#include <optional>

#include "core/elbow.h"
#include "plugin/dialog/work/live_elbow.h"

namespace kmq {

struct KRange {
  int min;
  int max;
};

class ElbowChart {
 public:
  explicit ElbowChart(std::function<void(int k)> on_k);
  ElbowChart(const ElbowChart&) = delete;
  ElbowChart& operator=(const ElbowChart&) = delete;

  /// It belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return area_; }

  void show(const std::map<int, ElbowResult>& results, KRange range, int current_k,
            std::optional<SuggestedK> suggestion);

 private:
  struct Frame {
    double left;
    double top;
    double width;
    double height;
  };
  using Value = double ElbowResult::*;

  [[nodiscard]] Frame frame() const;
  [[nodiscard]] double x_of(int k) const;
  [[nodiscard]] double y_of(const ElbowResult& result, Value value) const;
  [[nodiscard]] double largest(Value value) const;
  void set_text_color(cairo_t* cairo, double opacity) const;
  void draw_text(cairo_t* cairo, const char* text, double x, double y, double align) const;
  void draw_axes(cairo_t* cairo) const;
  void draw_curve(cairo_t* cairo, Value value) const;
  void draw_points(cairo_t* cairo) const;
  void draw_marks(cairo_t* cairo) const;

  gboolean draw(cairo_t* cairo) noexcept;
  gboolean pressed(GdkEventButton* event) noexcept;
  gboolean key_pressed(GdkEventKey* event) noexcept;
  gboolean focus_changed(GdkEventFocus* event) noexcept;

  std::function<void(int k)> on_k_;
  GtkWidget* area_;
  // Within the range only.
  std::map<int, ElbowResult> results_;
  KRange range_{1, 2};
  int current_k_ = 0;
  std::optional<SuggestedK> suggestion_;
};

}  // namespace kmq

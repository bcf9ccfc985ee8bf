// SPDX-License-Identifier: GPL-3.0-or-later
// The Preview page: the picture before and after, divided by a line that can be drawn aside.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <optional>

#include "plugin/dialog/pages/surfaces.h"
#include "plugin/dialog/work/preview_renderer.h"

namespace kmq {

class PreviewView {
 public:
  struct Listener {
    /// Another part of the picture, or more of its pixels, is to be seen.
    std::function<void()> on_view_change;
    /// The color of this pixel of the picture is wanted.
    std::function<void(int x, int y)> on_pick;
  };

  /// list  of what can be shown, for the end of the toolbar
  PreviewView(GtkWidget* list, Listener listener);
  PreviewView(const PreviewView&) = delete;
  PreviewView& operator=(const PreviewView&) = delete;

  /// The page; it belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return page_; }

  /// Another picture is to be shown, unless it has the same size: that would be seen from where the last one was.
  void set_picture_size(int width, int height);

  /// What is to be rendered; nothing as long as there is no window.
  [[nodiscard]] std::optional<View> wanted_view() const;

  void show_original(const Rendering& rendering);
  void show_result(const Rendering& rendering);
  /// There is no result any more.
  void clear_result();

 private:
  struct Layer {
    std::optional<View> view;
    SurfacePtr surface;
  };
  struct Point {
    double x;
    double y;
  };
  enum class Drag { none, line, picture };

  GtkWidget* new_toolbar(GtkWidget* list);
  void add_button(GtkWidget* toolbar, GtkWidget* button, const char* tooltip);

  [[nodiscard]] double fitting_scale() const;
  [[nodiscard]] double scale() const;
  /// Where the picture's origin is in the widget.
  [[nodiscard]] Point origin() const;
  [[nodiscard]] double line_x() const;
  [[nodiscard]] bool is_at_line(double x) const;
  [[nodiscard]] Point in_picture(Point place) const;
  [[nodiscard]] bool is_picture(Point place) const;
  [[nodiscard]] bool is_picking() const;
  void pick(Point place);
  void move_cross(double x, double y);
  gboolean key_pressed_while_picking(guint key);
  void draw_cross(cairo_t* cairo) const;
  void set_scale(double scale, Point fixed_point);
  void zoom_step(int direction, Point fixed_point);
  void move_by(double x, double y);
  void keep_in_sight();
  void view_changed();
  void show_scale();
  void move_line(double fraction);

  void draw_layer(cairo_t* cairo, const Layer& layer) const;
  void draw_side(cairo_t* cairo, const Layer& layer, double from, double to, const char* caption, bool is_left) const;
  void draw_caption(cairo_t* cairo, const char* caption, double from, double to, bool is_left) const;
  void draw_line(cairo_t* cairo) const;

  gboolean draw(cairo_t* cairo) noexcept;
  void resized(GtkAllocation* allocation) noexcept;
  gboolean pressed(GdkEventButton* event) noexcept;
  gboolean released(GdkEventButton* event) noexcept;
  gboolean moved(GdkEventMotion* event) noexcept;
  gboolean scrolled(GdkEventScroll* event) noexcept;
  gboolean key_pressed(GdkEventKey* event) noexcept;
  gboolean focus_changed(GdkEventFocus* event) noexcept;
  void fit() noexcept;
  void show_full_size() noexcept;
  void zoom_in() noexcept;
  void zoom_out() noexcept;
  void flip() noexcept;
  void picking_changed() noexcept;

  int width_ = 1;
  int height_ = 1;
  Listener listener_;
  GtkWidget* page_;
  GtkWidget* area_;
  GtkWidget* pick_button_;
  GtkWidget* zoom_label_;
  Layer before_;
  Layer after_;
  // Widget pixels per picture pixel; nothing: as large as fits.
  std::optional<double> scale_;
  // The picture's place that is in the middle of the widget.
  Point center_{};
  double line_fraction_ = 0.5;
  bool is_flipped_ = false;
  Drag drag_ = Drag::none;
  Point drag_start_{};
  Point cross_{};  // in the widget, while a color is picked
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The picture with some number of colors, small, and a button that chooses that number.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <map>

#include "plugin/dialog/pages/surfaces.h"
#include "plugin/dialog/work/live_elbow.h"

namespace kmq {

class ElbowThumbnail {
 public:
  static constexpr int width = 200;
  static constexpr int height = 110;

  struct Listener {
    /// Another number of colors is to be shown.
    std::function<void()> on_change;
    /// This number of colors is chosen.
    std::function<void(int k)> on_k;
  };

  ElbowThumbnail(int k, Listener listener);
  ElbowThumbnail(const ElbowThumbnail&) = delete;
  ElbowThumbnail& operator=(const ElbowThumbnail&) = delete;

  /// It belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return box_; }
  [[nodiscard]] int k() const { return gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(spin_)); }

  void show(const std::map<int, ElbowResult>& results);

 private:
  gboolean draw(cairo_t* cairo) noexcept;
  gboolean pressed(GdkEventButton* event) noexcept;
  void number_changed() noexcept;
  void use() noexcept;

  Listener listener_;
  GtkWidget* box_;
  GtkWidget* area_;
  GtkWidget* spin_;
  GtkWidget* label_;
  std::shared_ptr<const Rendering> rendering_;
  SurfacePtr surface_;
};

}  // namespace kmq

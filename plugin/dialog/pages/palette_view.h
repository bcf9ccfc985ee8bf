// SPDX-License-Identifier: GPL-3.0-or-later
// The palette that was found: swatches in palette order, and what can be done with one of them.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/quantize.h"

namespace kmq {

class PaletteView {
 public:
  struct Listener {
    /// Another swatch, or none, is chosen.
    std::function<void()> on_choice;
    /// The chosen color is to be locked, or not any more.
    std::function<void(Rgb8 color, bool is_locked)> on_lock;
  };

  explicit PaletteView(Listener listener);
  PaletteView(const PaletteView&) = delete;
  PaletteView& operator=(const PaletteView&) = delete;

  /// It belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return box_; }

  /// locked      colors that must stay
  /// unlockable  those among them that can be unlocked here
  void show(std::shared_ptr<const Quantization> quantization, std::vector<Rgb8> locked, std::vector<Rgb8> unlockable);

  /// Shows no palette.
  void clear();

  /// The chosen swatch; it stays with its color when the palette changes, if that has it.
  [[nodiscard]] std::optional<std::uint8_t> chosen_index() const;

 private:
  struct Grid {
    int columns;
    int rows;
  };
  struct Cell {
    double x;
    double y;
    double width;
    double height;
  };

  GtkWidget* new_actions();
  [[nodiscard]] int size() const { return quantization_ ? quantization_->palette.size() : 0; }
  [[nodiscard]] Grid grid() const;
  [[nodiscard]] Cell cell(int index) const;
  [[nodiscard]] std::optional<int> index_at(double x, double y) const;
  [[nodiscard]] double percentage(int index) const;
  [[nodiscard]] std::string description(int index) const;
  void choose(std::optional<int> index);
  void update_actions();
  void draw_swatch(cairo_t* cairo, int index) const;
  void draw_share(cairo_t* cairo, int index) const;

  gboolean draw(cairo_t* cairo) noexcept;
  gboolean pressed(GdkEventButton* event) noexcept;
  gboolean key_pressed(GdkEventKey* event) noexcept;
  gboolean focus_changed(GdkEventFocus* event) noexcept;
  gboolean tooltip_asked(int x, int y, gboolean is_keyboard, GtkTooltip* tooltip) noexcept;
  void copy_hex() noexcept;
  void lock_or_unlock() noexcept;

  Listener listener_;
  GtkWidget* box_;
  GtkWidget* area_;
  GtkWidget* label_;
  GtkWidget* copy_button_;
  GtkWidget* lock_button_;
  std::shared_ptr<const Quantization> quantization_;
  std::vector<Rgb8> locked_;
  std::vector<Rgb8> unlockable_;
  double pixel_count_ = 0;
  std::optional<Rgb8> chosen_;
};

}  // namespace kmq

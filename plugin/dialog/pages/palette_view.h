// SPDX-License-Identifier: GPL-3.0-or-later
// The palette that was found: swatches in palette order, of which one can be chosen, edited and moved.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/quantize.h"
#include "plugin/dialog/pages/palette_actions.h"

namespace kmq {

class PaletteView {
 public:
  struct Listener {
    /// Another swatch, or none, is chosen.
    std::function<void()> on_choice;
    /// The user did something that changes the settings so.
    std::function<void(const PaletteWish& wish)> on_edit;
    std::function<void(const std::string& sentence)> on_error;
  };

  /// format  "R'G'B' u8" in the space of the palette
  PaletteView(const Babl* format, Listener listener);
  PaletteView(const PaletteView&) = delete;
  PaletteView& operator=(const PaletteView&) = delete;

  /// It belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return box_; }

  /// editor  of this palette
  void show(std::shared_ptr<const Quantization> quantization, PaletteEditor editor);

  /// Shows no palette.
  void clear();

  /// The chosen swatch; it stays with its color when the palette changes, if that has it.
  [[nodiscard]] std::optional<std::uint8_t> chosen_index() const;

  /// Adds a given color, which will be chosen.
  void add_color(Rgb8 color);

 private:
  /// A color, and where it is likely to be.
  struct Swatch {
    Rgb8 color;
    int index;
  };
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

  [[nodiscard]] PaletteActions::Listener actions_listener();
  [[nodiscard]] int size() const { return quantization_ ? quantization_->palette.size() : 0; }
  [[nodiscard]] Grid grid() const;
  [[nodiscard]] Cell cell(int index) const;
  [[nodiscard]] std::optional<int> index_at(double x, double y) const;
  [[nodiscard]] std::optional<int> index_of(const Swatch& swatch) const;
  [[nodiscard]] double percentage(int index) const;
  [[nodiscard]] std::string description(int index) const;
  void choose(std::optional<int> index);
  void choose_later(Rgb8 color, int index);
  void update_actions();
  void edit_chosen(Rgb8 color);
  void remove_chosen();
  [[nodiscard]] bool can_move(int from, int to) const;
  void move(int from, int to);
  void draw_swatch(cairo_t* cairo, int index) const;
  void draw_kind(cairo_t* cairo, int index) const;
  void draw_drop_place(cairo_t* cairo) const;
  void draw_share(cairo_t* cairo, int index) const;

  gboolean draw(cairo_t* cairo) noexcept;
  gboolean pressed(GdkEventButton* event) noexcept;
  gboolean released(GdkEventButton* event) noexcept;
  gboolean dragged(GdkEventMotion* event) noexcept;
  gboolean key_pressed(GdkEventKey* event) noexcept;
  gboolean menu_asked() noexcept;
  gboolean focus_changed(GdkEventFocus* event) noexcept;
  gboolean tooltip_asked(int x, int y, gboolean is_keyboard, GtkTooltip* tooltip) noexcept;

  struct Drag {
    int from;
    double start_x;
    double start_y;
    bool was_chosen;  // a click chooses nothing then
    std::optional<int> to = {};  // since the mouse moved
  };

  Listener listener_;
  PaletteActions actions_;
  GtkWidget* box_;
  GtkWidget* area_;
  std::shared_ptr<const Quantization> quantization_;
  PaletteEditor editor_;  // of what is shown, or was last
  double pixel_count_ = 0;
  std::optional<Swatch> chosen_;
  std::optional<Swatch> expected_;  // the next one that is chosen, as soon as it is shown
  std::optional<Drag> drag_;
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the chosen color of the palette, and with the palette as a whole: a row of buttons, and a menu.
#pragma once

#include <gtk/gtk.h>
#include <libgimp/gimp.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "plugin/dialog/model/palette_editor.h"
#include "plugin/gimp/gobject_ptr.h"

namespace kmq {

/// The chosen place of the palette, and what can be done with it.
struct ChosenPlace {
  PalettePlace place;
  bool can_change_kind = false;
  bool can_remove = false;
  bool can_move_left = false;
  bool can_move_right = false;
};

class PaletteActions {
 public:
  struct Listener {
    /// The chosen color becomes another; comes again and again while the user looks for it.
    std::function<void(Rgb8)> on_color;
    std::function<void(SlotKind)> on_kind;
    std::function<void()> on_remove;
    /// By so many places to the right.
    std::function<void(int)> on_move;
    std::function<void(const std::vector<Rgb8>&)> on_add;
    std::function<void()> on_lock_all;
    std::function<void()> on_free_all;
    std::function<void(const std::string&)> on_error;
  };

  /// format  "R'G'B' u8" in the space of the palette
  PaletteActions(const Babl* format, Listener listener);
  PaletteActions(const PaletteActions&) = delete;
  PaletteActions& operator=(const PaletteActions&) = delete;

  /// It belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return box_; }

  /// description    of the chosen place, or what to do if there is none
  /// has_palette    there is a palette, to which colors can be added
  void show(const std::optional<ChosenPlace>& chosen, const std::string& description, bool has_palette);

  // What the keys and the mouse do too.

  /// Opens GIMP's dialog for the chosen color.
  void edit();
  void lock_or_unlock();
  void remove();
  void move(int distance);
  void copy() noexcept;
  /// event  at whose place the menu opens; nullptr: at the chosen color
  void open_menu(const GdkEvent* event, GtkWidget* origin);

 private:
  void add_buttons();
  [[nodiscard]] Rgb8 color_in_button() const;
  GtkWidget* add_item(const char* label, bool is_sensitive);
  void add_item_with_palettes();
  static void palette_chosen(GtkMenuItem* item, gpointer actions) noexcept;
  template <typename Read>
  void add_colors(const Read& read) noexcept;

  void color_changed() noexcept;
  void kind_changed() noexcept;
  void menu_wanted() noexcept;
  void remove_chosen() noexcept { remove(); }
  void move_left() noexcept { move(-1); }
  void move_right() noexcept { move(1); }
  void add_color() noexcept;
  void color_answered(int response) noexcept;
  void add_file() noexcept;
  void file_answered(int response) noexcept;
  void lock_all() noexcept { listener_.on_lock_all(); }
  void free_all() noexcept { listener_.on_free_all(); }

  const Babl* format_;
  Listener listener_;
  GtkWidget* box_;
  GtkWidget* label_;
  GtkWidget* color_button_;
  GtkWidget* kinds_;
  GtkWidget* menu_button_;
  GtkWidget* menu_ = nullptr;  // belongs to the row
  // Of the color that is to be added.
  GtkWidget* color_dialog_ = nullptr;
  GtkWidget* selection_ = nullptr;
  GObjectPtr<GtkFileChooserNative> file_chooser_;
  std::optional<ChosenPlace> chosen_;
  bool has_palette_ = false;
  bool is_showing_ = false;  // what changes now is not the user's doing
};

}  // namespace kmq

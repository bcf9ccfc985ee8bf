// SPDX-License-Identifier: GPL-3.0-or-later
// A palette that is shown, and what becomes of the settings when the user works on it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/palette/palette.h"
#include "core/palette/spec.h"

namespace kmq {

/// The settings that decide about the palette.
struct PaletteWish {
  PaletteSpec spec;
  std::optional<int> k;  ///< nothing: as it is

  friend bool operator==(const PaletteWish&, const PaletteWish&) = default;
};

/// A place of the palette that is shown.
struct PalettePlace {
  Rgb8 color;
  SlotKind kind = SlotKind::free;  ///< free: the color was found, or chosen among given ones
  bool is_key = false;  ///< it stands for transparency: there is nothing to edit

  friend bool operator==(const PalettePlace&, const PalettePlace&) = default;
};

/// Each edit returns the settings after it; given palettes and files are among the slots of these.
class PaletteEditor {
 public:
  /// Nothing is shown.
  PaletteEditor() = default;
  /// given                  as the user chose it
  /// taken_by_transparency  places of the number of colors that are not for colors
  /// key_color              that stands for transparency in the palette, given or not
  /// shown                  what was found with these
  PaletteEditor(PaletteWish given, int taken_by_transparency, std::optional<Rgb8> key_color, const Palette& shown);

  [[nodiscard]] const std::vector<PalettePlace>& places() const { return places_; }
  /// Whether a place can be given another use: nothing is locked among colors of which the best are chosen.
  [[nodiscard]] bool can_change_kind(std::size_t index) const;
  [[nodiscard]] bool can_remove(std::size_t index) const;

  /// Gives the color of a place another use; free: it is found again, and the other places stay.
  [[nodiscard]] PaletteWish with_kind(std::size_t index, SlotKind kind) const;
  /// Adds given colors that are not there yet, in as many places as they need.
  [[nodiscard]] PaletteWish with_added(std::span<const Rgb8> colors) const;

  // What is shown becomes given, so that nothing else moves.

  [[nodiscard]] PaletteWish locked() const;
  [[nodiscard]] PaletteWish with_color(std::size_t index, Rgb8 color) const;
  /// The pixels of the color go to the others.
  [[nodiscard]] PaletteWish without(std::size_t index) const;
  /// Puts a color to another place; those between move by one.
  [[nodiscard]] PaletteWish moved(std::size_t from, std::size_t to) const;

  /// All colors are found.
  [[nodiscard]] PaletteWish freed() const;

 private:
  [[nodiscard]] PaletteWish of_places(std::span<const PalettePlace> places) const;
  [[nodiscard]] PaletteWish with_room(std::vector<Slot> slots) const;

  PaletteWish given_;
  int taken_by_transparency_ = 0;
  std::vector<PalettePlace> places_;
  std::vector<std::optional<std::size_t>> slot_of_place_;  // among the given slots
};

}  // namespace kmq

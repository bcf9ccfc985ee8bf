// SPDX-License-Identifier: GPL-3.0-or-later
// The palette that a user gets: up to 256 8-bit colors in a definite order, and which pixels may have each.
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/color/color.h"
#include "core/palette/slot.h"

namespace kmq {

/// A number of palette colors, 1 .. 256 by construction.
class PaletteSize {
 public:
  static constexpr int min = 1;
  static constexpr int max = 256;

  explicit constexpr PaletteSize(int value) : value_(value) { assert(value >= min && value <= max); }
  [[nodiscard]] constexpr int value() const { return value_; }
  friend constexpr auto operator<=>(const PaletteSize&, const PaletteSize&) = default;

 private:
  int value_;
};

/// Where the colors of a palette come from.
enum class PaletteOrigin {
  found,  ///< some at least were found for the picture
  given,  ///< they may lie anywhere
};

/// Colors in palette order, 1 .. 256 of them.
class Palette {
 public:
  /// colors  1 .. 256 colors, no two equal; pixels get the nearest one
  explicit Palette(const std::vector<Rgb8>& colors);
  /// slots  1 .. 256, none of them free, not all reserved; several may have the same color: the first one gets the
  /// pixels
  static Palette of_slots(std::span<const Slot> slots, PaletteOrigin origin = PaletteOrigin::found);

  [[nodiscard]] int size() const { return static_cast<int>(colors_.size()); }
  [[nodiscard]] std::span<const Rgb8> colors() const { return colors_; }
  [[nodiscard]] Rgb8 operator[](int index) const { return colors_[static_cast<std::size_t>(index)]; }
  /// Indices, rising, of which a pixel gets the one with the nearest color, unless it has the color of an exact one. No
  /// two of them have the same color, and there is at least one.
  [[nodiscard]] std::span<const std::uint8_t> usable() const { return usable_; }
  /// Indices, rising, that only pixels of exactly their color get. No two of them have the same color.
  [[nodiscard]] std::span<const std::uint8_t> exact() const { return exact_; }
  /// Whether pixels get any of the colors by nearness.
  [[nodiscard]] bool is_plain() const { return exact_.empty() && !has_reserved_; }
  [[nodiscard]] PaletteOrigin origin() const { return origin_; }
  friend bool operator==(const Palette&, const Palette&) = default;

 private:
  Palette() = default;

  std::vector<Rgb8> colors_;
  std::vector<std::uint8_t> usable_;
  std::vector<std::uint8_t> exact_;
  bool has_reserved_ = false;
  PaletteOrigin origin_ = PaletteOrigin::found;
};

/// Returns "#rrggbb", lower case.
std::string hex_name(Rgb8 color);

}  // namespace kmq

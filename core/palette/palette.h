// SPDX-License-Identifier: GPL-3.0-or-later
// The palette that a user gets: up to 256 distinct 8-bit colors in a definite order.
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/color/color.h"

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

/// Distinct colors in palette order, 1 .. 256 of them.
class Palette {
 public:
  /// colors  1 .. 256 colors, no two equal
  explicit Palette(std::vector<Rgb8> colors);

  [[nodiscard]] int size() const { return static_cast<int>(colors_.size()); }
  [[nodiscard]] std::span<const Rgb8> colors() const { return colors_; }
  [[nodiscard]] Rgb8 operator[](int index) const { return colors_[static_cast<std::size_t>(index)]; }
  friend bool operator==(const Palette&, const Palette&) = default;

 private:
  std::vector<Rgb8> colors_;
};

/// Returns "#rrggbb", lower case.
std::string hex_name(Rgb8 color);

}  // namespace kmq

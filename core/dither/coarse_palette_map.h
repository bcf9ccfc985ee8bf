// SPDX-License-Identifier: GPL-3.0-or-later
// Colors → nearly nearest palette indices, fast: for dithering, which corrects what it gets wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/palette/palette.h"

namespace kmq {

struct Candidates;

/// Remembers the palette color nearest to the middle of each cube of 4³ colors.
///
/// Nearest as the encoded values go, whatever space the palette was found in: measured after a blur, dithering with
/// distances in Oklab or L*a*b* leaves up to twice the error.
///
/// Dithering asks for colors all over the cube, one after the other. The exact table of 2²⁴ colors would miss the
/// processor's caches each time, which takes five times as long; this one fits them. The few levels by which it may
/// err go the way of every error.
class CoarsePaletteMap {
 public:
  explicit CoarsePaletteMap(const Palette& palette);
  ~CoarsePaletteMap();
  CoarsePaletteMap(CoarsePaletteMap&&) noexcept;
  CoarsePaletteMap& operator=(CoarsePaletteMap&&) noexcept;
  CoarsePaletteMap(const CoarsePaletteMap&) = delete;
  CoarsePaletteMap& operator=(const CoarsePaletteMap&) = delete;

  [[nodiscard]] std::uint8_t index(Rgb8 color) {
    Entry& entry = entries_[position(color)];
    if (entry == unknown) [[unlikely]] {
      entry = searched_index(color);
    }
    return static_cast<std::uint8_t>(entry);
  }

 private:
  using Entry = std::uint16_t;
  static constexpr Entry unknown = 0xFFFF;
  static constexpr unsigned kept_bits = 6;
  static constexpr unsigned dropped_bits = 8 - kept_bits;

  static std::size_t position(Rgb8 color) {
    return (std::size_t{color.red} >> dropped_bits) << (2 * kept_bits) |
           (std::size_t{color.green} >> dropped_bits) << kept_bits | std::size_t{color.blue} >> dropped_bits;
  }
  /// Of the cube that a color lies in.
  [[nodiscard]] std::uint8_t searched_index(Rgb8 color) const;

  std::unique_ptr<const Candidates> candidates_;
  std::vector<Entry> entries_;
};

}  // namespace kmq

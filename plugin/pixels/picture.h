// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of a drawable's pixels in own memory, which any thread may read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/color/color.h"

namespace kmq {

struct Picture {
  int width = 0;
  int height = 0;
  /// Row by row, from top to bottom.
  std::vector<Rgba8> pixels = {};
  /// The same of a deep drawable, but rounded by round_by_pattern(); empty: pixels are.
  std::vector<Rgba8> pixels_for_dithering = {};
  /// How much each pixel is selected, 0..255; empty: all pixels fully.
  std::vector<std::uint8_t> selection = {};
  /// Where its upper left pixel lies in the pattern of a dithering.
  int pattern_x = 0;
  int pattern_y = 0;

  /// The pixels from x on in row y.
  [[nodiscard]] std::span<const Rgba8> row(int x, int y, int count) const {
    return std::span(pixels).subspan(position(x, y), static_cast<std::size_t>(count));
  }
  /// The same pixels as dithering takes them.
  [[nodiscard]] std::span<const Rgba8> row_for_dithering(int x, int y, int count) const {
    if (pixels_for_dithering.empty()) return row(x, y, count);
    return std::span(pixels_for_dithering).subspan(position(x, y), static_cast<std::size_t>(count));
  }
  /// Their selection; empty: all fully.
  [[nodiscard]] std::span<const std::uint8_t> selection_row(int x, int y, int count) const {
    if (selection.empty()) return {};
    return std::span(selection).subspan(position(x, y), static_cast<std::size_t>(count));
  }

 private:
  [[nodiscard]] std::size_t position(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
  }
};

}  // namespace kmq

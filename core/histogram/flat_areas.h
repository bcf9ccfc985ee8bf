// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of pixels → a histogram that knows which pixels lie inside areas of one color, and which on an edge.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/histogram/color_histogram.h"

namespace kmq {

/// Returns how many opaque or soft pixels of a row have the color of their four neighbors.
///
/// A neighbor outside the picture, or one that is fully transparent, is no other color.
///
/// above, below  the rows beside it, as long as it; empty: there is none
std::size_t flat_pixel_count(std::span<const Rgba8> above, std::span<const Rgba8> row, std::span<const Rgba8> below);

/// Counts pixels as ColorCounter does, those whose four neighbors have their color apart from the others.
///
/// A neighbor outside the picture, or one that is fully transparent, is no other color. Soft transparency is none
/// either: a pixel has a color or not.
class FlatAreaCounter {
 public:
  /// Adds a row of pixels weighted by alpha × weight.
  ///
  /// above, below  the rows beside it, as long as it; empty: there is none
  /// weights       as many values as pixels, 0 .. 255; empty: all are 255
  void add(std::span<const Rgba8> above, std::span<const Rgba8> row, std::span<const Rgba8> below,
           std::span<const std::uint8_t> weights);

  /// Returns what was counted so far; its flat_weights() are known.
  [[nodiscard]] ColorHistogram histogram() const;

 private:
  /// Pixels that are counted alike.
  struct Part {
    ColorCounter counter;
    // Of a row: the first `size` of each; no weights if all are 255.
    std::vector<Rgba8> pixels;
    std::vector<std::uint8_t> weights;
    std::size_t size = 0;

    void begin(std::size_t row_size, bool has_weights);
    void count();
  };

  Part flat_;
  Part edges_;
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Colors → palette indices: the second of the two passes over a picture.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/color/color.h"
#include "core/color/space.h"
#include "core/histogram/color_histogram.h"
#include "core/palette/palette.h"

namespace kmq {

struct Candidates;

/// Returns the usable colors of a palette as candidates; their labels are the indices.
Candidates candidates_of(const Palette& palette, ColorSpace space);

/// Finds the palette color of any color: the exact one that has this color, else the nearest of the usable ones; what
/// it found, it remembers in a table.
///
/// Among palette colors at the same distance the one with the lowest index counts.
/// The table takes memory for the cells of the color cube that occur, 32 MiB at most.
/// Several threads may look up at once.
class PaletteMap {
 public:
  /// color_space  where distances are measured
  PaletteMap(Palette palette, ColorSpace color_space);
  ~PaletteMap();
  PaletteMap(PaletteMap&&) noexcept;
  PaletteMap& operator=(PaletteMap&&) noexcept;
  PaletteMap(const PaletteMap&) = delete;
  PaletteMap& operator=(const PaletteMap&) = delete;

  [[nodiscard]] const Palette& palette() const;

  /// Enters what is known already, so that it need not be searched.
  ///
  /// indices  the nearest palette color of each color of the histogram, in its order
  void learn(const ColorHistogram& histogram, std::span<const std::uint8_t> indices);

  /// Returns the index of the nearest palette color.
  [[nodiscard]] std::uint8_t index(Rgb8 color);

  /// Looks up a row or tile of pixels; their alpha does not matter.
  ///
  /// indices  as many as pixels
  void map_indices(std::span<const Rgba8> pixels, std::span<std::uint8_t> indices);

  /// Replaces the color of each pixel by its palette color; alpha is kept, and a pixel with alpha 0 stays as it is.
  ///
  /// mapped  as many as pixels; may be the same memory
  void map_colors(std::span<const Rgba8> pixels, std::span<Rgba8> mapped);
  void map_colors(std::span<const Rgb8> pixels, std::span<Rgb8> mapped);

 private:
  struct Table;
  std::unique_ptr<Table> table_;
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Dithering that passes the error of each pixel on to its neighbors.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/dither/coarse_palette_map.h"
#include "core/dither/linear_color.h"

namespace kmq {

/// Floyd and Steinberg's method, in linear light and in serpentines: even rows from left to right, odd ones back.
///
/// Source  R. W. Floyd, L. Steinberg 1976, "An adaptive algorithm for spatial greyscale", Proc. SID 17/2;
///         serpentines: R. Ulichney 1987, "Digital Halftoning", section 8.3
class ErrorDiffusion {
 public:
  /// y      of the first row
  /// width  pixels in a row
  ErrorDiffusion(const Palette& palette, ErrorShare share, int y, int width);

  /// Chooses the palette indices of the next row.
  ///
  /// is_dithered  0: the pixel keeps its index and neither receives nor passes on an error
  void dither_row(std::span<const Rgba8> row, std::span<const std::uint8_t> is_dithered,
                  std::span<std::uint8_t> indices);

 private:
  void pass_on(const LinearColor& error, std::size_t place, bool is_leftward);

  CoarsePaletteMap map_;
  std::vector<LinearColor> palette_;
  ErrorShare share_;
  bool is_leftward_;
  // Sixteenths of errors; pixel x is at x + 1, so that each has neighbors on both sides.
  std::vector<LinearColor> here_;
  std::vector<LinearColor> below_;
};

}  // namespace kmq

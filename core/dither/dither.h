// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels → palette indices so that the eye mixes the colors that the palette lacks: the second pass, with dithering.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "core/dither/dither_options.h"
#include "core/dither/error_diffusion.h"
#include "core/dither/ordered_dither.h"
#include "core/palette/map.h"

namespace kmq {

/// Dithers a picture row by row, in integers; its memory does not grow with the height.
///
/// A pixel that is transparent, not selected or (nearly, if the user wants that) of a palette color gets its nearest
/// palette color: flat colors stay flat. Through a palette color the errors of others pass, so that texture keeps its
/// tone, but not far; in the others they are lost. At the picture's sides none are.
class Ditherer {
 public:
  /// map    outlives the ditherer
  /// x, y   place in the drawable of the first pixel of the first row, ≥ 0: the pattern stays in its place
  /// width  pixels in a row
  Ditherer(PaletteMap& map, const DitherOptions& options, int x, int y, int width);

  /// Chooses the palette indices of the next rows; they come from top to bottom, and many at once take less time.
  ///
  /// pixels     whole rows, one after the other
  /// selection  empty: all selected; else as many values as pixels, 0 (not selected) .. 255
  /// indices    as many as pixels
  void dither_rows(std::span<const Rgba8> pixels, std::span<const std::uint8_t> selection,
                   std::span<std::uint8_t> indices);

  /// What the halves of dither_rows() hand over: as many of each as pixels, if that is needed.
  struct Prepared {
    std::vector<DitherPart> parts;
    std::vector<LinearColor> targets;
  };

  /// The first half of dither_rows(), with all threads: the indices of pixels that are not dithered. It may run for the
  /// next rows while the second half runs for these.
  void map_undithered(std::span<const Rgba8> pixels, std::span<const std::uint8_t> selection,
                      std::span<std::uint8_t> indices, Prepared& prepared);
  /// The second half: the indices of the others.
  void dither_others(std::span<const Rgba8> pixels, const Prepared& prepared, std::span<std::uint8_t> indices);

 private:
  [[nodiscard]] bool is_kept(Rgb8 color);
  [[nodiscard]] DitherPart part_of(Rgba8 pixel, bool is_selected);

  PaletteMap& map_;
  int squared_threshold_;
  // By the low bits of the color's key: false for most colors that are not in the palette, before the exact test.
  std::bitset<1U << 15> may_be_palette_color_;
  std::variant<std::monostate, ErrorDiffusion, OrderedDither> method_;
  std::size_t width_;
  Prepared prepared_;
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels → palette indices so that the eye mixes the colors that the palette lacks: the second pass, with dithering.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "core/dither/error_diffusion.h"
#include "core/dither/ordered_dither.h"
#include "core/palette/map.h"

namespace kmq {

enum class DitherMethod {
  none,             ///< the nearest palette color
  floyd_steinberg,  ///< errors passed on to the neighbors: finest, but a change in one place changes what follows
  blue_noise,       ///< an even pattern without visible order, fixed in its place: for animations
  bayer,            ///< a regular pattern of 8 × 8, as on old screens
};

struct DitherOptions {
  DitherMethod method = DitherMethod::none;
  /// Strength of the dithering, 0 (none) .. 1.
  double amount = 1;

  friend bool operator==(const DitherOptions&, const DitherOptions&) = default;
};

/// Dithers a picture row by row, in integers; its memory does not grow with the height.
///
/// A pixel that is transparent, not selected or exactly of a palette color gets its nearest palette color. It ends
/// the way of an error, as the picture's edge does: flat colors stay flat, and nothing crosses them.
class Ditherer {
 public:
  /// map    outlives the ditherer
  /// x, y   place in the drawable of the first pixel of the first row, ≥ 0: the pattern stays in its place
  /// width  pixels in a row
  Ditherer(PaletteMap& map, const DitherOptions& options, int x, int y, int width);

  /// Chooses the palette indices of the next row; rows come from top to bottom.
  ///
  /// row        width pixels
  /// selection  empty: all selected; else as many values as pixels, 0 (not selected) .. 255
  /// indices    as many as pixels
  void dither_row(std::span<const Rgba8> row, std::span<const std::uint8_t> selection, std::span<std::uint8_t> indices);

 private:
  [[nodiscard]] bool is_palette_color(Rgb8 color);
  void map_undithered(std::span<const Rgba8> row, std::span<const std::uint8_t> selection,
                      std::span<std::uint8_t> indices);

  PaletteMap& map_;
  // By the low bits of the color's key: false for most colors that are not in the palette, before the exact test.
  std::bitset<1U << 15> may_be_palette_color_;
  std::variant<std::monostate, ErrorDiffusion, OrderedDither> method_;
  std::vector<std::uint8_t> is_dithered_;
};

}  // namespace kmq

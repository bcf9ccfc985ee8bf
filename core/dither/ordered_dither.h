// SPDX-License-Identifier: GPL-3.0-or-later
// Dithering by a fixed pattern: a pixel depends on its color and place only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/dither/color_mixes.h"
#include "core/dither/error_diffusion.h"

namespace kmq {

/// Ranks 0 .. rank_count − 1, repeated over the plane.
struct ThresholdPattern {
  int size;        ///< width and height
  int rank_count;  ///< each is there equally often
  std::vector<std::uint16_t> ranks;
};

/// Returns the regular pattern.
///
/// Source  B. E. Bayer 1973, "An optimum method for two-level rendition of continuous-tone pictures", Proc. IEEE ICC
ThresholdPattern bayer_pattern(BayerSize size);

/// Returns the ranks of blue_noise().
ThresholdPattern blue_noise_pattern();

/// A pixel takes one corner of its color, by blue noise, and of the mix of that the palette color at the level of the
/// pattern: any palette will do.
///
/// Source  ColorMixes
class OrderedDither {
 public:
  /// options  its method is `blue_noise` or `bayer`
  /// x, y     place of the first pixel of the first row, ≥ 0
  /// width    pixels in a row
  OrderedDither(const Palette& palette, const DitherOptions& options, int x, int y, int width);

  /// Chooses the palette indices of the next rows, with all threads.
  ///
  /// parts    of the pixels
  /// indices  only those of `full` change
  void dither_rows(std::span<const Rgba8> pixels, std::span<const DitherPart> parts, std::span<std::uint8_t> indices);

 private:
  /// x, y  place of the first of the pixels
  void dither_in_row(std::size_t x, std::size_t y, std::span<const Rgba8> pixels, std::span<const DitherPart> parts,
                     std::span<std::uint8_t> indices) const;

  std::unique_ptr<ColorMixes> mixes_;
  ThresholdPattern pattern_;
  std::vector<std::uint8_t> levels_;  // of the pattern: positions in a mix
  std::size_t x_;
  std::size_t y_;
  std::size_t width_;
};

}  // namespace kmq

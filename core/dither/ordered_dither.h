// SPDX-License-Identifier: GPL-3.0-or-later
// Dithering by a fixed pattern: a pixel depends on its color and place only.
#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "core/base/zeroed_array.h"
#include "core/dither/color_lattice.h"
#include "core/dither/dither_rules.h"
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

/// Mixes the corners of a ColorLattice of palette colors by error diffusion on the spot and sorts each mix from dark to
/// light: any palette will do. A pixel takes one corner of its color, by blue noise, and of that mix the color at the
/// level of the pattern.
///
/// Source  T. Knoll 1999, "Pattern dithering", US patent 6606166 (expired). Here the error fades as the rules of the
///         palette say, and the lattice, which saves a mix for each color, is ours.
class OrderedDither {
 public:
  /// options  its method is `blue_noise` or `bayer`
  /// x, y     place of the first pixel of the first row, ≥ 0
  OrderedDither(const Palette& palette, const DitherOptions& options, int x, int y);

  /// Chooses the palette indices of the next row.
  ///
  /// parts    of the pixels
  /// indices  only those of `full` change
  void dither_row(std::span<const Rgba8> row, std::span<const DitherPart> parts, std::span<std::uint8_t> indices);

 private:
  /// How many colors are mixed, and of how many palette colors each.
  struct Fineness {
    int cube_bits;
    std::size_t mix_size;
  };
  static Fineness fineness_for(const Palette& palette);

  const std::uint8_t* mix_of(std::size_t corner);
  template <typename Rules>
  void blend(Rules& rules, Rgb8 color, std::span<std::uint8_t> mix) const;

  std::variant<FoundPaletteRules, GivenPaletteRules> rules_;
  std::vector<std::uint8_t> dark_to_light_;
  std::vector<std::uint8_t> lightness_ranks_;
  Fineness fineness_;
  ColorLattice lattice_;
  ThresholdPattern pattern_;
  std::vector<std::uint8_t> levels_;  // of the pattern: positions in a mix
  int x_;
  int y_;
  std::vector<bool> is_known_;  // by corner
  ZeroedArray<std::uint8_t> mixes_;  // by corner, each mix in one piece
};

}  // namespace kmq

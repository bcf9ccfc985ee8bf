// SPDX-License-Identifier: GPL-3.0-or-later
// Dithering by a fixed pattern: a pixel depends on its color and place only.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/zeroed_array.h"
#include "core/dither/coarse_palette_map.h"
#include "core/dither/linear_color.h"

namespace kmq {

/// Palette colors of which one color is mixed, as many as a threshold pattern has levels.
///
/// More would show finer steps between the colors of a tiny palette, and take longer for each new color.
inline constexpr int mix_size = 32;

/// Levels 0 .. mix_size − 1, repeated over the plane.
struct ThresholdPattern {
  int size;  ///< width and height
  std::vector<std::uint8_t> levels;
};

/// Returns the regular pattern of 8 × 8 places.
///
/// Source  B. E. Bayer 1973, "An optimum method for two-level rendition of continuous-tone pictures", Proc. IEEE ICC
ThresholdPattern bayer_pattern();

/// Returns the levels of blue_noise().
ThresholdPattern blue_noise_pattern();

/// Mixes each color of palette colors by error diffusion on the spot, sorts the mix from dark to light and lets the
/// pattern choose one: any palette will do.
///
/// Source  T. Knoll 1999, "Pattern dithering", US patent 6606166 (expired). Here the error fades as in ErrorShare.
class OrderedDither {
 public:
  /// x, y  place of the first pixel of the first row, ≥ 0
  OrderedDither(const Palette& palette, ThresholdPattern pattern, ErrorShare share, int x, int y);

  /// Chooses the palette indices of the next row.
  ///
  /// is_dithered  0: the pixel keeps its index
  void dither_row(std::span<const Rgba8> row, std::span<const std::uint8_t> is_dithered,
                  std::span<std::uint8_t> indices);

 private:
  struct Mix {
    Rgb8 color;
    bool is_known = false;
    std::array<std::uint8_t, mix_size> indices;
  };

  const Mix& mix_of(Rgb8 color);
  void blend(Mix& mix);

  CoarsePaletteMap map_;
  std::vector<LinearColor> palette_;
  std::vector<std::uint8_t> dark_to_light_;
  std::vector<std::uint8_t> lightness_ranks_;
  ThresholdPattern pattern_;
  ErrorShare share_;
  int x_;
  int y_;
  ZeroedArray<Mix> recent_;
};

}  // namespace kmq

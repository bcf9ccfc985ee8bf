// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels of a drawable, and what belongs to each of them. GEGL, but no GIMP.
#pragma once

#include <gegl.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/color/color.h"
#include "plugin/pixels/alpha_rule.h"
#include "plugin/pixels/tile_loops.h"

namespace kmq {

/// Pixels of a drawable, and where they lie in its image.
struct PixelArea {
  GeglBuffer* buffer;
  GeglRectangle area;
  /// Of the drawable: its encoding and its color space.
  const Babl* format;
  /// Place of the drawable's origin in the image.
  int offset_x = 0;
  int offset_y = 0;
  /// In the coordinates of the image; nullptr: all is selected.
  GeglBuffer* selection = nullptr;
  /// Of the layer: a pixel counts by it too; nullptr: there is none.
  GeglBuffer* mask = nullptr;
  /// Place of the mask's origin in the drawable.
  int mask_x = 0;
  int mask_y = 0;
  /// Of the palette; nullptr: that of the drawable.
  const Babl* palette_space = nullptr;

  /// Returns a format, such as "R'G'B'A u8", in the color space of the palette.
  [[nodiscard]] const Babl* palette_format(const char* encoding) const;
  /// Returns where a part of the drawable lies in the image.
  [[nodiscard]] GeglRectangle in_image(const GeglRectangle& part) const;
  /// Returns where a part of the drawable lies in the mask.
  [[nodiscard]] GeglRectangle in_mask(const GeglRectangle& part) const;
};

/// Whether the pixels are deeper than 8 bits.
bool is_deep(const PixelArea& from);

/// Returns the bytes of a pixel before its alpha, which is the last of the components, all of the same size.
std::size_t color_bytes_of(const Babl* format);

/// Returns what applies a rule to pixels in the space of the palette.
AlphaApplier applier_for(const PixelArea& from, const AlphaRule& alpha_rule);

/// Reads a part of the drawable in 8 bits, in the color space of the palette.
void read_colors(const PixelArea& from, const GeglRectangle& part, std::vector<Rgba8>& colors);

/// Reads selection × mask; empty: all pixels count fully.
void read_weights(const PixelArea& from, const GeglRectangle& band, std::vector<std::uint8_t>& weights);

/// Multiplies weights of 0..255; what shows at all counts at least 1.
void multiply(std::vector<std::uint8_t>& weights, std::span<const std::uint8_t> by);

/// Calls visit(band, colors, weights) for the bands of an area, from top to bottom: colors in 8 bits with the alpha of
/// the rule; weights as read_weights() has them.
template <typename Visit>
void for_each_ruled_band(const PixelArea& from, const AlphaRule& alpha_rule, const Visit& visit) {
  const AlphaApplier alpha = applier_for(from, alpha_rule);
  std::vector<Rgba8> colors;
  std::vector<std::uint8_t> weights;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    read_colors(from, band, colors);
    alpha.apply(colors);
    read_weights(from, band, weights);
    visit(band, std::span<const Rgba8>(colors), std::span<const std::uint8_t>(weights));
  });
}

}  // namespace kmq

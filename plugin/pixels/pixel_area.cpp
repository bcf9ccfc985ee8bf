// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/pixel_area.h"

#include <algorithm>

namespace kmq {

const Babl* PixelArea::palette_format(const char* encoding) const {
  return babl_format_with_space(encoding, palette_space != nullptr ? palette_space : babl_format_get_space(format));
}

GeglRectangle PixelArea::in_image(const GeglRectangle& part) const {
  return {part.x + offset_x, part.y + offset_y, part.width, part.height};
}

GeglRectangle PixelArea::in_mask(const GeglRectangle& part) const {
  return {part.x - mask_x, part.y - mask_y, part.width, part.height};
}

bool is_deep(const PixelArea& from) { return babl_format_get_type(from.format, 0) != babl_type("u8"); }

std::size_t color_bytes_of(const Babl* format) {
  const auto all = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format));
  if (babl_format_has_alpha(format) == 0) return all;
  return all - all / static_cast<std::size_t>(babl_format_get_n_components(format));
}

AlphaApplier applier_for(const PixelArea& from, const AlphaRule& alpha_rule) {
  return {alpha_rule, babl_format_get_space(from.palette_format("R'G'B'A u8"))};
}

void read_colors(const PixelArea& from, const GeglRectangle& part, std::vector<Rgba8>& colors) {
  if (from.format != from.palette_format("R'G'B' u8")) {
    read_pixels(from.buffer, part, from.palette_format("R'G'B'A u8"), colors);
    return;
  }
  // babl spends 0.2 s on finding its way from here to there, once in each process.
  std::vector<Rgb8> opaque;
  read_pixels(from.buffer, part, from.format, opaque);
  colors.resize(opaque.size());
  std::ranges::transform(opaque, colors.begin(), [](Rgb8 color) { return Rgba8{color.red, color.green, color.blue}; });
}

void multiply(std::vector<std::uint8_t>& weights, std::span<const std::uint8_t> by) {
  if (weights.empty()) {
    weights.assign(by.begin(), by.end());
    return;
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = static_cast<std::uint8_t>((weights[i] * by[i] + 254) / 255);
  }
}

void read_weights(const PixelArea& from, const GeglRectangle& band, std::vector<std::uint8_t>& weights) {
  weights.clear();
  if (from.selection != nullptr) read_pixels(from.selection, from.in_image(band), selection_format(), weights);
  if (from.mask == nullptr) return;
  std::vector<std::uint8_t> mask;
  read_pixels(from.mask, from.in_mask(band), selection_format(), mask);
  multiply(weights, mask);
}

}  // namespace kmq

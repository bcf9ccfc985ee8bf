// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/separations.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "plugin/pixels/tile_loops.h"

namespace kmq {
namespace {

struct FloatPixel {
  float red;
  float green;
  float blue;
  float alpha;
};

FloatPixel opaque(Rgb8 color) {
  constexpr float full = 255;
  return {static_cast<float>(color.red) / full, static_cast<float>(color.green) / full,
          static_cast<float>(color.blue) / full, 1};
}

bool has_label(const AreaLabels& labels, const GeglRectangle& block, std::uint8_t label) {
  for (int y = block.y; y < block.y + block.height; ++y) {
    for (int x = block.x; x < block.x + block.width; ++x) {
      if (labels.label(x, y) == label && labels.takes_part(x, y)) return true;
    }
  }
  return false;
}

/// Calls visit(block) for squares of the size of GIMP's tiles: those without the color need no memory.
template <typename Visit>
void for_each_block(const GeglRectangle& area, const Visit& visit) {
  for_each_band(area, [&](const GeglRectangle& band) {
    for (int x = band.x; x < band.x + band.width; x += band_height) {
      visit(GeglRectangle{x, band.y, std::min(band_height, band.x + band.width - x), band.height});
    }
  });
}

}  // namespace

void write_separation(const PixelArea& from, const AreaLabels& labels, std::uint8_t label, Rgb8 color,
                      GeglBuffer* target) {
  const Babl* format = from.palette_format("R'G'B'A float");
  const FloatPixel ink = opaque(color);
  std::vector<float> alpha;
  std::vector<std::uint8_t> weights;
  std::vector<FloatPixel> pixels;
  for_each_block(from.area, [&](const GeglRectangle& block) {
    if (!has_label(labels, block, label)) return;
    read_pixels(from.buffer, block, babl_format("A float"), alpha);
    read_weights(from, block, weights);
    pixels.assign(pixel_count(block), {0, 0, 0, 0});
    std::size_t i = 0;
    for (int y = block.y; y < block.y + block.height; ++y) {
      for (int x = block.x; x < block.x + block.width; ++x, ++i) {
        if (labels.label(x, y) != label || !labels.takes_part(x, y)) continue;
        pixels[i] = ink;
        pixels[i].alpha = weights.empty() ? alpha[i] : alpha[i] * static_cast<float>(weights[i]) / 255.0F;
      }
    }
    const GeglRectangle place{block.x - from.area.x, block.y - from.area.y, block.width, block.height};
    gegl_buffer_set(target, &place, 0, format, pixels.data(), GEGL_AUTO_ROWSTRIDE);
  });
}

}  // namespace kmq

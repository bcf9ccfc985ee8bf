// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/pixel_mapping.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <vector>

#include "core/dither/pattern_rounding.h"
#include "plugin/pixels/tile_loops.h"

namespace kmq {
namespace {

/// A pixel of an indexed image, in a buffer of the format below: GEGL knows none of its own for that.
struct IndexedPixel {
  std::uint8_t index;
  std::uint8_t alpha;
};

const Babl* indexed_pixel_format() { return babl_format("YA u8"); }

/// Writes palette colors in any format of pixels; alpha bytes stay, and so do transparent pixels.
class PaletteColorWriter {
 public:
  PaletteColorWriter(const Palette& palette, const Babl* rgba, const Babl* format)
      : bytes_per_pixel_(static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format))),
        color_bytes_(color_bytes_of(format)) {
    std::vector<Rgba8> colors;
    for (const Rgb8 color : palette.colors()) colors.push_back({color.red, color.green, color.blue});
    palette_.resize(colors.size() * bytes_per_pixel_);
    babl_process(babl_fish(rgba, format), colors.data(), palette_.data(), static_cast<long>(colors.size()));
  }

  /// colors  the source in 8 bits
  /// pixels  the same in the format to write, overwritten by the palette colors
  void write(std::span<const Rgba8> colors, std::span<const std::uint8_t> indices, std::byte* pixels) const {
    for (std::size_t i = 0; i < colors.size(); ++i) {
      if (colors[i].alpha == 0) continue;
      std::memcpy(pixels + i * bytes_per_pixel_, &palette_[indices[i] * bytes_per_pixel_], color_bytes_);
    }
  }

 private:
  std::size_t bytes_per_pixel_;
  std::size_t color_bytes_;
  std::vector<std::byte> palette_;
};

template <typename Pixel>
void map_native_pixels(GeglBuffer* source, GeglBuffer* target, const GeglRectangle& area, const Babl* format,
                       PaletteMap& map) {
  for_each_tile({read_slot(source, area, format), write_slot(target, area, format)},
                [&map](const Tile& tile) { map.map_colors(tile.pixels<const Pixel>(0), tile.pixels<Pixel>(1)); });
}

void map_any_pixels(GeglBuffer* source, GeglBuffer* target, const GeglRectangle& area, const Babl* rgba,
                    const Babl* format, PaletteMap& map) {
  const PaletteColorWriter writer(map.palette(), rgba, format);
  const auto bytes_per_pixel = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format));
  std::vector<std::uint8_t> indices;
  for_each_tile({read_slot(source, area, rgba), read_slot(source, area, format), write_slot(target, area, format)},
                [&](const Tile& tile) {
                  const auto colors = tile.pixels<const Rgba8>(0);
                  indices.resize(colors.size());
                  map.map_indices(colors, indices);
                  std::memcpy(tile.bytes(2), tile.bytes(1), colors.size() * bytes_per_pixel);
                  writer.write(colors, indices, tile.bytes(2));
                });
}

void map_pixels(const PixelArea& from, GeglBuffer* target, PaletteMap& map) {
  const Babl* rgba = from.palette_format("R'G'B'A u8");
  if (from.format == from.palette_format("R'G'B' u8")) {
    map_native_pixels<Rgb8>(from.buffer, target, from.area, from.format, map);
  } else if (from.format == rgba) {
    map_native_pixels<Rgba8>(from.buffer, target, from.area, from.format, map);
  } else {
    map_any_pixels(from.buffer, target, from.area, rgba, from.format, map);
  }
}

struct PatternPlace {
  int x;
  int y;
};

/// Returns where an area lies in the pattern of a dithering, which hangs in the image: what does not change from one
/// layer of an animation to the next keeps its indices, wherever the layers begin.
PatternPlace pattern_place(const PixelArea& from) {
  // A multiple of the size of every pattern, larger than any image of GIMP: places left of the image become positive.
  constexpr int shift = 1 << 20;
  return {shift + from.offset_x + from.area.x, shift + from.offset_y + from.area.y};
}

/// Reads pixels in 8 bits that have the means of deeper ones.
void read_rounded_by_pattern(const PixelArea& from, const GeglRectangle& band, std::vector<Rgba8>& pixels) {
  std::vector<DeepPixel> deep;
  read_pixels(from.buffer, band, from.palette_format("R'G'B'A float"), deep);
  pixels.resize(deep.size());
  PixelArea part = from;
  part.area = band;
  const auto [x, y] = pattern_place(part);
  const auto width = static_cast<std::size_t>(band.width);
  for (std::size_t row = 0; row * width < deep.size(); ++row) {
    round_by_pattern(std::span(deep).subspan(row * width, width), x, y + static_cast<int>(row),
                     std::span(pixels).subspan(row * width, width));
  }
}

void read_for_dithering(const PixelArea& from, const GeglRectangle& band, std::vector<Rgba8>& pixels) {
  if (is_deep(from)) {
    read_rounded_by_pattern(from, band, pixels);
  } else {
    read_pixels(from.buffer, band, from.palette_format("R'G'B'A u8"), pixels);
  }
}

Ditherer ditherer_for(const PixelArea& from, const PixelMapping& mapping) {
  const auto [x, y] = pattern_place(from);
  return {mapping.map, mapping.dither, x, y, from.area.width};
}

void dither_pixels(const PixelArea& from, GeglBuffer* target, const PixelMapping& mapping) {
  const Babl* rgba = from.palette_format("R'G'B'A u8");
  const PaletteColorWriter writer(mapping.map.palette(), rgba, from.format);
  Ditherer ditherer = ditherer_for(from, mapping);
  std::vector<Rgba8> colors;
  std::vector<std::byte> pixels;
  std::vector<std::uint8_t> selected;
  std::vector<std::uint8_t> indices;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    read_for_dithering(from, band, colors);
    read_pixels(from.buffer, band, from.format, pixels);
    if (from.selection != nullptr) read_pixels(from.selection, from.in_image(band), selection_format(), selected);
    indices.resize(colors.size());
    ditherer.dither_rows(colors, selected, indices);
    writer.write(colors, indices, pixels.data());
    gegl_buffer_set(target, &band, 0, from.format, pixels.data(), GEGL_AUTO_ROWSTRIDE);
  });
}

void combine(std::span<const std::uint8_t> indices, std::span<const Rgba8> colors,
             std::optional<std::uint8_t> transparent_index, std::span<IndexedPixel> pixels) {
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const bool is_hidden = colors[i].alpha == 0 && transparent_index;
    pixels[i] = {is_hidden ? *transparent_index : indices[i], colors[i].alpha};
  }
}

void map_indices(const PixelArea& from, GeglBuffer* target, const PixelMapping& mapping, const AlphaApplier& alpha) {
  std::vector<Rgba8> colors;
  std::vector<std::uint8_t> indices;
  for_each_tile({read_slot(from.buffer, from.area, from.palette_format("R'G'B'A u8")),
                 write_slot(target, from.area, indexed_pixel_format())},
                [&](const Tile& tile) {
                  const auto source = tile.pixels<const Rgba8>(0);
                  colors.assign(source.begin(), source.end());
                  alpha.apply(colors);
                  indices.resize(colors.size());
                  mapping.map.map_indices(colors, indices);
                  combine(indices, colors, mapping.transparent_index, tile.pixels<IndexedPixel>(1));
                });
}

void dither_indices(const PixelArea& from, GeglBuffer* target, const PixelMapping& mapping, const AlphaApplier& alpha) {
  Ditherer ditherer = ditherer_for(from, mapping);
  std::vector<Rgba8> colors;
  std::vector<std::uint8_t> indices;
  std::vector<IndexedPixel> pixels;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    read_for_dithering(from, band, colors);
    alpha.apply(colors);
    indices.resize(colors.size());
    ditherer.dither_rows(colors, {}, indices);
    pixels.resize(colors.size());
    combine(indices, colors, mapping.transparent_index, pixels);
    gegl_buffer_set(target, &band, 0, indexed_pixel_format(), pixels.data(), GEGL_AUTO_ROWSTRIDE);
  });
}

}  // namespace

Picture copy_pixels(const PixelArea& from, const AlphaRule& alpha_rule) {
  Picture picture{from.area.width, from.area.height};
  const auto [pattern_x, pattern_y] = pattern_place(from);
  picture.pattern_x = pattern_x;
  picture.pattern_y = pattern_y;
  read_pixels(from.buffer, from.area, from.palette_format("R'G'B'A u8"), picture.pixels);
  if (is_deep(from)) read_rounded_by_pattern(from, from.area, picture.pixels_for_dithering);
  if (alpha_rule.is_one_bit) {
    applier_for(from, alpha_rule).apply(picture.pixels);
    applier_for(from, alpha_rule).apply(picture.pixels_for_dithering);
  } else if (from.selection != nullptr) {
    read_pixels(from.selection, from.in_image(from.area), selection_format(), picture.selection);
  }
  return picture;
}

void write_palette_colors(const PixelArea& from, GeglBuffer* target, const PixelMapping& mapping) {
  if (mapping.dither.method == DitherMethod::none) {
    map_pixels(from, target, mapping.map);
  } else {
    dither_pixels(from, target, mapping);
  }
}

GObjectPtr<GeglBuffer> palette_indices(const PixelArea& from, const PixelMapping& mapping,
                                       const AlphaRule& alpha_rule) {
  const AlphaApplier alpha = applier_for(from, alpha_rule);
  GObjectPtr<GeglBuffer> indices(gegl_buffer_new(&from.area, indexed_pixel_format()));
  if (mapping.dither.method == DitherMethod::none) {
    map_indices(from, indices.get(), mapping, alpha);
  } else {
    dither_indices(from, indices.get(), mapping, alpha);
  }
  return indices;
}

void write_indices(GeglBuffer* indices, GeglBuffer* target, const Babl* format) {
  const GeglRectangle area = *gegl_buffer_get_extent(indices);
  // The index, and alpha if the layer has it.
  const auto bytes_per_pixel = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format));
  for_each_tile({read_slot(indices, area, indexed_pixel_format()), write_slot(target, area, format)},
                [bytes_per_pixel](const Tile& tile) {
                  std::byte* target_pixel = tile.bytes(1);
                  for (const IndexedPixel& pixel : tile.pixels<const IndexedPixel>(0)) {
                    std::memcpy(target_pixel, &pixel, bytes_per_pixel);
                    target_pixel += bytes_per_pixel;
                  }
                });
}

}  // namespace kmq

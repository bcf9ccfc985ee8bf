// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/tiles.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <initializer_list>

namespace kmq {
namespace {

/// GIMP makes a pixel of an indexed image opaque from this alpha on.
constexpr std::uint8_t lowest_opaque_alpha = 128;

/// A pixel of an indexed image, in a buffer of the format below: GEGL knows none of its own for that.
struct IndexedPixel {
  std::uint8_t index;
  std::uint8_t alpha;
};

const Babl* indexed_pixel_format() { return babl_format("YA u8"); }

const Babl* selection_format() { return babl_format("Y u8"); }

std::uint8_t one_bit_alpha(std::uint8_t alpha) { return alpha >= lowest_opaque_alpha ? 255 : 0; }

/// One of the buffers that a tile loop visits side by side.
struct TileSlot {
  GeglBuffer* buffer;
  GeglRectangle area;
  const Babl* format;
  GeglAccessMode access;
};

/// The pixels of one tile, in every slot.
class Tile {
 public:
  explicit Tile(const GeglBufferIterator& iterator) : iterator_(iterator) {}

  [[nodiscard]] std::size_t pixel_count() const { return static_cast<std::size_t>(iterator_.length); }

  template <typename Pixel>
  [[nodiscard]] std::span<Pixel> pixels(int slot) const {
    return {static_cast<Pixel*>(iterator_.items[slot].data), pixel_count()};
  }

  [[nodiscard]] std::byte* bytes(int slot) const { return static_cast<std::byte*>(iterator_.items[slot].data); }

 private:
  const GeglBufferIterator& iterator_;
};

/// Calls visit(tile) for all tiles.
///
/// slots  areas of the same size
template <typename Visit>
void for_each_tile(std::initializer_list<TileSlot> slots, const Visit& visit) {
  GeglBufferIterator* iterator = gegl_buffer_iterator_empty_new(static_cast<int>(slots.size()));
  for (const TileSlot& slot : slots) {
    gegl_buffer_iterator_add(iterator, slot.buffer, &slot.area, 0, slot.format, slot.access, GEGL_ABYSS_NONE);
  }
  while (gegl_buffer_iterator_next(iterator)) {
    try {
      visit(Tile(*iterator));
    } catch (...) {
      gegl_buffer_iterator_stop(iterator);
      throw;
    }
  }
}

TileSlot read_slot(GeglBuffer* buffer, const GeglRectangle& area, const Babl* format) {
  return {buffer, area, format, GEGL_ACCESS_READ};
}

TileSlot write_slot(GeglBuffer* buffer, const GeglRectangle& area, const Babl* format) {
  return {buffer, area, format, GEGL_ACCESS_WRITE};
}

/// A few full rows of an area: dithering passes errors along and down whole rows.
///
/// Their height is that of GIMP's tiles, of which each is so fetched once.
constexpr int band_height = 128;

/// Calls visit(band) for the bands of an area, from top to bottom.
template <typename Visit>
void for_each_band(const GeglRectangle& area, const Visit& visit) {
  for (int y = area.y; y < area.y + area.height; y += band_height) {
    visit(GeglRectangle{area.x, y, area.width, std::min(band_height, area.y + area.height - y)});
  }
}

std::size_t pixel_count(const GeglRectangle& area) {
  return static_cast<std::size_t>(area.width) * static_cast<std::size_t>(area.height);
}

template <typename Pixel>
void read_pixels(GeglBuffer* buffer, const GeglRectangle& area, const Babl* format, std::vector<Pixel>& pixels) {
  const auto pixel_size = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format));
  pixels.resize(pixel_count(area) * pixel_size / sizeof(Pixel));
  gegl_buffer_get(buffer, &area, 1.0, format, pixels.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
}

void make_alpha_one_bit(std::span<Rgba8> pixels) {
  for (Rgba8& pixel : pixels) pixel.alpha = one_bit_alpha(pixel.alpha);
}

/// Writes palette colors in any format of pixels; alpha bytes stay, and so do transparent pixels.
class PaletteColorWriter {
 public:
  PaletteColorWriter(const Palette& palette, const Babl* rgba, const Babl* format)
      : bytes_per_pixel_(static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format))),
        // Alpha is the last of the components, which all have the same size.
        color_bytes_(bytes_per_pixel_ -
                     (babl_format_has_alpha(format) != 0
                          ? bytes_per_pixel_ / static_cast<std::size_t>(babl_format_get_n_components(format))
                          : 0)) {
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
  const Babl* rgba = from.eight_bit_format("R'G'B'A u8");
  if (from.format == from.eight_bit_format("R'G'B' u8")) {
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

Ditherer ditherer_for(const PixelArea& from, const PixelMapping& mapping) {
  const auto [x, y] = pattern_place(from);
  return {mapping.map, mapping.dither, x, y, from.area.width};
}

/// Dithers a band; the selection is empty or as large as the band.
void dither_band(Ditherer& ditherer, const GeglRectangle& band, std::span<const Rgba8> colors,
                 std::span<const std::uint8_t> selection, std::vector<std::uint8_t>& indices) {
  indices.resize(colors.size());
  const auto width = static_cast<std::size_t>(band.width);
  for (std::size_t begin = 0; begin < colors.size(); begin += width) {
    ditherer.dither_row(colors.subspan(begin, width), selection.empty() ? selection : selection.subspan(begin, width),
                        std::span(indices).subspan(begin, width));
  }
}

void dither_pixels(const PixelArea& from, GeglBuffer* target, const PixelMapping& mapping) {
  const Babl* rgba = from.eight_bit_format("R'G'B'A u8");
  const PaletteColorWriter writer(mapping.map.palette(), rgba, from.format);
  Ditherer ditherer = ditherer_for(from, mapping);
  std::vector<Rgba8> colors;
  std::vector<std::byte> pixels;
  std::vector<std::uint8_t> selected;
  std::vector<std::uint8_t> indices;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    read_pixels(from.buffer, band, rgba, colors);
    read_pixels(from.buffer, band, from.format, pixels);
    if (from.selection != nullptr) read_pixels(from.selection, from.in_image(band), selection_format(), selected);
    dither_band(ditherer, band, colors, selected, indices);
    writer.write(colors, indices, pixels.data());
    gegl_buffer_set(target, &band, 0, from.format, pixels.data(), GEGL_AUTO_ROWSTRIDE);
  });
}

void combine(std::span<const std::uint8_t> indices, std::span<const Rgba8> colors, std::span<IndexedPixel> pixels) {
  for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = {indices[i], one_bit_alpha(colors[i].alpha)};
}

void map_indices(const PixelArea& from, GeglBuffer* target, PaletteMap& map) {
  std::vector<std::uint8_t> indices;
  for_each_tile({read_slot(from.buffer, from.area, from.eight_bit_format("R'G'B'A u8")),
                 write_slot(target, from.area, indexed_pixel_format())},
                [&](const Tile& tile) {
                  const auto colors = tile.pixels<const Rgba8>(0);
                  indices.resize(colors.size());
                  map.map_indices(colors, indices);
                  combine(indices, colors, tile.pixels<IndexedPixel>(1));
                });
}

void dither_indices(const PixelArea& from, GeglBuffer* target, const PixelMapping& mapping) {
  Ditherer ditherer = ditherer_for(from, mapping);
  std::vector<Rgba8> colors;
  std::vector<std::uint8_t> indices;
  std::vector<IndexedPixel> pixels;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    read_pixels(from.buffer, band, from.eight_bit_format("R'G'B'A u8"), colors);
    make_alpha_one_bit(colors);
    dither_band(ditherer, band, colors, {}, indices);
    pixels.resize(colors.size());
    combine(indices, colors, pixels);
    gegl_buffer_set(target, &band, 0, indexed_pixel_format(), pixels.data(), GEGL_AUTO_ROWSTRIDE);
  });
}

}  // namespace

const Babl* PixelArea::eight_bit_format(const char* encoding) const {
  return babl_format_with_space(encoding, palette_space != nullptr ? palette_space : babl_format_get_space(format));
}

GeglRectangle PixelArea::in_image(const GeglRectangle& part) const {
  return {part.x + offset_x, part.y + offset_y, part.width, part.height};
}

void PixelCounter::add(const PixelArea& from) {
  const Babl* rgb = from.eight_bit_format("R'G'B' u8");
  const Babl* rgba = from.eight_bit_format("R'G'B'A u8");
  if (from.selection != nullptr) {
    for_each_tile({read_slot(from.buffer, from.area, rgba),
                   read_slot(from.selection, from.in_image(from.area), selection_format())},
                  [&](const Tile& tile) {
                    counter_.add(ruled(tile.pixels<const Rgba8>(0)), tile.pixels<const std::uint8_t>(1));
                  });
  } else if (from.format == rgb) {
    for_each_tile({read_slot(from.buffer, from.area, rgb)},
                  [&](const Tile& tile) { counter_.add(tile.pixels<const Rgb8>(0)); });
  } else {
    for_each_tile({read_slot(from.buffer, from.area, rgba)},
                  [&](const Tile& tile) { counter_.add(ruled(tile.pixels<const Rgba8>(0))); });
  }
}

void PixelCounter::add(const Picture& picture) {
  // Row by row: where a rule applies, what is added is copied again.
  for (int y = 0; y < picture.height; ++y) {
    const auto pixels = ruled(picture.row(0, y, picture.width));
    if (picture.selection.empty()) {
      counter_.add(pixels);
    } else {
      counter_.add(pixels, picture.selection_row(0, y, picture.width));
    }
  }
}

std::span<const Rgba8> PixelCounter::ruled(std::span<const Rgba8> pixels) {
  if (alpha_rule_ == AlphaRule::weighs) return pixels;
  ruled_.assign(pixels.begin(), pixels.end());
  make_alpha_one_bit(ruled_);
  has_transparency_ = has_transparency_ || std::ranges::find(ruled_, 0, &Rgba8::alpha) != ruled_.end();
  return ruled_;
}

Picture copy_pixels(const PixelArea& from, AlphaRule alpha_rule) {
  Picture picture{from.area.width, from.area.height};
  const auto [pattern_x, pattern_y] = pattern_place(from);
  picture.pattern_x = pattern_x;
  picture.pattern_y = pattern_y;
  read_pixels(from.buffer, from.area, from.eight_bit_format("R'G'B'A u8"), picture.pixels);
  if (alpha_rule == AlphaRule::is_one_bit) {
    make_alpha_one_bit(picture.pixels);
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

GObjectPtr<GeglBuffer> palette_indices(const PixelArea& from, const PixelMapping& mapping) {
  GObjectPtr<GeglBuffer> indices(gegl_buffer_new(&from.area, indexed_pixel_format()));
  if (mapping.dither.method == DitherMethod::none) {
    map_indices(from, indices.get(), mapping.map);
  } else {
    dither_indices(from, indices.get(), mapping);
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

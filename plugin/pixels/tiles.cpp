// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/tiles.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "core/dither/pattern_rounding.h"

namespace kmq {
namespace {

/// A pixel of an indexed image, in a buffer of the format below: GEGL knows none of its own for that.
struct IndexedPixel {
  std::uint8_t index;
  std::uint8_t alpha;
};

const Babl* indexed_pixel_format() { return babl_format("YA u8"); }

const Babl* selection_format() { return babl_format("Y u8"); }

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
void for_each_tile(const std::vector<TileSlot>& slots, const Visit& visit) {
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
  // GEGL counts the bytes of one call in an int.
  auto* bytes = reinterpret_cast<std::byte*>(pixels.data());
  for_each_band(area, [&](const GeglRectangle& band) {
    gegl_buffer_get(buffer, &band, 1.0, format, bytes, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
    bytes += pixel_count(band) * pixel_size;
  });
}

/// Multiplies weights of 0..255; what shows at all counts at least 1.
void multiply(std::vector<std::uint8_t>& weights, std::span<const std::uint8_t> by) {
  if (weights.empty()) {
    weights.assign(by.begin(), by.end());
    return;
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = static_cast<std::uint8_t>((weights[i] * by[i] + 254) / 255);
  }
}

/// Reads selection × mask; empty: all pixels count fully.
void read_weights(const PixelArea& from, const GeglRectangle& band, std::vector<std::uint8_t>& weights) {
  weights.clear();
  if (from.selection != nullptr) read_pixels(from.selection, from.in_image(band), selection_format(), weights);
  if (from.mask == nullptr) return;
  std::vector<std::uint8_t> mask;
  read_pixels(from.mask, from.in_mask(band), selection_format(), mask);
  multiply(weights, mask);
}

/// Whether one of the bands of an area is as wanted; reads no further than that.
template <typename IsWanted>
bool has_band(const PixelArea& from, const IsWanted& is_wanted) {
  std::vector<Rgba8> colors;
  bool is_found = false;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    if (is_found) return;
    read_pixels(from.buffer, band, from.palette_format("R'G'B'A u8"), colors);
    is_found = is_wanted(colors);
  });
  return is_found;
}

AlphaApplier applier_for(const PixelArea& from, const AlphaRule& alpha_rule) {
  return {alpha_rule, babl_format_get_space(from.palette_format("R'G'B'A u8"))};
}

/// The bytes of a pixel before its alpha, which is the last of the components, all of the same size.
std::size_t color_bytes_of(const Babl* format) {
  const auto all = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format));
  if (babl_format_has_alpha(format) == 0) return all;
  return all - all / static_cast<std::size_t>(babl_format_get_n_components(format));
}

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

const Babl* PixelArea::palette_format(const char* encoding) const {
  return babl_format_with_space(encoding, palette_space != nullptr ? palette_space : babl_format_get_space(format));
}

GeglRectangle PixelArea::in_image(const GeglRectangle& part) const {
  return {part.x + offset_x, part.y + offset_y, part.width, part.height};
}

GeglRectangle PixelArea::in_mask(const GeglRectangle& part) const {
  return {part.x - mask_x, part.y - mask_y, part.width, part.height};
}

void PixelCounter::add(const PixelArea& from) {
  const Babl* rgb = from.palette_format("R'G'B' u8");
  if (from.format == rgb && from.selection == nullptr && from.mask == nullptr) {
    for_each_tile({read_slot(from.buffer, from.area, rgb)},
                  [&](const Tile& tile) { counter_.add(tile.pixels<const Rgb8>(0)); });
    return;
  }
  const AlphaApplier alpha = applier_for(from, alpha_rule_);
  std::vector<TileSlot> slots{read_slot(from.buffer, from.area, from.palette_format("R'G'B'A u8"))};
  if (from.selection != nullptr) {
    slots.push_back(read_slot(from.selection, from.in_image(from.area), selection_format()));
  }
  if (from.mask != nullptr) slots.push_back(read_slot(from.mask, from.in_mask(from.area), selection_format()));
  std::vector<Rgba8> ruled;
  std::vector<std::uint8_t> weights;
  for_each_tile(slots, [&](const Tile& tile) {
    auto pixels = tile.pixels<const Rgba8>(0);
    if (alpha_rule_.is_one_bit) {
      ruled.assign(pixels.begin(), pixels.end());
      alpha.apply(ruled);
      pixels = ruled;
    }
    weights.clear();
    for (std::size_t slot = 1; slot < slots.size(); ++slot) {
      multiply(weights, tile.pixels<const std::uint8_t>(static_cast<int>(slot)));
    }
    if (slots.size() == 1) {
      counter_.add(pixels);
    } else {
      counter_.add(pixels, weights);
    }
  });
}

void PixelCounter::add(const Picture& picture) {
  if (picture.selection.empty()) {
    counter_.add(picture.pixels);
  } else {
    counter_.add(picture.pixels, picture.selection);
  }
}

void FlatPixelCounter::add(const PixelArea& from) {
  const AlphaApplier alpha = applier_for(from, alpha_rule_);
  const auto width = static_cast<std::size_t>(from.area.width);
  std::vector<Rgba8> colors;
  std::vector<std::uint8_t> weights;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    // With a row above and below, where there is one.
    GeglRectangle rows{band.x, band.y - 1, band.width, band.height + 2};
    gegl_rectangle_intersect(&rows, &rows, &from.area);
    read_pixels(from.buffer, rows, from.palette_format("R'G'B'A u8"), colors);
    alpha.apply(colors);
    read_weights(from, band, weights);
    const auto row_at = [&](int y) {
      if (y < rows.y || y >= rows.y + rows.height) return std::span<const Rgba8>();
      return std::span<const Rgba8>(colors).subspan(static_cast<std::size_t>(y - rows.y) * width, width);
    };
    for (int y = band.y; y < band.y + band.height; ++y) {
      const auto row_weights = std::span<const std::uint8_t>(weights);
      const std::size_t begin = static_cast<std::size_t>(y - band.y) * width;
      counter_.add(row_at(y - 1), row_at(y), row_at(y + 1),
                   weights.empty() ? row_weights : row_weights.subspan(begin, width));
    }
  });
}

void note_appearance(const PixelArea& from, const AlphaRule& alpha_rule, AppearanceOrder& order) {
  const AlphaApplier alpha = applier_for(from, alpha_rule);
  std::vector<Rgba8> colors;
  std::vector<std::uint8_t> weights;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    read_pixels(from.buffer, band, from.palette_format("R'G'B'A u8"), colors);
    alpha.apply(colors);
    read_weights(from, band, weights);
    if (weights.empty()) {
      order.add(colors);
    } else {
      order.add(colors, weights);
    }
  });
}

bool has_transparency(const PixelArea& from, const AlphaRule& alpha_rule) {
  if (!alpha_rule.is_one_bit || babl_format_has_alpha(from.format) == 0) return false;
  const AlphaApplier alpha = applier_for(from, alpha_rule);
  return has_band(from, [&alpha](std::span<Rgba8> pixels) {
    alpha.apply(pixels);
    return std::ranges::find(pixels, 0, &Rgba8::alpha) != pixels.end();
  });
}

bool has_soft_pixels(const PixelArea& from) {
  return has_band(from, [](std::span<Rgba8> pixels) {
    return std::ranges::any_of(pixels, [](Rgba8 pixel) { return pixel.alpha != 0 && pixel.alpha != 255; });
  });
}

bool is_deep(const PixelArea& from) { return babl_format_get_type(from.format, 0) != babl_type("u8"); }

void DistinctColors::add(const PixelArea& from) {
  const auto pixel_bytes = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(from.format));
  const std::size_t color_bytes = color_bytes_of(from.format);
  std::vector<std::byte> pixels;
  std::vector<std::uint8_t> selected;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    if (are_too_many()) return;
    read_pixels(from.buffer, band, from.format, pixels);
    if (from.selection != nullptr) read_pixels(from.selection, from.in_image(band), selection_format(), selected);
    for (std::size_t i = 0; i * pixel_bytes < pixels.size() && !are_too_many(); ++i) {
      if (selected.empty() || selected[i] > 0)
        add(std::span(pixels).subspan(i * pixel_bytes, pixel_bytes), color_bytes);
    }
  });
}

void DistinctColors::add(std::span<const std::byte> pixel, std::size_t color_bytes) {
  const auto alpha = pixel.subspan(color_bytes);
  const bool is_transparent =
      !alpha.empty() && std::ranges::all_of(alpha, [](std::byte byte) { return byte == std::byte{0}; });
  if (!is_transparent) colors_.emplace(pixel.begin(), pixel.begin() + static_cast<std::ptrdiff_t>(color_bytes));
}

Digest::Value digest_of(const PixelArea& from) {
  Digest digest;
  const auto bytes_per_pixel = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(from.format));
  for_each_tile({read_slot(from.buffer, from.area, from.format)},
                [&](const Tile& tile) { digest.add({tile.bytes(0), tile.pixel_count() * bytes_per_pixel}); });
  return digest.value();
}

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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gegl_pixels.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <optional>
#include <vector>

#include "plugin/return_values.h"

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

GObjectPtr<GeglBuffer> buffer_of(GimpDrawable* drawable) {
  return GObjectPtr<GeglBuffer>(check_gimp_object(gimp_drawable_get_buffer(drawable), "gimp_drawable_get_buffer"));
}

/// The selection as the pixels of a drawable meet it.
struct Selection {
  GObjectPtr<GeglBuffer> buffer;
  GeglRectangle area;  // that of the drawable, in the coordinates of the image
};

std::optional<Selection> selection_over(GimpDrawable* drawable, const GeglRectangle& area) {
  GimpImage* image = gimp_item_get_image(GIMP_ITEM(drawable));
  if (gimp_selection_is_empty(image)) return std::nullopt;
  int offset_x = 0;
  int offset_y = 0;
  gimp_drawable_get_offsets(drawable, &offset_x, &offset_y);
  return Selection{buffer_of(GIMP_DRAWABLE(gimp_image_get_selection(image))),
                   {area.x + offset_x, area.y + offset_y, area.width, area.height}};
}

void make_alpha_one_bit(std::span<Rgba8> pixels) {
  for (Rgba8& pixel : pixels) pixel.alpha = one_bit_alpha(pixel.alpha);
}

/// Counts the pixels of tiles, one tile after the other.
class TileCounter {
 public:
  explicit TileCounter(AlphaRule alpha_rule) : alpha_rule_(alpha_rule) {}

  void add_opaque(std::span<const Rgb8> pixels) { counter_.add(pixels); }

  void add(std::span<const Rgba8> pixels) { counter_.add(ruled(pixels)); }

  void add_selected(std::span<const Rgba8> pixels, std::span<const std::uint8_t> selection) {
    counter_.add(ruled(pixels), selection);
  }

  [[nodiscard]] CountedPixels counted() const { return {counter_.histogram(), has_transparency_}; }

 private:
  /// Applies the rule, into memory that lasts until the next tile.
  std::span<const Rgba8> ruled(std::span<const Rgba8> pixels) {
    if (alpha_rule_ == AlphaRule::weighs) return pixels;
    ruled_.assign(pixels.begin(), pixels.end());
    make_alpha_one_bit(ruled_);
    has_transparency_ = has_transparency_ || std::ranges::find(ruled_, 0, &Rgba8::alpha) != ruled_.end();
    return ruled_;
  }

  AlphaRule alpha_rule_;
  ColorCounter counter_;
  std::vector<Rgba8> ruled_;
  bool has_transparency_ = false;
};

void count_drawable(GimpDrawable* drawable, TileCounter& counter) {
  const GObjectPtr<GeglBuffer> buffer = buffer_of(drawable);
  const GeglRectangle area = *gegl_buffer_get_extent(buffer.get());
  const Babl* rgb = image_space_format(drawable, "R'G'B' u8");
  const Babl* rgba = image_space_format(drawable, "R'G'B'A u8");
  if (const auto selection = selection_over(drawable, area)) {
    for_each_tile(
        {read_slot(buffer.get(), area, rgba), read_slot(selection->buffer.get(), selection->area, babl_format("Y u8"))},
        [&](const Tile& tile) {
          counter.add_selected(tile.pixels<const Rgba8>(0), tile.pixels<const std::uint8_t>(1));
        });
  } else if (gimp_drawable_get_format(drawable) == rgb) {
    for_each_tile({read_slot(buffer.get(), area, rgb)},
                  [&](const Tile& tile) { counter.add_opaque(tile.pixels<const Rgb8>(0)); });
  } else {
    for_each_tile({read_slot(buffer.get(), area, rgba)},
                  [&](const Tile& tile) { counter.add(tile.pixels<const Rgba8>(0)); });
  }
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

void map_drawable(GimpDrawable* drawable, GeglBuffer* source, GeglBuffer* target, const GeglRectangle& area,
                  PaletteMap& map) {
  const Babl* format = gimp_drawable_get_format(drawable);
  const Babl* rgba = image_space_format(drawable, "R'G'B'A u8");
  if (format == image_space_format(drawable, "R'G'B' u8")) {
    map_native_pixels<Rgb8>(source, target, area, format, map);
  } else if (format == rgba) {
    map_native_pixels<Rgba8>(source, target, area, format, map);
  } else {
    map_any_pixels(source, target, area, rgba, format, map);
  }
}

/// Returns a ditherer for an area of a drawable whose pattern hangs in the image: what does not change from one
/// layer of an animation to the next keeps its indices, wherever the layers begin.
Ditherer ditherer_for(GimpDrawable* drawable, const GeglRectangle& area, const PixelMapping& mapping) {
  // A multiple of the size of every pattern, larger than any image of GIMP: places left of the image become positive.
  constexpr int shift = 1 << 20;
  int offset_x = 0;
  int offset_y = 0;
  gimp_drawable_get_offsets(drawable, &offset_x, &offset_y);
  return {mapping.map, mapping.dither, shift + offset_x + area.x, shift + offset_y + area.y, area.width};
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

void dither_drawable(GimpDrawable* drawable, GeglBuffer* source, GeglBuffer* target, const GeglRectangle& area,
                     const PixelMapping& mapping) {
  const Babl* format = gimp_drawable_get_format(drawable);
  const Babl* rgba = image_space_format(drawable, "R'G'B'A u8");
  const PaletteColorWriter writer(mapping.map.palette(), rgba, format);
  Ditherer ditherer = ditherer_for(drawable, area, mapping);
  std::vector<Rgba8> colors;
  std::vector<std::byte> pixels;
  std::vector<std::uint8_t> selected;
  std::vector<std::uint8_t> indices;
  for_each_band(area, [&](const GeglRectangle& band) {
    read_pixels(source, band, rgba, colors);
    read_pixels(source, band, format, pixels);
    if (const auto selection = selection_over(drawable, band)) {
      read_pixels(selection->buffer.get(), selection->area, babl_format("Y u8"), selected);
    }
    dither_band(ditherer, band, colors, selected, indices);
    writer.write(colors, indices, pixels.data());
    gegl_buffer_set(target, &band, 0, format, pixels.data(), GEGL_AUTO_ROWSTRIDE);
  });
}

void combine(std::span<const std::uint8_t> indices, std::span<const Rgba8> colors, std::span<IndexedPixel> pixels) {
  for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = {indices[i], one_bit_alpha(colors[i].alpha)};
}

void write_mapped_indices(GimpDrawable* drawable, GeglBuffer* source, GeglBuffer* target, PaletteMap& map) {
  const GeglRectangle area = *gegl_buffer_get_extent(source);
  std::vector<std::uint8_t> indices;
  for_each_tile({read_slot(source, area, image_space_format(drawable, "R'G'B'A u8")),
                 write_slot(target, area, indexed_pixel_format())},
                [&](const Tile& tile) {
                  const auto colors = tile.pixels<const Rgba8>(0);
                  indices.resize(colors.size());
                  map.map_indices(colors, indices);
                  combine(indices, colors, tile.pixels<IndexedPixel>(1));
                });
}

void write_dithered_indices(GimpDrawable* drawable, GeglBuffer* source, GeglBuffer* target,
                            const PixelMapping& mapping) {
  const GeglRectangle area = *gegl_buffer_get_extent(source);
  Ditherer ditherer = ditherer_for(drawable, area, mapping);
  std::vector<Rgba8> colors;
  std::vector<std::uint8_t> indices;
  std::vector<IndexedPixel> pixels;
  for_each_band(area, [&](const GeglRectangle& band) {
    read_pixels(source, band, image_space_format(drawable, "R'G'B'A u8"), colors);
    make_alpha_one_bit(colors);
    dither_band(ditherer, band, colors, {}, indices);
    pixels.resize(colors.size());
    combine(indices, colors, pixels);
    gegl_buffer_set(target, &band, 0, indexed_pixel_format(), pixels.data(), GEGL_AUTO_ROWSTRIDE);
  });
}

/// Calls write(source, shadow, area) for the selected area, if there is one, and lets GIMP take over what was written.
template <typename Write>
void write_through_shadow(GimpDrawable* drawable, const Write& write) {
  GeglRectangle area;
  if (!gimp_drawable_mask_intersect(drawable, &area.x, &area.y, &area.width, &area.height)) return;
  {
    // Both are released, and with that flushed to GIMP, before it merges.
    const GObjectPtr<GeglBuffer> source = buffer_of(drawable);
    const GObjectPtr<GeglBuffer> shadow(
        check_gimp_object(gimp_drawable_get_shadow_buffer(drawable), "gimp_drawable_get_shadow_buffer"));
    write(source.get(), shadow.get(), area);
  }
  check_gimp(gimp_drawable_merge_shadow(drawable, TRUE), "gimp_drawable_merge_shadow");
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

}  // namespace

const Babl* image_space_format(GimpDrawable* drawable, const char* encoding) {
  return babl_format_with_space(encoding, babl_format_get_space(gimp_drawable_get_format(drawable)));
}

CountedPixels count_pixels(std::span<GimpDrawable* const> drawables, AlphaRule alpha_rule) {
  TileCounter counter(alpha_rule);
  for (GimpDrawable* drawable : drawables) count_drawable(drawable, counter);
  return counter.counted();
}

Picture copy_picture(GimpDrawable* drawable, AlphaRule alpha_rule) {
  const GObjectPtr<GeglBuffer> buffer = buffer_of(drawable);
  const GeglRectangle area = *gegl_buffer_get_extent(buffer.get());
  const std::size_t pixel_count = static_cast<std::size_t>(area.width) * static_cast<std::size_t>(area.height);
  Picture picture{area.width, area.height};
  picture.pixels.resize(pixel_count);
  gegl_buffer_get(buffer.get(), &area, 1, image_space_format(drawable, "R'G'B'A u8"), picture.pixels.data(),
                  GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  if (alpha_rule == AlphaRule::is_one_bit) {
    make_alpha_one_bit(picture.pixels);
  } else if (const auto selection = selection_over(drawable, area)) {
    picture.selection.resize(pixel_count);
    gegl_buffer_get(selection->buffer.get(), &selection->area, 1, babl_format("Y u8"), picture.selection.data(),
                    GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  }
  return picture;
}

void write_palette_colors(GimpDrawable* drawable, const PixelMapping& mapping) {
  write_through_shadow(drawable, [&](GeglBuffer* source, GeglBuffer* shadow, const GeglRectangle& area) {
    if (mapping.dither.method == DitherMethod::none) {
      map_drawable(drawable, source, shadow, area, mapping.map);
    } else {
      dither_drawable(drawable, source, shadow, area, mapping);
    }
  });
}

GObjectPtr<GeglBuffer> palette_indices(GimpDrawable* drawable, const PixelMapping& mapping) {
  const GObjectPtr<GeglBuffer> source = buffer_of(drawable);
  GObjectPtr<GeglBuffer> indices(gegl_buffer_new(gegl_buffer_get_extent(source.get()), indexed_pixel_format()));
  if (mapping.dither.method == DitherMethod::none) {
    write_mapped_indices(drawable, source.get(), indices.get(), mapping.map);
  } else {
    write_dithered_indices(drawable, source.get(), indices.get(), mapping);
  }
  return indices;
}

void write_indices(GimpDrawable* drawable, GeglBuffer* indices) {
  const GeglRectangle area = *gegl_buffer_get_extent(indices);
  const Babl* format = gimp_drawable_get_format(drawable);
  // The index, and alpha if the layer has it.
  const auto bytes_per_pixel = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format));
  {
    const GObjectPtr<GeglBuffer> target = buffer_of(drawable);
    for_each_tile({read_slot(indices, area, indexed_pixel_format()), write_slot(target.get(), area, format)},
                  [bytes_per_pixel](const Tile& tile) {
                    std::byte* target_pixel = tile.bytes(1);
                    for (const IndexedPixel& pixel : tile.pixels<const IndexedPixel>(0)) {
                      std::memcpy(target_pixel, &pixel, bytes_per_pixel);
                      target_pixel += bytes_per_pixel;
                    }
                  });
  }
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

GObjectPtr<GeglBuffer> copy_of_pixels(GimpDrawable* drawable) {
  const GObjectPtr<GeglBuffer> source = buffer_of(drawable);
  GObjectPtr<GeglBuffer> copy(
      gegl_buffer_new(gegl_buffer_get_extent(source.get()), gimp_drawable_get_format(drawable)));
  gegl_buffer_copy(source.get(), nullptr, GEGL_ABYSS_NONE, copy.get(), nullptr);
  return copy;
}

void paint_pixels(GimpDrawable* drawable, GeglBuffer* pixels) {
  write_through_shadow(drawable, [pixels](GeglBuffer*, GeglBuffer* shadow, const GeglRectangle& area) {
    gegl_buffer_copy(pixels, &area, GEGL_ABYSS_NONE, shadow, &area);
  });
}

void write_pixels(GimpDrawable* drawable, GeglBuffer* pixels) {
  const GeglRectangle area = *gegl_buffer_get_extent(pixels);
  {
    const GObjectPtr<GeglBuffer> target = buffer_of(drawable);
    gegl_buffer_copy(pixels, &area, GEGL_ABYSS_NONE, target.get(), &area);
  }
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

}  // namespace kmq

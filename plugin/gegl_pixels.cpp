// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gegl_pixels.h"

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

GObjectPtr<GeglBuffer> buffer_of(GimpDrawable* drawable) {
  return GObjectPtr<GeglBuffer>(check_gimp_object(gimp_drawable_get_buffer(drawable), "gimp_drawable_get_buffer"));
}

/// What a pixel's alpha is in an image with 1-bit alpha.
constexpr std::uint8_t one_bit_alpha(std::uint8_t alpha) { return alpha >= lowest_opaque_alpha ? 255 : 0; }

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
    for (Rgba8& pixel : ruled_) {
      pixel.alpha = one_bit_alpha(pixel.alpha);
      has_transparency_ = has_transparency_ || pixel.alpha == 0;
    }
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

/// Writes palette colors in any format of pixels: of each pixel the color is looked up, and its alpha bytes stay.
class AnyFormatMapper {
 public:
  AnyFormatMapper(PaletteMap& map, const Babl* rgba, const Babl* format)
      : map_(map),
        bytes_per_pixel_(static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format))),
        // Alpha is the last of the components, which all have the same size.
        color_bytes_(bytes_per_pixel_ -
                     (babl_format_has_alpha(format) != 0
                          ? bytes_per_pixel_ / static_cast<std::size_t>(babl_format_get_n_components(format))
                          : 0)) {
    std::vector<Rgba8> colors;
    for (const Rgb8 color : map.palette().colors()) colors.push_back({color.red, color.green, color.blue});
    palette_.resize(colors.size() * bytes_per_pixel_);
    babl_process(babl_fish(rgba, format), colors.data(), palette_.data(), static_cast<long>(colors.size()));
  }

  /// colors  the source in 8 bits
  /// source  the same pixels in the format of the target
  void map_tile(std::span<const Rgba8> colors, const std::byte* source, std::byte* target) {
    indices_.resize(colors.size());
    map_.map_indices(colors, indices_);
    std::memcpy(target, source, colors.size() * bytes_per_pixel_);
    for (std::size_t i = 0; i < colors.size(); ++i) {
      if (colors[i].alpha == 0) continue;
      std::memcpy(target + i * bytes_per_pixel_, &palette_[indices_[i] * bytes_per_pixel_], color_bytes_);
    }
  }

 private:
  PaletteMap& map_;
  std::size_t bytes_per_pixel_;
  std::size_t color_bytes_;
  std::vector<std::byte> palette_;
  std::vector<std::uint8_t> indices_;
};

template <typename Pixel>
void map_native_pixels(GeglBuffer* source, GeglBuffer* target, const GeglRectangle& area, const Babl* format,
                       PaletteMap& map) {
  for_each_tile({read_slot(source, area, format), write_slot(target, area, format)},
                [&map](const Tile& tile) { map.map_colors(tile.pixels<const Pixel>(0), tile.pixels<Pixel>(1)); });
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
    AnyFormatMapper mapper(map, rgba, format);
    for_each_tile(
        {read_slot(source, area, rgba), read_slot(source, area, format), write_slot(target, area, format)},
        [&mapper](const Tile& tile) { mapper.map_tile(tile.pixels<const Rgba8>(0), tile.bytes(1), tile.bytes(2)); });
  }
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
    for (Rgba8& pixel : picture.pixels) pixel.alpha = one_bit_alpha(pixel.alpha);
  } else if (const auto selection = selection_over(drawable, area)) {
    picture.selection.resize(pixel_count);
    gegl_buffer_get(selection->buffer.get(), &selection->area, 1, babl_format("Y u8"), picture.selection.data(),
                    GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  }
  return picture;
}

void write_palette_colors(GimpDrawable* drawable, PaletteMap& map) {
  GeglRectangle area;
  if (!gimp_drawable_mask_intersect(drawable, &area.x, &area.y, &area.width, &area.height)) return;
  {
    // Both are released, and with that flushed to GIMP, before it merges.
    const GObjectPtr<GeglBuffer> source = buffer_of(drawable);
    const GObjectPtr<GeglBuffer> shadow(
        check_gimp_object(gimp_drawable_get_shadow_buffer(drawable), "gimp_drawable_get_shadow_buffer"));
    map_drawable(drawable, source.get(), shadow.get(), area, map);
  }
  check_gimp(gimp_drawable_merge_shadow(drawable, TRUE), "gimp_drawable_merge_shadow");
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

GObjectPtr<GeglBuffer> palette_indices(GimpDrawable* drawable, PaletteMap& map) {
  const GObjectPtr<GeglBuffer> source = buffer_of(drawable);
  const GeglRectangle area = *gegl_buffer_get_extent(source.get());
  const Babl* index_format = babl_format("Y u8");
  GObjectPtr<GeglBuffer> indices(gegl_buffer_new(&area, index_format));
  for_each_tile(
      {read_slot(source.get(), area, image_space_format(drawable, "R'G'B'A u8")),
       write_slot(indices.get(), area, index_format)},
      [&map](const Tile& tile) { map.map_indices(tile.pixels<const Rgba8>(0), tile.pixels<std::uint8_t>(1)); });
  return indices;
}

void write_indices(GimpDrawable* drawable, GeglBuffer* indices) {
  const GeglRectangle area = *gegl_buffer_get_extent(indices);
  const Babl* format = gimp_drawable_get_format(drawable);
  const auto bytes_per_pixel = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format));
  {
    const GObjectPtr<GeglBuffer> target = buffer_of(drawable);
    for_each_tile({read_slot(indices, area, babl_format("Y u8")), {target.get(), area, format, GEGL_ACCESS_READWRITE}},
                  [bytes_per_pixel](const Tile& tile) {
                    std::byte* pixel = tile.bytes(1);
                    for (const std::uint8_t index : tile.pixels<const std::uint8_t>(0)) {
                      *pixel = std::byte{index};
                      pixel += bytes_per_pixel;
                    }
                  });
  }
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

}  // namespace kmq

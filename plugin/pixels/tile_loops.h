// SPDX-License-Identifier: GPL-3.0-or-later
// GEGL's buffers, tile by tile or by bands of full rows. The only tile loops are here.
#pragma once

#include <gegl.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace kmq {

inline const Babl* selection_format() { return babl_format("Y u8"); }

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

inline TileSlot read_slot(GeglBuffer* buffer, const GeglRectangle& area, const Babl* format) {
  return {buffer, area, format, GEGL_ACCESS_READ};
}

inline TileSlot write_slot(GeglBuffer* buffer, const GeglRectangle& area, const Babl* format) {
  return {buffer, area, format, GEGL_ACCESS_WRITE};
}

/// A few full rows of an area: dithering passes errors along and down whole rows.
///
/// Their height is that of GIMP's tiles, of which each is so fetched once.
inline constexpr int band_height = 128;

/// Calls visit(band) for the bands of an area, from top to bottom.
template <typename Visit>
void for_each_band(const GeglRectangle& area, const Visit& visit) {
  for (int y = area.y; y < area.y + area.height; y += band_height) {
    visit(GeglRectangle{area.x, y, area.width, std::min(band_height, area.y + area.height - y)});
  }
}

inline std::size_t pixel_count(const GeglRectangle& area) {
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

}  // namespace kmq

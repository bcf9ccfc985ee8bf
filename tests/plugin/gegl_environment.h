// SPDX-License-Identifier: GPL-3.0-or-later
// Small buffers, and GEGL's start and end, for tests that need no GIMP.
#pragma once

#include <gegl.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/color/color.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/pixels/pixel_area.h"

namespace kmq {

class Gegl : public testing::Environment {
 public:
  void SetUp() override { gegl_init(nullptr, nullptr); }
  void TearDown() override { gegl_exit(); }
};

inline std::size_t area_size(const GeglRectangle& area) {
  return static_cast<std::size_t>(area.width) * static_cast<std::size_t>(area.height);
}

template <typename Pixel>
GObjectPtr<GeglBuffer> buffer_of(const GeglRectangle& area, const char* format, const std::vector<Pixel>& pixels) {
  GObjectPtr<GeglBuffer> buffer(gegl_buffer_new(&area, babl_format(format)));
  gegl_buffer_set(buffer.get(), &area, 0, babl_format(format), pixels.data(), GEGL_AUTO_ROWSTRIDE);
  return buffer;
}

inline std::vector<Rgba8> pixels_of(GeglBuffer* buffer, const GeglRectangle& area) {
  std::vector<Rgba8> pixels(area_size(area));
  gegl_buffer_get(buffer, &area, 1, babl_format("R'G'B'A u8"), pixels.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  return pixels;
}

/// Slopes of color; every seventh pixel is transparent, every fifth partly so.
inline std::vector<Rgba8> slopes(int width, int height) {
  std::vector<Rgba8> pixels;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const auto i = pixels.size();
      const auto alpha = static_cast<std::uint8_t>(i % 7 == 0 ? 0 : i % 5 == 0 ? 100 : 255);
      pixels.push_back({static_cast<std::uint8_t>(2 * x), static_cast<std::uint8_t>(3 * y),
                        static_cast<std::uint8_t>(x + y), alpha});
    }
  }
  return pixels;
}

inline PixelArea all_of(GeglBuffer* buffer) {
  return {.buffer = buffer, .area = *gegl_buffer_get_extent(buffer), .format = gegl_buffer_get_format(buffer)};
}

}  // namespace kmq

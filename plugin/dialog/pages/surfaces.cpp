// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/surfaces.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace kmq {
namespace {

/// One pixel as cairo's ARGB32 has it.
std::uint32_t premultiplied(Rgba8 pixel) {
  const auto times_alpha = [&](std::uint32_t channel) { return (channel * pixel.alpha + 127) / 255; };
  return static_cast<std::uint32_t>(pixel.alpha) << 24 | times_alpha(pixel.red) << 16 | times_alpha(pixel.green) << 8 |
         times_alpha(pixel.blue);
}

}  // namespace

SurfacePtr to_surface(const Rendering& rendering) {
  SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, rendering.width, rendering.height));
  unsigned char* row = cairo_image_surface_get_data(surface.get());
  // A surface for which there is no memory draws nothing.
  if (row == nullptr) return surface;
  const auto width = static_cast<std::size_t>(rendering.width);
  std::vector<std::uint32_t> values(width);
  for (auto pixel = rendering.pixels.begin(); pixel != rendering.pixels.end(); pixel += rendering.width) {
    std::transform(pixel, pixel + rendering.width, values.begin(), premultiplied);
    std::memcpy(row, values.data(), width * sizeof(std::uint32_t));
    row += cairo_image_surface_get_stride(surface.get());
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

PatternPtr new_checkerboard() {
  constexpr int check_size = 8;
  constexpr double light = 0.6;
  constexpr double dark = 0.4;
  cairo_surface_t* tile = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 2 * check_size, 2 * check_size);
  cairo_t* cairo = cairo_create(tile);
  cairo_set_source_rgb(cairo, light, light, light);
  cairo_paint(cairo);
  cairo_set_source_rgb(cairo, dark, dark, dark);
  cairo_rectangle(cairo, 0, 0, check_size, check_size);
  cairo_rectangle(cairo, check_size, check_size, check_size, check_size);
  cairo_fill(cairo);
  cairo_destroy(cairo);
  cairo_pattern_t* pattern = cairo_pattern_create_for_surface(tile);
  cairo_surface_destroy(tile);
  cairo_pattern_set_extend(pattern, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST);
  return PatternPtr(pattern);
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/pixel_counting.h"

#include <algorithm>
#include <cstdint>

#include "plugin/pixels/tile_loops.h"

namespace kmq {
namespace {

/// Whether one of the bands of an area is as wanted; reads no further than that.
template <typename IsWanted>
bool has_band(const PixelArea& from, const IsWanted& is_wanted) {
  std::vector<Rgba8> colors;
  bool is_found = false;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    if (is_found) return;
    read_colors(from, band, colors);
    is_found = is_wanted(colors);
  });
  return is_found;
}

template <typename Pixel>
void add_tiles(const PixelArea& from, const Babl* format, ColorCounter& counter) {
  for_each_tile({read_slot(from.buffer, from.area, format)},
                [&counter](const Tile& tile) { counter.add(tile.pixels<const Pixel>(0)); });
}

/// Adds pixels to what counts or orders them.
///
/// weights  empty: all count fully
template <typename Adder>
void add_weighted(Adder& adder, std::span<const Rgba8> pixels, std::span<const std::uint8_t> weights) {
  if (weights.empty()) {
    adder.add(pixels);
  } else {
    adder.add(pixels, weights);
  }
}

template <typename Adder>
void add_bands(const PixelArea& from, const AlphaRule& alpha_rule, Adder& adder) {
  for_each_ruled_band(from, alpha_rule, [&adder](const GeglRectangle&, auto colors, auto weights) {
    add_weighted(adder, colors, weights);
  });
}

}  // namespace

void PixelCounter::add(const PixelArea& from) {
  const bool all_count_fully = from.selection == nullptr && from.mask == nullptr;
  const Babl* rgb = from.palette_format("R'G'B' u8");
  if (all_count_fully && from.format == rgb) {
    add_tiles<Rgb8>(from, rgb, counter_);
  } else if (all_count_fully && !alpha_rule_.is_one_bit) {
    add_tiles<Rgba8>(from, from.palette_format("R'G'B'A u8"), counter_);
  } else {
    add_bands(from, alpha_rule_, counter_);
  }
}

void PixelCounter::add(const Picture& picture) { add_weighted(counter_, picture.pixels, picture.selection); }

void FlatPixelCounter::add(const PixelArea& from) {
  const AlphaApplier alpha = applier_for(from, alpha_rule_);
  const auto width = static_cast<std::size_t>(from.area.width);
  std::vector<Rgba8> colors;
  std::vector<std::uint8_t> weights;
  for_each_band(from.area, [&](const GeglRectangle& band) {
    // With a row above and below, where there is one.
    GeglRectangle rows{band.x, band.y - 1, band.width, band.height + 2};
    gegl_rectangle_intersect(&rows, &rows, &from.area);
    read_colors(from, rows, colors);
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
  add_bands(from, alpha_rule, order);
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

}  // namespace kmq

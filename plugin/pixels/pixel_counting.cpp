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
    read_pixels(from.buffer, band, from.palette_format("R'G'B'A u8"), colors);
    is_found = is_wanted(colors);
  });
  return is_found;
}

}  // namespace

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

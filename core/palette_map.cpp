// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette_map.h"

#include <array>
#include <cassert>
#include <limits>
#include <vector>

#include "core/points.h"

namespace kmq {

/// An index per color, by leaf cells of the color grid; only the cells that occur exist.
struct PaletteMap::Table {
  using Entry = std::uint16_t;
  static constexpr Entry unknown = std::numeric_limits<Entry>::max();
  using Leaf = std::array<Entry, colors_per_leaf>;

  Table(Palette colors, ColorSpace color_space) : palette(std::move(colors)), space(color_space) {
    for (const Rgb8 color : palette.colors()) points.push_back(to_point(color, space));
  }

  std::uint8_t index(Rgb8 color) {
    const std::uint32_t key = color_key(color);
    std::unique_ptr<Leaf>& leaf = leaves[key >> leaf_key_bits];
    if (!leaf) [[unlikely]] {
      leaf = std::make_unique<Leaf>();
      leaf->fill(unknown);
    }
    Entry& entry = (*leaf)[key & (colors_per_leaf - 1)];
    if (entry == unknown) [[unlikely]] {
      entry = nearest(to_point(color, space));
    }
    return static_cast<std::uint8_t>(entry);
  }

  [[nodiscard]] Entry nearest(const Point& point) const {
    std::size_t nearest = 0;
    std::int32_t least = std::numeric_limits<std::int32_t>::max();
    for (std::size_t i = 0; i < points.size(); ++i) {
      const std::int32_t distance = (points[i].cast<std::int32_t>() - point.cast<std::int32_t>()).squaredNorm();
      if (distance < least) {
        nearest = i;
        least = distance;
      }
    }
    return static_cast<Entry>(nearest);
  }

  Palette palette;
  ColorSpace space;
  std::vector<Point> points;
  std::vector<std::unique_ptr<Leaf>> leaves{leaf_count};
};

PaletteMap::PaletteMap(Palette palette, ColorSpace color_space)
    : table_(std::make_unique<Table>(std::move(palette), color_space)) {}
PaletteMap::~PaletteMap() = default;
PaletteMap::PaletteMap(PaletteMap&&) noexcept = default;
PaletteMap& PaletteMap::operator=(PaletteMap&&) noexcept = default;

const Palette& PaletteMap::palette() const { return table_->palette; }

std::uint8_t PaletteMap::index(Rgb8 color) { return table_->index(color); }

std::uint8_t PaletteMap::searched_index(Rgb8 color) const {
  return static_cast<std::uint8_t>(table_->nearest(to_point(color, table_->space)));
}

void PaletteMap::map_indices(std::span<const Rgba8> pixels, std::span<std::uint8_t> indices) {
  assert(pixels.size() == indices.size());
  for (std::size_t i = 0; i < pixels.size(); ++i) indices[i] = table_->index(pixels[i].rgb());
}

void PaletteMap::map_colors(std::span<const Rgba8> pixels, std::span<Rgba8> mapped) {
  assert(pixels.size() == mapped.size());
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const Rgba8 pixel = pixels[i];
    if (pixel.alpha == 0) {
      mapped[i] = pixel;
      continue;
    }
    const Rgb8 color = table_->palette[table_->index(pixel.rgb())];
    mapped[i] = {color.red, color.green, color.blue, pixel.alpha};
  }
}

void PaletteMap::map_colors(std::span<const Rgb8> pixels, std::span<Rgb8> mapped) {
  assert(pixels.size() == mapped.size());
  for (std::size_t i = 0; i < pixels.size(); ++i) mapped[i] = table_->palette[table_->index(pixels[i])];
}

}  // namespace kmq

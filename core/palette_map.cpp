// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette_map.h"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <atomic>
#include <cassert>
#include <functional>
#include <utility>

#include "core/candidates.h"
#include "core/points.h"
#include "core/zeroed_array.h"

namespace kmq {
namespace {

Candidates candidates_of(const Palette& palette, ColorSpace space) {
  Centroids centroids;
  for (const Rgb8 color : palette.colors()) centroids.push_back(to_point(color, space));
  return Candidates(centroids);
}

/// Calls action(begin, end) for the parts of a range, several at a time if that is worth it.
template <typename Action>
void for_parts(std::size_t size, const Action& action) {
  constexpr std::size_t part = std::size_t{1} << 15;
  if (size <= part) return action(std::size_t{0}, size);
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, size, part),
                    [&](const tbb::blocked_range<std::size_t>& range) { action(range.begin(), range.end()); });
}

// Not &Rgba8::rgb: compilers call a member through its pointer, once for every pixel.
constexpr auto color_of_pixel = [](Rgba8 pixel) { return pixel.rgb(); };

}  // namespace

struct PaletteMap::Table {
  // Index + 1; 0: not known yet.
  using Entry = std::uint16_t;

  Table(Palette colors, ColorSpace color_space)
      : palette(std::move(colors)), space(color_space), candidates(candidates_of(palette, space)) {}

  [[nodiscard]] Entry find(Rgb8 color) const {
    return static_cast<Entry>(find_nearest(candidates, to_point(color, space)) + 1);
  }

  /// Calls write(position, index) for each of the pixels, from several threads if there are many.
  template <typename Pixel, typename ColorOf, typename Write>
  void map(std::span<const Pixel> pixels, const ColorOf& color_of, const Write& write) {
    for_parts(pixels.size(), [&](std::size_t begin, std::size_t end) {
      // In a local variable, because compilers must assume that writing bytes may change members.
      Entry* const known_entries = &entries[0];
      for (std::size_t i = begin; i < end; ++i) {
        const Rgb8 color = color_of(pixels[i]);
        // Several threads may find out the same at the same time: they write the same.
        const std::atomic_ref<Entry> entry(known_entries[color_key(color)]);
        Entry known = entry.load(std::memory_order_relaxed);
        if (known == 0) [[unlikely]] {
          known = find(color);
          entry.store(known, std::memory_order_relaxed);
        }
        write(i, static_cast<std::uint8_t>(known - 1));
      }
    });
  }

  Palette palette;
  ColorSpace space;
  Candidates candidates;
  ZeroedArray<Entry> entries{color_key_count};
};

PaletteMap::PaletteMap(Palette palette, ColorSpace color_space)
    : table_(std::make_unique<Table>(std::move(palette), color_space)) {}
PaletteMap::~PaletteMap() = default;
PaletteMap::PaletteMap(PaletteMap&&) noexcept = default;
PaletteMap& PaletteMap::operator=(PaletteMap&&) noexcept = default;

const Palette& PaletteMap::palette() const { return table_->palette; }

void PaletteMap::learn(const ColorHistogram& histogram, std::span<const std::uint8_t> indices) {
  assert(indices.size() == histogram.size());
  for (std::size_t i = 0; i < indices.size(); ++i) {
    table_->entries[histogram.keys()[i]] = static_cast<Table::Entry>(indices[i] + 1);
  }
}

std::uint8_t PaletteMap::index(Rgb8 color) {
  std::uint8_t result = 0;
  table_->map(std::span<const Rgb8>(&color, 1), std::identity(),
              [&](std::size_t, std::uint8_t index) { result = index; });
  return result;
}

std::uint8_t PaletteMap::searched_index(Rgb8 color) const { return static_cast<std::uint8_t>(table_->find(color) - 1); }

void PaletteMap::map_indices(std::span<const Rgba8> pixels, std::span<std::uint8_t> indices) {
  assert(pixels.size() == indices.size());
  table_->map(pixels, color_of_pixel, [indices](std::size_t i, std::uint8_t index) { indices[i] = index; });
}

void PaletteMap::map_colors(std::span<const Rgba8> pixels, std::span<Rgba8> mapped) {
  assert(pixels.size() == mapped.size());
  table_->map(pixels, color_of_pixel,
              [pixels, mapped, colors = table_->palette.colors()](std::size_t i, std::uint8_t index) {
                const Rgba8 pixel = pixels[i];
                const Rgb8 color = pixel.alpha == 0 ? pixel.rgb() : colors[index];
                mapped[i] = {color.red, color.green, color.blue, pixel.alpha};
              });
}

void PaletteMap::map_colors(std::span<const Rgb8> pixels, std::span<Rgb8> mapped) {
  assert(pixels.size() == mapped.size());
  table_->map(pixels, std::identity(), [mapped, colors = table_->palette.colors()](std::size_t i, std::uint8_t index) {
    mapped[i] = colors[index];
  });
}

}  // namespace kmq

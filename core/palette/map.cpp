// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/map.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cassert>
#include <functional>
#include <utility>

#include "core/base/parallel.h"
#include "core/base/zeroed_array.h"
#include "core/color/points.h"
#include "core/kmeans/candidates.h"

namespace kmq {
namespace {

// Not &Rgba8::rgb: compilers call a member through its pointer, once for every pixel.
constexpr auto color_of_pixel = [](Rgba8 pixel) { return pixel.rgb(); };

}  // namespace

Candidates candidates_of(const Palette& palette, ColorSpace space) {
  Candidates candidates;
  for (const std::uint8_t index : palette.usable()) {
    const Point color = to_point(palette[index], space);
    candidates.push_back(color[0], color[1], color[2], index);
  }
  return candidates;
}

struct PaletteMap::Table {
  Table(Palette colors, ColorSpace color_space)
      : palette(std::move(colors)), space(color_space), candidates(candidates_of(palette, space)) {
    for (const std::uint8_t index : palette.exact()) remember(color_key(palette[index]), index);
  }

  [[nodiscard]] std::uint8_t find(Rgb8 color) const {
    return candidates.labels[static_cast<std::size_t>(find_nearest(candidates, to_point(color, space)))];
  }

  // Several threads may find out the same at the same time: they write the same.
  static std::uint8_t read(std::uint8_t& entry) { return std::atomic_ref(entry).load(std::memory_order_relaxed); }
  static void write(std::uint8_t& entry, std::uint8_t value) {
    std::atomic_ref(entry).store(value, std::memory_order_relaxed);
  }

  void remember(std::uint32_t key, std::uint8_t index) {
    if (index == last_index) {
      write(is_last[key], 1);
    } else {
      write(entries[key], static_cast<std::uint8_t>(index + 1));
    }
  }

  /// What to do with a color that has no entry.
  std::uint8_t find_and_remember(Rgb8 color) {
    const std::uint32_t key = color_key(color);
    if (read(is_last[key]) != 0) return last_index;
    const std::uint8_t index = find(color);
    remember(key, index);
    return index;
  }

  /// Calls write(position, index) for each of the pixels, from several threads if there are many.
  template <typename Pixel, typename ColorOf, typename Write>
  void map(std::span<const Pixel> pixels, const ColorOf& color_of, const Write& write) {
    for_parts(pixels.size(), [&](std::size_t begin, std::size_t end) {
      // In local variables, because compilers must assume that writing bytes may change members.
      std::uint8_t* const known_entries = &entries[0];
      const Pixel* const from = pixels.data();
      const Write write_here = write;
      for (std::size_t i = begin; i < end; ++i) {
        const Rgb8 color = color_of(from[i]);
        const std::uint8_t known = read(known_entries[color_key(color)]);
        const std::uint8_t index = known != 0 ? static_cast<std::uint8_t>(known - 1) : find_and_remember(color);
        write_here(i, index);
      }
    });
  }

  static constexpr std::uint8_t last_index = max_centroids - 1;

  Palette palette;
  ColorSpace space;
  Candidates candidates;
  // A byte each, because what counts is how much of them fits a cache: index + 1, or 0 for a color that is not known
  // yet or has the last of 256 indices, which the other table tells.
  ZeroedArray<std::uint8_t> entries{color_key_count};
  ZeroedArray<std::uint8_t> is_last{color_key_count};
};

PaletteMap::PaletteMap(Palette palette, ColorSpace color_space)
    : table_(std::make_unique<Table>(std::move(palette), color_space)) {}
PaletteMap::~PaletteMap() = default;
PaletteMap::PaletteMap(PaletteMap&&) noexcept = default;
PaletteMap& PaletteMap::operator=(PaletteMap&&) noexcept = default;

const Palette& PaletteMap::palette() const { return table_->palette; }

void PaletteMap::learn(const ColorHistogram& histogram, std::span<const std::uint8_t> indices) {
  assert(indices.size() == histogram.size());
  for_parts(indices.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) table_->remember(histogram.keys()[i], indices[i]);
  });
}

std::uint8_t PaletteMap::index(Rgb8 color) {
  std::uint8_t result = 0;
  table_->map(std::span<const Rgb8>(&color, 1), std::identity(),
              [&](std::size_t, std::uint8_t index) { result = index; });
  return result;
}

void PaletteMap::map_indices(std::span<const Rgba8> pixels, std::span<std::uint8_t> indices) {
  assert(pixels.size() == indices.size());
  table_->map(pixels, color_of_pixel,
              [target = indices.data()](std::size_t i, std::uint8_t index) { target[i] = index; });
}

void PaletteMap::map_colors(std::span<const Rgba8> pixels, std::span<Rgba8> mapped) {
  assert(pixels.size() == mapped.size());
  // Whole pixels in one register each: bytes that are put together one by one take twice the time.
  constexpr auto alpha_bits = std::bit_cast<std::uint32_t>(Rgba8{0, 0, 0, 255});
  std::array<std::uint32_t, max_centroids> colors{};
  std::transform(palette().colors().begin(), palette().colors().end(), colors.begin(),
                 [](Rgb8 color) { return std::bit_cast<std::uint32_t>(Rgba8{color.red, color.green, color.blue, 0}); });
  const auto write = [from = pixels.data(), to = mapped.data(), colors = colors.data()](std::size_t i,
                                                                                        std::uint8_t index) {
    const auto pixel = std::bit_cast<std::uint32_t>(from[i]);
    const std::uint32_t alpha = pixel & alpha_bits;
    to[i] = std::bit_cast<Rgba8>(alpha != 0 ? colors[index] | alpha : pixel);
  };
  table_->map(pixels, color_of_pixel, write);
}

void PaletteMap::map_colors(std::span<const Rgb8> pixels, std::span<Rgb8> mapped) {
  assert(pixels.size() == mapped.size());
  table_->map(pixels, std::identity(),
              [to = mapped.data(), colors = palette().colors().data()](std::size_t i, std::uint8_t index) {
                to[i] = colors[index];
              });
}

}  // namespace kmq

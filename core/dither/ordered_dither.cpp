// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/ordered_dither.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

#include "core/dither/blue_noise.h"
#include "core/palette/order.h"

namespace kmq {
namespace {

// A color's mix takes the place of the one before it with the same low bits of the key. Neighboring colors differ
// there; in a photograph of 18 megapixels nearly all pixels find theirs.
constexpr std::uint32_t recent_count = 1U << 19;
constexpr int bayer_size = 8;

/// Interleaves the bits of x ^ y and y from the lowest up, which puts successive ranks as far apart as can be.
int bayer_rank(int x, int y) {
  int rank = 0;
  for (int bit = 0; 1 << bit < bayer_size; ++bit) rank = rank << 2 | ((x ^ y) >> bit & 1) << 1 | (y >> bit & 1);
  return rank;
}

std::uint8_t level_of_rank(int rank, int rank_count) { return static_cast<std::uint8_t>(rank * mix_size / rank_count); }

std::vector<std::uint8_t> dark_to_light(const Palette& palette) {
  const std::vector<double> populations(palette.colors().size());
  const std::vector<int> order = palette_order(palette.colors(), populations, PaletteOrder::lightness);
  return {order.begin(), order.end()};
}

}  // namespace

ThresholdPattern bayer_pattern() {
  ThresholdPattern pattern{bayer_size, {}};
  for (int y = 0; y < bayer_size; ++y) {
    for (int x = 0; x < bayer_size; ++x) {
      pattern.levels.push_back(level_of_rank(bayer_rank(x, y), bayer_size * bayer_size));
    }
  }
  return pattern;
}

ThresholdPattern blue_noise_pattern() {
  ThresholdPattern pattern{blue_noise_size, {}};
  for (const int rank : blue_noise()) pattern.levels.push_back(level_of_rank(rank, blue_noise_ranks));
  return pattern;
}

OrderedDither::OrderedDither(const Palette& palette, ThresholdPattern pattern, ErrorShare share, int x, int y)
    : map_(palette),
      palette_(to_linear(palette)),
      dark_to_light_(dark_to_light(palette)),
      lightness_ranks_(dark_to_light_.size()),
      pattern_(std::move(pattern)),
      share_(share),
      x_(x),
      y_(y),
      recent_(recent_count) {
  assert(x >= 0 && y >= 0);
  for (std::size_t rank = 0; rank < dark_to_light_.size(); ++rank) {
    lightness_ranks_[dark_to_light_[rank]] = static_cast<std::uint8_t>(rank);
  }
}

void OrderedDither::dither_row(std::span<const Rgba8> row, std::span<const std::uint8_t> is_dithered,
                               std::span<std::uint8_t> indices) {
  const auto size = static_cast<std::size_t>(pattern_.size);
  const std::uint8_t* levels = &pattern_.levels[static_cast<std::size_t>(y_) % size * size];
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (is_dithered[i] == 0) continue;
    indices[i] = mix_of(row[i].rgb()).indices[levels[(static_cast<std::size_t>(x_) + i) % size]];
  }
  ++y_;
}

const OrderedDither::Mix& OrderedDither::mix_of(Rgb8 color) {
  Mix& mix = recent_[color_key(color) % recent_count];
  if (!mix.is_known || mix.color != color) {
    mix.color = color;
    mix.is_known = true;
    blend(mix);
  }
  return mix;
}

void OrderedDither::blend(Mix& mix) {
  const LinearColor color = to_linear(mix.color);
  LinearColor error;
  for (std::uint8_t& rank : mix.indices) {
    const std::uint8_t index = map_.index(to_encoded(clamped(color + error)));
    error = share_.of(color + error - palette_[index]);
    rank = lightness_ranks_[index];
  }
  std::ranges::sort(mix.indices);
  for (std::uint8_t& index : mix.indices) index = dark_to_light_[index];
}

}  // namespace kmq

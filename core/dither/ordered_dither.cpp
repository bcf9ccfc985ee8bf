// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/ordered_dither.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "core/base/parallel.h"
#include "core/dither/blue_noise.h"

namespace kmq {
namespace {

// The corner of a color and the level of its mix must not depend on each other.
constexpr std::size_t corner_shift_x = 17;
constexpr std::size_t corner_shift_y = 43;

/// Interleaves the bits of x ^ y and y from the lowest up, which puts successive ranks as far apart as can be.
int bayer_rank(int x, int y, int size) {
  int rank = 0;
  for (int bit = 0; 1 << bit < size; ++bit) rank = rank << 2 | ((x ^ y) >> bit & 1) << 1 | (y >> bit & 1);
  return rank;
}

ThresholdPattern pattern_for(const DitherOptions& options) {
  return options.method == DitherMethod::bayer ? bayer_pattern(options.bayer_size) : blue_noise_pattern();
}

/// Positions in a mix, for each rank the one at its middle.
std::vector<std::uint8_t> levels_of(const ThresholdPattern& pattern, std::size_t mix_size) {
  std::vector<std::uint8_t> levels;
  for (const std::uint16_t rank : pattern.ranks) {
    const std::size_t doubled_middle = 2 * std::size_t{rank} + 1;
    levels.push_back(
        static_cast<std::uint8_t>(doubled_middle * mix_size / (2 * static_cast<std::size_t>(pattern.rank_count))));
  }
  return levels;
}

}  // namespace

ThresholdPattern bayer_pattern(BayerSize size) {
  const int count = static_cast<int>(size);
  ThresholdPattern pattern{count, count * count, {}};
  for (int y = 0; y < count; ++y) {
    for (int x = 0; x < count; ++x) pattern.ranks.push_back(static_cast<std::uint16_t>(bayer_rank(x, y, count)));
  }
  return pattern;
}

ThresholdPattern blue_noise_pattern() {
  return {blue_noise_size, blue_noise_ranks, {blue_noise().begin(), blue_noise().end()}};
}

OrderedDither::OrderedDither(const Palette& palette, const DitherOptions& options, int x, int y, int width)
    : mixes_(std::make_unique<ColorMixes>(palette, options)),
      pattern_(pattern_for(options)),
      levels_(levels_of(pattern_, mixes_->mix_size())),
      x_(static_cast<std::size_t>(x)),
      y_(static_cast<std::size_t>(y)),
      width_(static_cast<std::size_t>(width)) {
  assert(x >= 0 && y >= 0);
}

void OrderedDither::dither_rows(std::span<const Rgba8> pixels, std::span<const DitherPart> parts,
                                std::span<std::uint8_t> indices) {
  for_parts(pixels.size(), [&](std::size_t begin, std::size_t end) {
    while (begin < end) {
      const std::size_t x = begin % width_;
      const std::size_t count = std::min(end - begin, width_ - x);
      dither_in_row(x_ + x, y_ + begin / width_, pixels.subspan(begin, count), parts.subspan(begin, count),
                    indices.subspan(begin, count));
      begin += count;
    }
  });
  if (width_ > 0) y_ += pixels.size() / width_;
}

void OrderedDither::dither_in_row(std::size_t x, std::size_t y, std::span<const Rgba8> pixels,
                                  std::span<const DitherPart> parts, std::span<std::uint8_t> indices) const {
  static_assert(blue_noise_ranks == ColorLattice::whole_share);
  constexpr auto noise_size = static_cast<std::size_t>(blue_noise_size);
  const auto size = static_cast<std::size_t>(pattern_.size);
  const std::uint8_t* levels = &levels_[y % size * size];
  const std::uint16_t* thresholds = &blue_noise()[(y + corner_shift_y) % noise_size * noise_size];
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    if (parts[i] != DitherPart::full) continue;
    const std::uint16_t threshold = thresholds[(x + i + corner_shift_x) % noise_size];
    const std::size_t corner = mixes_->lattice().corner(pixels[i].rgb(), threshold);
    indices[i] = mixes_->mix_of(corner)[levels[(x + i) % size]];
  }
}

}  // namespace kmq

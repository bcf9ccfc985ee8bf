// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/ordered_dither.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

#include "core/dither/blue_noise.h"
#include "core/palette/order.h"

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

std::vector<std::uint8_t> dark_to_light(const Palette& palette) {
  const std::vector<double> populations(palette.colors().size());
  const std::vector<int> order = palette_order(palette.colors(), populations, PaletteOrder::lightness);
  return {order.begin(), order.end()};
}

std::variant<FoundPaletteRules, GivenPaletteRules> rules_for(const Palette& palette, const DitherOptions& options) {
  if (palette.origin() == PaletteOrigin::found) return FoundPaletteRules(palette, options);
  return GivenPaletteRules(palette, options, LightPaletteMap::Scale::linear);
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

OrderedDither::Fineness OrderedDither::fineness_for(const Palette& palette) {
  // A found palette has neighbors for most colors, of which the eye tells few mixtures apart. Black and white have to
  // show all of them. Either way the mixes take up to 9 MB.
  return palette.origin() == PaletteOrigin::found ? Fineness{2, 32} : Fineness{3, 256};
}

OrderedDither::OrderedDither(const Palette& palette, const DitherOptions& options, int x, int y)
    : rules_(rules_for(palette, options)),
      dark_to_light_(dark_to_light(palette)),
      lightness_ranks_(dark_to_light_.size()),
      fineness_(fineness_for(palette)),
      lattice_(*options.light, fineness_.cube_bits),
      pattern_(pattern_for(options)),
      levels_(levels_of(pattern_, fineness_.mix_size)),
      x_(x),
      y_(y),
      is_known_(lattice_.size()),
      mixes_(lattice_.size() * fineness_.mix_size) {
  assert(x >= 0 && y >= 0);
  for (std::size_t rank = 0; rank < dark_to_light_.size(); ++rank) {
    lightness_ranks_[dark_to_light_[rank]] = static_cast<std::uint8_t>(rank);
  }
}

void OrderedDither::dither_row(std::span<const Rgba8> row, std::span<const DitherPart> parts,
                               std::span<std::uint8_t> indices) {
  static_assert(blue_noise_ranks == ColorLattice::whole_share);
  constexpr auto noise_size = static_cast<std::size_t>(blue_noise_size);
  const auto size = static_cast<std::size_t>(pattern_.size);
  const auto x = static_cast<std::size_t>(x_);
  const auto y = static_cast<std::size_t>(y_);
  const std::uint8_t* levels = &levels_[y % size * size];
  const std::uint16_t* thresholds = &blue_noise()[(y + corner_shift_y) % noise_size * noise_size];
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (parts[i] != DitherPart::full) continue;
    const std::size_t corner = lattice_.corner(row[i].rgb(), thresholds[(x + i + corner_shift_x) % noise_size]);
    indices[i] = mix_of(corner)[levels[(x + i) % size]];
  }
  ++y_;
}

const std::uint8_t* OrderedDither::mix_of(std::size_t corner) {
  std::uint8_t* const mix = &mixes_[corner * fineness_.mix_size];
  if (!is_known_[corner]) [[unlikely]] {
    is_known_[corner] = true;
    const Rgb8 color = lattice_.color(corner);
    std::visit([&](auto& rules) { blend(rules, color, {mix, fineness_.mix_size}); }, rules_);
  }
  return mix;
}

template <typename Rules>
void OrderedDither::blend(Rules& rules, Rgb8 color, std::span<std::uint8_t> mix) const {
  const LinearColor light = rules.target(color);
  LinearColor error;
  std::array<std::uint16_t, PaletteSize::max> counts{};
  for (std::size_t i = 0; i < mix.size(); ++i) {
    const LinearColor wanted = light + error;
    const std::uint8_t index = rules.choose(wanted);
    error = rules.error(wanted, index);
    ++counts[lightness_ranks_[index]];
  }
  auto next = mix.begin();
  for (std::size_t rank = 0; rank < dark_to_light_.size(); ++rank) {
    next = std::fill_n(next, counts[rank], dark_to_light_[rank]);
  }
}

}  // namespace kmq

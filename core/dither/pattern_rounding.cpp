// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/pattern_rounding.h"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/dither/blue_noise.h"

namespace kmq {
namespace {

// Blue-noise dithering looks at the same ranks: a pixel must not be rounded up just where that takes the lighter color.
constexpr int shift_x = 29;
constexpr int shift_y = 13;

constexpr float nearness = 1.0F / 16;

float to_levels(float value) {
  if (!(value > 0)) return 0;  // also if it is no number
  return value < 1 ? value * 255 : 255;
}

/// threshold  0 .. 1: from this fraction of a level on, values are rounded up
std::uint8_t rounded(float value, float threshold) {
  const float levels = to_levels(value);
  const float below = std::floor(levels);
  const float fraction = levels - below;
  const bool is_up = fraction >= 1 - nearness || (fraction > nearness && fraction >= threshold);
  return static_cast<std::uint8_t>(is_up ? below + 1 : below);
}

}  // namespace

void round_by_pattern(std::span<const DeepPixel> row, int x, int y, std::span<Rgba8> pixels) {
  assert(row.size() == pixels.size() && x >= 0 && y >= 0);
  constexpr auto size = static_cast<std::size_t>(blue_noise_size);
  const std::uint16_t* const ranks = &blue_noise()[static_cast<std::size_t>(y + shift_y) % size * size];
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::uint16_t rank = ranks[(static_cast<std::size_t>(x + shift_x) + i) % size];
    const float threshold = (static_cast<float>(rank) + 0.5F) / blue_noise_ranks;
    const auto& [red, green, blue, alpha] = row[i];
    pixels[i] = {rounded(red, threshold), rounded(green, threshold), rounded(blue, threshold), rounded(alpha, 0.5F)};
  }
}

}  // namespace kmq

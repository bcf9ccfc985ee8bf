// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/color_bits.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>

namespace kmq {
namespace {

using Channels = std::array<int, 3>;

constexpr Channels channel_bits(ColorBits bits) {
  switch (bits) {
    case ColorBits::b888: return {8, 8, 8};
    case ColorBits::b565: return {5, 6, 5};
    case ColorBits::b555: return {5, 5, 5};
    case ColorBits::b444: return {4, 4, 4};
    case ColorBits::b333: return {3, 3, 3};
    case ColorBits::b332: return {3, 3, 2};
    case ColorBits::b222: return {2, 2, 2};
  }
  __builtin_unreachable();
}

/// The level of a channel of so many bits as 8 bits.
constexpr int expanded(int level, int bits) {
  int value = level << (8 - bits);
  for (int filled = bits; filled < 8; filled *= 2) value |= value >> filled;
  return value;
}

static_assert(expanded(1, 2) == 0x55 && expanded(5, 3) == 0xB6 && expanded(17, 5) == 0x8C && expanded(255, 8) == 255);

/// The lower of two levels that are equally near.
int nearest_level(int value, int bits) {
  const int truncated = value >> (8 - bits);
  int nearest = truncated;
  for (const int level : {truncated - 1, truncated + 1}) {
    const bool exists = level >= 0 && level < 1 << bits;
    if (exists && std::abs(expanded(level, bits) - value) < std::abs(expanded(nearest, bits) - value)) nearest = level;
  }
  return nearest;
}

Rgb8 color_of_levels(const Channels& levels, const Channels& bits) {
  const auto channel = [&](std::size_t i) { return static_cast<std::uint8_t>(expanded(levels[i], bits[i])); };
  return {channel(0), channel(1), channel(2)};
}

Channels nearest_levels(Rgb8 color, const Channels& bits) {
  return {nearest_level(color.red, bits[0]), nearest_level(color.green, bits[1]), nearest_level(color.blue, bits[2])};
}

/// The colors between two levels of each channel, both included.
std::vector<Rgb8> colors_between(const Channels& first, const Channels& last, const Channels& bits) {
  std::vector<Rgb8> colors;
  for (int red = first[0]; red <= last[0]; ++red) {
    for (int green = first[1]; green <= last[1]; ++green) {
      for (int blue = first[2]; blue <= last[2]; ++blue) colors.push_back(color_of_levels({red, green, blue}, bits));
    }
  }
  return colors;
}

}  // namespace

Rgb8 device_color(Rgb8 color, ColorBits bits) {
  const Channels widths = channel_bits(bits);
  return color_of_levels(nearest_levels(color, widths), widths);
}

std::uint32_t device_color_count(ColorBits bits) {
  const Channels widths = channel_bits(bits);
  return 1U << (widths[0] + widths[1] + widths[2]);
}

std::vector<Rgb8> device_colors(ColorBits bits) {
  assert(device_color_count(bits) <= 4096);
  const Channels widths = channel_bits(bits);
  return colors_between({0, 0, 0}, {(1 << widths[0]) - 1, (1 << widths[1]) - 1, (1 << widths[2]) - 1}, widths);
}

std::vector<Rgb8> device_neighbors(Rgb8 color, ColorBits bits, int steps) {
  const Channels widths = channel_bits(bits);
  Channels first = nearest_levels(color, widths);
  Channels last = first;
  for (std::size_t i = 0; i < first.size(); ++i) {
    first[i] = std::max(first[i] - steps, 0);
    last[i] = std::min(last[i] + steps, (1 << widths[i]) - 1);
  }
  return colors_between(first, last, widths);
}

}  // namespace kmq

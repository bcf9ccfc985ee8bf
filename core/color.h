// SPDX-License-Identifier: GPL-3.0-or-later
// 8-bit colors as pixels hold them, and the 24-bit key that orders them in the color grid.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace kmq {

struct Rgb8 {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  friend constexpr auto operator<=>(const Rgb8&, const Rgb8&) = default;
};

/// A pixel as "R'G'B'A u8" lies in memory; alpha 0 is fully transparent.
struct Rgba8 {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  std::uint8_t alpha = 255;

  [[nodiscard]] constexpr Rgb8 rgb() const { return {red, green, blue}; }
  friend constexpr auto operator<=>(const Rgba8&, const Rgba8&) = default;
};

static_assert(sizeof(Rgb8) == 3 && sizeof(Rgba8) == 4, "tiles are read and written as arrays of these");

// The color grid has two levels: 8³ super-cells of 4³ leaf cells of 8³ colors. A color's key lists the
// bits from coarse to fine, [3 high bits of r, g, b][2 middle bits][3 low bits], so that keys in rising
// order visit the colors cell by cell.
inline constexpr int leaf_key_bits = 9;
inline constexpr int super_key_bits = 15;
inline constexpr std::uint32_t color_key_count = 1U << 24;
inline constexpr std::uint32_t colors_per_leaf = 1U << leaf_key_bits;
inline constexpr std::uint32_t leaf_count = color_key_count >> leaf_key_bits;

namespace detail {

constexpr std::array<std::uint32_t, 256> channel_keys(int channel) {
  std::array<std::uint32_t, 256> keys{};
  for (std::uint32_t value = 0; value < 256; ++value) {
    const std::uint32_t high = value >> 5;
    const std::uint32_t middle = (value >> 3) & 3;
    const std::uint32_t low = value & 7;
    const int shift = 2 - channel;
    keys[value] = high << (15 + 3 * shift) | middle << (9 + 2 * shift) | low << (3 * shift);
  }
  return keys;
}

inline constexpr std::array<std::uint32_t, 256> red_keys = channel_keys(0);
inline constexpr std::array<std::uint32_t, 256> green_keys = channel_keys(1);
inline constexpr std::array<std::uint32_t, 256> blue_keys = channel_keys(2);

constexpr std::uint8_t channel_of_key(std::uint32_t key, int channel) {
  const int shift = 2 - channel;
  const std::uint32_t high = (key >> (15 + 3 * shift)) & 7;
  const std::uint32_t middle = (key >> (9 + 2 * shift)) & 3;
  const std::uint32_t low = (key >> (3 * shift)) & 7;
  return static_cast<std::uint8_t>(high << 5 | middle << 3 | low);
}

}  // namespace detail

/// Returns the position of a color in grid order, in [0, 2²⁴).
constexpr std::uint32_t color_key(Rgb8 color) {
  return detail::red_keys[color.red] | detail::green_keys[color.green] | detail::blue_keys[color.blue];
}

/// Returns the color at a position in grid order; the inverse of color_key().
constexpr Rgb8 color_of_key(std::uint32_t key) {
  return {detail::channel_of_key(key, 0), detail::channel_of_key(key, 1), detail::channel_of_key(key, 2)};
}

}  // namespace kmq

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

// A color's key interleaves the bits of its channels, r g b r g b …, from coarse to fine (Morton 1966), so that
// rising keys visit the colors cell by cell, whatever the size of the cells: the first 3n bits of a key say in
// which of the 8ⁿ cells of the color cube it lies.
inline constexpr std::uint32_t color_key_count = 1U << 24;

namespace detail {

/// The bits of each byte, two zeros between every two.
constexpr std::array<std::uint32_t, 256> spread_bits() {
  std::array<std::uint32_t, 256> spread{};
  for (std::uint32_t value = 0; value < 256; ++value) {
    for (std::uint32_t bit = 0; bit < 8; ++bit) spread[value] |= (value >> bit & 1U) << (3 * bit);
  }
  return spread;
}

inline constexpr std::array<std::uint32_t, 256> spread = spread_bits();

/// Every third bit, the lowest of them first; the inverse of `spread`.
constexpr std::uint8_t gather_bits(std::uint32_t value) {
  value &= 0x249249;
  value = (value | value >> 2) & 0x0C30C3;
  value = (value | value >> 4) & 0x00F00F;
  value = (value | value >> 8) & 0x0000FF;
  return static_cast<std::uint8_t>(value);
}

}  // namespace detail

/// Returns the position of a color in grid order, in [0, 2²⁴).
constexpr std::uint32_t color_key(Rgb8 color) {
  return detail::spread[color.red] << 2 | detail::spread[color.green] << 1 | detail::spread[color.blue];
}

/// Returns the color at a position in grid order; the inverse of color_key().
constexpr Rgb8 color_of_key(std::uint32_t key) {
  return {detail::gather_bits(key >> 2), detail::gather_bits(key >> 1), detail::gather_bits(key)};
}

static_assert(color_of_key(color_key({200, 33, 7})) == Rgb8{200, 33, 7});

// Cells of 8³ colors: the finest that the grid has.
inline constexpr int block_bits = 9;
inline constexpr std::uint32_t block_count = color_key_count >> block_bits;

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Colors in linear light, where light adds up as it does in the eye: what dithering reckons with.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/color/linear_light.h"
#include "core/palette/palette.h"

namespace kmq {

/// A color, or a difference of colors, in units of linear_white.
struct LinearColor {
  std::int32_t red = 0;
  std::int32_t green = 0;
  std::int32_t blue = 0;

  constexpr LinearColor& operator+=(const LinearColor& other) { return *this = *this + other; }
  friend constexpr LinearColor operator+(const LinearColor& a, const LinearColor& b) {
    return {a.red + b.red, a.green + b.green, a.blue + b.blue};
  }
  friend constexpr LinearColor operator-(const LinearColor& a, const LinearColor& b) {
    return {a.red - b.red, a.green - b.green, a.blue - b.blue};
  }
  friend constexpr LinearColor operator*(const LinearColor& a, std::int32_t factor) {
    return {a.red * factor, a.green * factor, a.blue * factor};
  }
  friend constexpr LinearColor operator/(const LinearColor& a, std::int32_t divisor) {
    return {a.red / divisor, a.green / divisor, a.blue / divisor};
  }
};

constexpr LinearColor to_linear(Rgb8 color) {
  return {linear_light[color.red], linear_light[color.green], linear_light[color.blue]};
}

namespace detail {

// Steps of 16: in the shadows, where the encoded values lie closest, they are 20 apart.
inline constexpr int encoding_shift = 4;

constexpr std::array<std::uint8_t, ((linear_white + 1) >> encoding_shift)> encoded_light_table() {
  std::array<std::uint8_t, ((linear_white + 1) >> encoding_shift)> table{};
  std::size_t encoded = 0;
  for (std::size_t step = 0; step < table.size(); ++step) {
    const auto doubled_center = static_cast<std::int32_t>((2 * step + 1) << encoding_shift);
    while (encoded < 255 && linear_light[encoded] + linear_light[encoded + 1] <= doubled_center) ++encoded;
    table[step] = static_cast<std::uint8_t>(encoded);
  }
  return table;
}

inline constexpr auto encoded_light_of_step = encoded_light_table();

}  // namespace detail

/// Returns the encoded value of linear light, 0 .. linear_white: the inverse of linear_light, and between its entries
/// nearly always the nearest.
constexpr std::uint8_t encoded_light(std::int32_t linear) {
  return detail::encoded_light_of_step[static_cast<std::size_t>(linear >> detail::encoding_shift)];
}

/// Returns the nearest color that there is: light below black or above white does not exist.
constexpr LinearColor clamped(const LinearColor& color) {
  return {std::clamp(color.red, 0, linear_white), std::clamp(color.green, 0, linear_white),
          std::clamp(color.blue, 0, linear_white)};
}

/// color  clamped()
constexpr Rgb8 to_encoded(const LinearColor& color) {
  return {encoded_light(color.red), encoded_light(color.green), encoded_light(color.blue)};
}

inline std::vector<LinearColor> to_linear(const Palette& palette) {
  std::vector<LinearColor> colors;
  for (const Rgb8 color : palette.colors()) colors.push_back(to_linear(color));
  return colors;
}

/// The part of its error that a pixel passes on.
///
/// Not all of it even at full amount: where the palette cannot mix a color, the error would grow until it shows in
/// places that have nothing to do with it. 95 % leave the lowest error after a blur (as kmq-dither measures it) on
/// photographs with 8 to 64 colors, or nearly so; all of it leaves up to a third more.
class ErrorShare {
 public:
  /// amount  0 (no dithering) .. 1
  explicit constexpr ErrorShare(double amount) : share_(detail::nearest_integer(amount * 0.95 * whole)) {}

  [[nodiscard]] constexpr LinearColor of(const LinearColor& error) const { return error * share_ / whole; }

 private:
  static constexpr std::int32_t whole = 256;
  std::int32_t share_;
};

}  // namespace kmq

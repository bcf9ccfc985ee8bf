// SPDX-License-Identifier: GPL-3.0-or-later
// Encoded 8-bit values → linear light, in integers: the same on every platform.
#pragma once

#include <array>
#include <cstdint>

#include "core/color/color.h"

namespace kmq {

/// White in linear light.
inline constexpr int linear_white = 65535;

namespace detail {

/// Fifth root of a value in (0, 1], by Newton's method from above: it falls until it no longer can.
constexpr double fifth_root(double value) {
  double root = 1;
  for (;;) {
    const double fourth_power = root * root * root * root;
    const double next = (4 * root + value / fourth_power) / 5;
    if (next >= root) return root;
    root = next;
  }
}

}  // namespace detail

/// Returns the linear light, 0 .. 1, of an encoded value 0 .. 1; without std::pow, whose last digit differs between
/// C libraries.
///
/// Source  IEC 61966-2-1:1999
constexpr double srgb_to_linear(double encoded) {
  if (encoded <= 0.04045) return encoded / 12.92;
  const double base = (encoded + 0.055) / 1.055;
  return base * base * detail::fifth_root(base * base);  // base^2.4
}

namespace detail {

/// value  ≥ 0
constexpr std::int32_t nearest_integer(double value) { return static_cast<std::int32_t>(2 * value + 1) / 2; }

constexpr std::array<std::int32_t, 256> linear_light_table() {
  std::array<std::int32_t, 256> table{};
  for (int value = 0; value < 256; ++value) {
    table[static_cast<std::size_t>(value)] = nearest_integer(srgb_to_linear(value / 255.0) * linear_white);
  }
  return table;
}

}  // namespace detail

/// Linear light, 0 .. linear_white, of each encoded value of a channel; strictly rising.
///
/// Source  IEC 61966-2-1:1999
inline constexpr std::array<std::int32_t, 256> linear_light = detail::linear_light_table();

/// Returns the luminance Y of an sRGB color, 0 .. 10000 × linear_white; its order is that of CIE lightness.
///
/// Source  IEC 61966-2-1:1999, the second row of the matrix from RGB to XYZ
constexpr std::int32_t luminance(Rgb8 color) {
  return 2126 * linear_light[color.red] + 7152 * linear_light[color.green] + 722 * linear_light[color.blue];
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Colors in linear light, where light adds up as it does in the eye: what dithering reckons with.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/color/linear_light.h"

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
  friend constexpr bool operator==(const LinearColor&, const LinearColor&) = default;
};

/// Returns the nearest color that is nowhere below the one or above the other value.
constexpr LinearColor clamped(const LinearColor& color, std::int32_t low, std::int32_t high) {
  return {std::clamp(color.red, low, high), std::clamp(color.green, low, high), std::clamp(color.blue, low, high)};
}

/// Returns the nearest color that there is: light below black or above white does not exist.
constexpr LinearColor clamped(const LinearColor& color) { return clamped(color, 0, linear_white); }

}  // namespace kmq

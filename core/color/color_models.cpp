// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/color_models.h"

#include <algorithm>
#include <cmath>

namespace kmq {
namespace {

std::uint8_t to_channel(double value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

/// Source  IEC 61966-2-1:1999
double encoded(double linear) {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
}

/// The inverse of the cube root with its straight part near black.
double cubed(double value) {
  constexpr double knee = 6.0 / 29;
  return value > knee ? value * value * value : 3 * knee * knee * (value - 4.0 / 29);
}

}  // namespace

Rgb8 from_gray(double value) { return from_rgb(value, value, value); }

Rgb8 from_rgb(double red, double green, double blue) { return {to_channel(red), to_channel(green), to_channel(blue)}; }

Rgb8 from_hsv(double hue, double saturation, double value) {
  // 0 at the hue of a channel, and 1 where it is lost.
  const auto channel = [=](double place) {
    const double sixths = 6 * (hue + place - std::floor(hue + place));
    return value * (1 - saturation * std::clamp(std::min(sixths, 4 - sixths), 0.0, 1.0));
  };
  return from_rgb(channel(5.0 / 6), channel(3.0 / 6), channel(1.0 / 6));
}

Rgb8 from_hsl(double hue, double saturation, double lightness) {
  const double value = lightness + saturation * std::min(lightness, 1 - lightness);
  return from_hsv(hue, value > 0 ? 2 * (1 - lightness / value) : 0, value);
}

Rgb8 from_cmyk(double cyan, double magenta, double yellow, double black) {
  return from_rgb((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black));
}

Rgb8 from_lab(double lightness, double a, double b) {
  const double middle = (lightness + 16) / 116;
  const double x = 0.96422 * cubed(middle + a / 500);
  const double y = cubed(middle);
  const double z = 0.82521 * cubed(middle - b / 200);
  return from_rgb(encoded(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
                  encoded(-0.9787684 * x + 1.9161415 * y + 0.0334540 * z),
                  encoded(0.0719453 * x - 0.2289914 * y + 1.4052427 * z));
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmark/blurred_error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "core/color/linear_light.h"

namespace kmq {
namespace {

constexpr int radius = 6;  // four standard deviations
using Kernel = std::array<float, 2 * radius + 1>;

Kernel gaussian() {
  constexpr double standard_deviation = 1.5;
  Kernel kernel{};
  double sum = 0;
  for (int i = -radius; i <= radius; ++i) sum += std::exp(-i * i / (2 * standard_deviation * standard_deviation));
  for (int i = -radius; i <= radius; ++i) {
    const double weight = std::exp(-i * i / (2 * standard_deviation * standard_deviation)) / sum;
    kernel[static_cast<std::size_t>(i + radius)] = static_cast<float>(weight);
  }
  return kernel;
}

struct Plane {
  int width;
  int height;
  std::vector<float> values;

  /// The value at a place, or at the nearest one inside.
  [[nodiscard]] float at(int x, int y) const {
    const int row = std::clamp(y, 0, height - 1);
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(std::clamp(x, 0, width - 1))];
  }
};

Plane blurred_along(const Plane& plane, int step_x, int step_y) {
  static const Kernel kernel = gaussian();
  Plane result{plane.width, plane.height, {}};
  result.values.reserve(plane.values.size());
  for (int y = 0; y < plane.height; ++y) {
    for (int x = 0; x < plane.width; ++x) {
      float sum = 0;
      for (int i = -radius; i <= radius; ++i) {
        sum += kernel[static_cast<std::size_t>(i + radius)] * plane.at(x + i * step_x, y + i * step_y);
      }
      result.values.push_back(sum);
    }
  }
  return result;
}

/// The light of one channel, 0 .. 1, blurred.
Plane blurred_light(const Picture& picture, std::uint8_t Rgb8::* channel) {
  Plane light{picture.width, picture.height, {}};
  light.values.reserve(picture.pixels.size());
  for (const Rgb8 pixel : picture.pixels) {
    light.values.push_back(static_cast<float>(linear_light[pixel.*channel]) / static_cast<float>(linear_white));
  }
  return blurred_along(blurred_along(light, 1, 0), 0, 1);
}

double encoded(double light) {
  const double value = light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
  return 255 * value;
}

}  // namespace

double blurred_error(const Picture& original, const Picture& other) {
  if (original.width != other.width || original.height != other.height) {
    throw std::runtime_error("The pictures differ in size.");
  }
  double sum = 0;
  for (std::uint8_t Rgb8::* channel : {&Rgb8::red, &Rgb8::green, &Rgb8::blue}) {
    const Plane a = blurred_light(original, channel);
    const Plane b = blurred_light(other, channel);
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      const double difference = encoded(a.values[i]) - encoded(b.values[i]);
      sum += difference * difference;
    }
  }
  return sum / static_cast<double>(original.pixels.size());
}

}  // namespace kmq

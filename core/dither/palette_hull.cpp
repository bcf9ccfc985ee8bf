// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/palette_hull.h"

#include <Eigen/Core>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/dither/nearest_point.h"

namespace kmq {
namespace {

// So much does luminance count that what is gained elsewhere by changing it stays below what is seen.
constexpr double luminance_weight = 1000;
// How far an encoded value moves with linear light depends on where the place is found: so often it is looked for.
constexpr int rounds = 3;

Eigen::Vector3d to_vector(const LinearColor& color) {
  return {static_cast<double>(color.red), static_cast<double>(color.green), static_cast<double>(color.blue)};
}

/// Mean slope of the encoding between two values of linear light.
double slope(const LightModel& light, std::size_t channel, double from, double to) {
  constexpr double least_difference = 16;  // the encoding is a straight line over less
  if (std::abs(to - from) < least_difference) {
    to = from < linear_white / 2.0 ? from + least_difference : from - least_difference;
  }
  return (light.encoded_value(channel, to) - light.encoded_value(channel, from)) / (to - from);
}

}  // namespace

PaletteHull::PaletteHull(const Palette& palette, const LightModel& light) : light_(light) {
  for (const std::uint8_t index : palette.usable()) corners_.push_back(light.linear(palette[index]));
}

LinearColor PaletteHull::nearest(Rgb8 color) const {
  const Eigen::Vector3d wanted = to_vector(light_.linear(color));
  const Eigen::Vector3d shares(light_.luminance_shares().data());
  std::vector<Eigen::Vector4d> ways(corners_.size());
  Eigen::Vector3d found = wanted;
  for (int round = 0; round < rounds; ++round) {
    Eigen::Vector3d slopes;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto axis = static_cast<Eigen::Index>(i);
      slopes[axis] = slope(light_, i, wanted[axis], found[axis]);
    }
    for (std::size_t i = 0; i < corners_.size(); ++i) {
      const Eigen::Vector3d way = to_vector(corners_[i]) - wanted;
      ways[i] << way.cwiseProduct(slopes), luminance_weight * 255 / linear_white * shares.dot(way);
    }
    const Mixture mixture = nearest_mixture(ways);
    found.setZero();
    for (std::size_t i = 0; i < mixture.size; ++i) {
      found += mixture.parts[i].share * to_vector(corners_[mixture.parts[i].corner]);
    }
  }
  const auto rounded = [](double value) { return static_cast<std::int32_t>(std::floor(value + 0.5)); };
  return {rounded(found[0]), rounded(found[1]), rounded(found[2])};
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/points.h"

#include <algorithm>
#include <cmath>

#include "core/base/parallel.h"
#include "core/color/rgb_model.h"

namespace kmq {
namespace {

using Eigen::Vector3d;

constexpr int rgb_units = 64;

const RgbModel& model_of(ColorSpace space) { return space.model() != nullptr ? *space.model() : RgbModel::srgb(); }

const PerceptualTransform& transform_of(ColorSpace space) { return model_of(space).transform(space.kind()); }

/// One axis after the other, in loops that compilers turn into vector code.
void to_rgb_points(std::span<const std::uint32_t> keys, std::size_t begin, std::size_t end, Points& points) {
  for (int axis = 0; axis < 3; ++axis) {
    Coordinate* const coordinates = points.col(axis).data();
    for (std::size_t i = begin; i < end; ++i) {
      coordinates[i] = static_cast<Coordinate>(detail::gather_bits(keys[i] >> (2 - axis)) * rgb_units);
    }
  }
}

std::uint8_t round_to_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
}

}  // namespace

Point to_lattice(const Vector3d& position) { return (position.array() + 0.5).floor().cast<Coordinate>().matrix(); }

int units_per_step(ColorSpace space) { return space == ColorSpace::rgb ? rgb_units : transform_of(space).units; }

Point to_point(Rgb8 color, ColorSpace space) {
  if (space != ColorSpace::rgb) return to_lattice(transform_of(space).position(model_of(space).linear(color)));
  return {static_cast<Coordinate>(color.red * rgb_units), static_cast<Coordinate>(color.green * rgb_units),
          static_cast<Coordinate>(color.blue * rgb_units)};
}

Points to_points(std::span<const std::uint32_t> keys, ColorSpace space) {
  Points points(static_cast<Eigen::Index>(keys.size()), 3);
  for_parts(keys.size(), [&](std::size_t begin, std::size_t end) {
    if (space == ColorSpace::rgb) return to_rgb_points(keys, begin, end, points);
    for (std::size_t i = begin; i < end; ++i) {
      points.row(static_cast<Eigen::Index>(i)) = to_point(color_of_key(keys[i]), space).transpose();
    }
  });
  return points;
}

Rgb8 to_color(const Vector3d& position, ColorSpace space) {
  if (space != ColorSpace::rgb) return model_of(space).nearest(transform_of(space).linear(position));
  return {round_to_byte(position[0] / rgb_units), round_to_byte(position[1] / rgb_units),
          round_to_byte(position[2] / rgb_units)};
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/points.h"

#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "core/base/parallel.h"
#include "core/color/linear_light.h"

namespace kmq {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;

/// Returns the cube root of a value ≥ 0: Halley's iteration from an estimate with a third of the exponent. Without
/// std::cbrt, whose last digit differs between C libraries.
double cube_root(double value) {
  if (value <= 0) return 0;
  double root = std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) / 3 + 0x2A9F7893782DA1CEULL);
  for (int i = 0; i < 3; ++i) {
    const double cube = root * root * root;
    root *= (cube + 2 * value) / (2 * cube + value);
  }
  return root;
}

const std::array<double, 256>& linear_light_of_bytes() {
  static const std::array<double, 256> table = [] {
    std::array<double, 256> values{};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = srgb_to_linear(static_cast<double>(i) / 255);
    return values;
  }();
  return table;
}

/// Returns the byte whose linear light is nearest.
std::uint8_t nearest_byte(double light) {
  const auto& table = linear_light_of_bytes();
  const auto above = std::lower_bound(table.begin(), table.end(), light);
  if (above == table.begin()) return 0;
  if (above == table.end()) return 255;
  const auto below = above - 1;
  // Halfway is meant between the encoded values; between neighbors the curve is straight enough.
  const auto nearest = light - *below < *above - light ? below : above;
  return static_cast<std::uint8_t>(nearest - table.begin());
}

// A color space is two matrices with a nonlinear step between them:
// linear RGB → cone-like responses → their compressed values → lightness and two opponent axes.
struct Transform {
  Matrix3d to_responses;
  Matrix3d to_coordinates;  // of the compressed responses, scaled to the units of points
  double offset;            // of the lightness, in the same units
  Matrix3d from_responses;
  Matrix3d from_coordinates;
  bool has_straight_start;  // CIE's curve is a straight line near black
};

// The sum and difference of any two pairs of coordinates must fit 16 bits; in CIE L*a*b* the axis b sets the limit.
// Oklab needs all the room there is in lightness: with half of it, greens that differ in a trace of red would be the
// same point.
constexpr int rgb_units = 64;
constexpr int oklab_units = 64;
constexpr int lab_units = 30;

constexpr double cie_epsilon = 216.0 / 24389;
constexpr double cie_kappa = 24389.0 / 27;

double compress(double response, bool has_straight_start) {
  if (has_straight_start && response <= cie_epsilon) return (cie_kappa * response + 16) / 116;
  return cube_root(response);
}

double expand(double compressed, bool has_straight_start) {
  const double cube = compressed * compressed * compressed;
  if (has_straight_start && cube <= cie_epsilon) return (116 * compressed - 16) / cie_kappa;
  return cube;
}

Transform lab_transform() {
  Matrix3d xyz;  // of linear sRGB, IEC 61966-2-1
  xyz << 0.4124, 0.3576, 0.1805,  //
      0.2126, 0.7152, 0.0722,     //
      0.0193, 0.1192, 0.9505;
  // Relative to the white that RGB (1, 1, 1) makes, so that gray has a = b = 0.
  const Vector3d white = xyz.rowwise().sum();
  const Matrix3d relative = white.cwiseInverse().asDiagonal() * xyz;
  Matrix3d opponent;
  opponent << 0, 116, 0,  //
      500, -500, 0,       //
      0, 200, -200;
  constexpr double units = 255.0 * lab_units / 100;  // L* goes to 100
  opponent *= units;
  return {relative, opponent, -16 * units, relative.inverse(), opponent.inverse(), true};
}

Transform oklab_transform() {
  Matrix3d lms;  // of linear sRGB, Ottosson 2020
  lms << 0.4122214708, 0.5363325363, 0.0514459929,  //
      0.2119034982, 0.6806995451, 0.1073969566,     //
      0.0883024619, 0.2817188376, 0.6299787005;
  Matrix3d opponent;
  opponent << 0.2104542553, 0.7936177850, -0.0040720468,  //
      1.9779984951, -2.4285922050, 0.4505937099,          //
      0.0259040371, 0.7827717662, -0.8086757660;
  opponent *= 255.0 * oklab_units;
  return {lms, opponent, 0, lms.inverse(), opponent.inverse(), false};
}

const Transform& transform(ColorSpace space) {
  static const Transform lab = lab_transform();
  static const Transform oklab = oklab_transform();
  return space == ColorSpace::lab ? lab : oklab;
}

Point to_perceptual_point(Rgb8 color, const Transform& transform) {
  const auto& light = linear_light_of_bytes();
  const Vector3d linear(light[color.red], light[color.green], light[color.blue]);
  Vector3d responses = transform.to_responses * linear;
  for (double& response : responses) response = compress(response, transform.has_straight_start);
  return to_lattice(transform.to_coordinates * responses + Vector3d(transform.offset, 0, 0));
}

Rgb8 to_color_from_perceptual(const Vector3d& position, const Transform& transform) {
  Vector3d responses = transform.from_coordinates * (position - Vector3d(transform.offset, 0, 0));
  for (double& response : responses) response = expand(response, transform.has_straight_start);
  const Vector3d linear = transform.from_responses * responses;
  return {nearest_byte(linear[0]), nearest_byte(linear[1]), nearest_byte(linear[2])};
}

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

int units_per_step(ColorSpace space) {
  switch (space) {
    case ColorSpace::rgb: return rgb_units;
    case ColorSpace::oklab: return oklab_units;
    case ColorSpace::lab: return lab_units;
  }
  __builtin_unreachable();
}

Point to_point(Rgb8 color, ColorSpace space) {
  if (space != ColorSpace::rgb) return to_perceptual_point(color, transform(space));
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
  if (space != ColorSpace::rgb) return to_color_from_perceptual(position, transform(space));
  return {round_to_byte(position[0] / rgb_units), round_to_byte(position[1] / rgb_units),
          round_to_byte(position[2] / rgb_units)};
}

}  // namespace kmq

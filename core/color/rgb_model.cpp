// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/rgb_model.h"

#include <Eigen/LU>
#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "core/color/linear_light.h"

namespace kmq {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;

/// Halley's iteration from an estimate with a third of the exponent. Without std::cbrt, whose last digit differs
/// between C libraries.
double cube_root(double value) {
  if (value == 0) return 0;
  if (value < 0) return -cube_root(-value);  // of what the eye cannot see, but a wide color space can name
  double root = std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) / 3 + 0x2A9F7893782DA1CEULL);
  for (int i = 0; i < 3; ++i) {
    const double cube = root * root * root;
    root *= (cube + 2 * value) / (2 * cube + value);
  }
  return root;
}

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

/// Returns the byte whose linear light is nearest.
std::uint8_t nearest_byte(const RgbModel::Curve& curve, double light) {
  const auto above = std::lower_bound(curve.begin(), curve.end(), light);
  if (above == curve.begin()) return 0;
  if (above == curve.end()) return 255;
  const auto below = above - 1;
  // Halfway is meant between the encoded values; between neighbors the curve is straight enough.
  const auto nearest = light - *below < *above - light ? below : above;
  return static_cast<std::uint8_t>(nearest - curve.begin());
}

// Of sRGB. Oklab needs all the room there is in lightness: with half of it, greens that differ in a trace of red would
// be the same point. In CIE L*a*b* the axis b sets the limit.
constexpr int oklab_units = 64;
constexpr int lab_units = 30;
/// The sum and difference of any two pairs of coordinates must fit 16 bits.
constexpr double widest_extent = (1 << 14) - 1;

PerceptualTransform scaled(const Matrix3d& to_responses, const Matrix3d& opponent, double white, double offset,
                           bool has_straight_start, int units) {
  const double scale = 255.0 * units / white;
  const Matrix3d to_coordinates = opponent * scale;
  return {to_responses,       to_coordinates, offset * scale, to_responses.inverse(), to_coordinates.inverse(),
          has_straight_start, units};
}

/// to_xyz  of linear RGB
PerceptualTransform lab_transform(const Matrix3d& to_xyz, int units) {
  // Relative to the white that RGB (1, 1, 1) makes, so that gray has a = b = 0.
  const Vector3d white = to_xyz.rowwise().sum();
  const Matrix3d relative = white.cwiseInverse().asDiagonal() * to_xyz;
  Matrix3d opponent;
  opponent << 0, 116, 0,  //
      500, -500, 0,       //
      0, 200, -200;
  return scaled(relative, opponent, 100, -16, true, units);
}

/// to_lms  of linear RGB
PerceptualTransform oklab_transform(const Matrix3d& to_lms, int units) {
  Matrix3d opponent;
  opponent << 0.2104542553, 0.7936177850, -0.0040720468,  //
      1.9779984951, -2.4285922050, 0.4505937099,          //
      0.0259040371, 0.7827717662, -0.8086757660;
  return scaled(to_lms, opponent, 1, 0, false, units);
}

Matrix3d srgb_to_xyz() {
  Matrix3d xyz;
  xyz << 0.4124, 0.3576, 0.1805,  //
      0.2126, 0.7152, 0.0722,     //
      0.0193, 0.1192, 0.9505;
  return xyz;
}

/// Of linear sRGB, with more digits than the product of its matrix and that of XYZ has.
Matrix3d srgb_to_lms() {
  Matrix3d lms;
  lms << 0.4122214708, 0.5363325363, 0.0514459929,  //
      0.2119034982, 0.6806995451, 0.1073969566,     //
      0.0883024619, 0.2817188376, 0.6299787005;
  return lms;
}

/// Scaled so that RGB (1, 1, 1) makes (1, 1, 1), and gray has a = b = 0.
Matrix3d lms_of(const Matrix3d& to_xyz) {
  Matrix3d lms;
  lms << 0.8189330101, 0.3618667424, -0.1288597137,  //
      0.0329845436, 0.9293118715, 0.0361456387,      //
      0.0482003018, 0.2643662691, 0.6338517070;
  const Matrix3d to_lms = lms * to_xyz;
  const Vector3d white = to_lms.rowwise().sum();
  return white.cwiseInverse().asDiagonal() * to_lms;
}

RgbModel::Curve srgb_curve() {
  RgbModel::Curve curve{};
  for (std::size_t i = 0; i < curve.size(); ++i) curve[i] = srgb_to_linear(static_cast<double>(i) / 255);
  return curve;
}

}  // namespace

Vector3d PerceptualTransform::position(const Vector3d& linear) const {
  Vector3d responses = to_responses * linear;
  for (double& response : responses) response = compress(response, has_straight_start);
  return to_coordinates * responses + Vector3d(offset, 0, 0);
}

Vector3d PerceptualTransform::linear(const Vector3d& position) const {
  Vector3d responses = from_coordinates * (position - Vector3d(offset, 0, 0));
  for (double& response : responses) response = expand(response, has_straight_start);
  return from_responses * responses;
}

RgbModel::RgbModel(const std::array<Curve, 3>& curves, const Matrix3d& to_xyz)
    : RgbModel(curves, to_xyz, lms_of(to_xyz)) {
  oklab_ = oklab_transform(lms_of(to_xyz), fitting_units(oklab_));
  lab_ = lab_transform(to_xyz, fitting_units(lab_));
}

RgbModel::RgbModel(const std::array<Curve, 3>& curves, const Matrix3d& to_xyz, const Matrix3d& to_lms)
    : curves_(curves), oklab_(oklab_transform(to_lms, oklab_units)), lab_(lab_transform(to_xyz, lab_units)) {
  assert(std::ranges::all_of(curves, [](const Curve& curve) {
    return curve.front() == 0 && curve.back() == 1 && std::ranges::is_sorted(curve);
  }));
}

const RgbModel& RgbModel::srgb() {
  static const RgbModel model({srgb_curve(), srgb_curve(), srgb_curve()}, srgb_to_xyz(), srgb_to_lms());
  return model;
}

Rgb8 RgbModel::nearest(const Vector3d& linear) const {
  return {nearest_byte(curves_[0], linear[0]), nearest_byte(curves_[1], linear[1]),
          nearest_byte(curves_[2], linear[2])};
}

/// Of a wider color space than sRGB the units are coarser. The extremes of all axes lie on the edges of the cube.
int RgbModel::fitting_units(const PerceptualTransform& transform) const {
  constexpr int steps = 32;
  Vector3d least = Vector3d::Zero();
  Vector3d most = Vector3d::Zero();
  for (int corner = 0; corner < 8; ++corner) {
    for (int axis = 0; axis < 3; ++axis) {
      for (int step = 0; step <= steps; ++step) {
        Vector3d linear(corner & 1, corner >> 1 & 1, corner >> 2 & 1);
        linear[axis] = static_cast<double>(step) / steps;
        const Vector3d position = transform.position(linear);
        least = least.cwiseMin(position);
        most = most.cwiseMax(position);
      }
    }
  }
  const double extent = (most - least).maxCoeff();
  return extent <= widest_extent ? transform.units : static_cast<int>(transform.units * widest_extent / extent);
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// What the encoded values of an RGB color space mean to the eye.
#pragma once

#include <Eigen/Core>
#include <array>

#include "core/color/color.h"
#include "core/color/space.h"

namespace kmq {

/// A perceptual space as two matrices with a nonlinear step between them: linear RGB → cone-like responses → their
/// compressed values → lightness and two opponent axes.
struct PerceptualTransform {
  Eigen::Matrix3d to_responses;
  Eigen::Matrix3d to_coordinates;  ///< of the compressed responses, scaled to the units of points
  double offset;                   ///< of the lightness, in the same units
  Eigen::Matrix3d from_responses;
  Eigen::Matrix3d from_coordinates;
  bool has_straight_start;  ///< CIE's curve is a straight line near black
  int units;                ///< of a coordinate per 1/255 of the way from black to white

  [[nodiscard]] Eigen::Vector3d position(const Eigen::Vector3d& linear) const;
  /// The inverse of position().
  [[nodiscard]] Eigen::Vector3d linear(const Eigen::Vector3d& position) const;
};

class RgbModel {
 public:
  /// Linear light, 0 .. 1, of each encoded value: from 0 to 1, nowhere falling.
  using Curve = std::array<double, 256>;

  /// curves  of red, green, blue
  /// to_xyz  CIE XYZ of linear red, green and blue, in its columns, adapted to the white D65
  RgbModel(const std::array<Curve, 3>& curves, const Eigen::Matrix3d& to_xyz);

  /// Source  IEC 61966-2-1:1999
  static const RgbModel& srgb();

  [[nodiscard]] Eigen::Vector3d linear(Rgb8 color) const {
    return {curves_[0][color.red], curves_[1][color.green], curves_[2][color.blue]};
  }
  /// Returns the color whose linear light is nearest in each channel.
  [[nodiscard]] Rgb8 nearest(const Eigen::Vector3d& linear) const;

  /// kind  not rgb
  ///
  /// Source  CIE L*a*b*: CIE 15:2004, of the white D65; Oklab: B. Ottosson 2020, "A perceptual color space for image
  ///         processing"
  [[nodiscard]] const PerceptualTransform& transform(ColorSpace::Kind kind) const {
    return kind == ColorSpace::lab ? lab_ : oklab_;
  }

 private:
  RgbModel(const std::array<Curve, 3>& curves, const Eigen::Matrix3d& to_xyz, const Eigen::Matrix3d& to_lms);

  [[nodiscard]] int fitting_units(const PerceptualTransform& transform) const;

  std::array<Curve, 3> curves_;
  PerceptualTransform oklab_;
  PerceptualTransform lab_;
};

}  // namespace kmq

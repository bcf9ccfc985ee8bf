// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/rgb_model.h"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "core/color/linear_light.h"
#include "core/color/points.h"

namespace kmq {
namespace {

using Eigen::Matrix3d;

constexpr std::array perceptual{ColorSpace::oklab, ColorSpace::lab};

template <typename Light>
std::array<RgbModel::Curve, 3> curves(const Light& light) {
  RgbModel::Curve curve{};
  for (std::size_t i = 0; i < curve.size(); ++i) curve[i] = light(static_cast<double>(i) / 255);
  return {curve, curve, curve};
}

Matrix3d srgb_primaries() {
  Matrix3d xyz;
  xyz << 0.4124, 0.3576, 0.1805,  //
      0.2126, 0.7152, 0.0722,     //
      0.0193, 0.1192, 0.9505;
  return xyz;
}

/// ITU-R BT.2020.
Matrix3d wide_primaries() {
  Matrix3d xyz;
  xyz << 0.6370, 0.1446, 0.1689,  //
      0.2627, 0.6780, 0.0593,     //
      0.0000, 0.0281, 1.0610;
  return xyz;
}

/// ROMM, adapted to D65: blue is none that an eye can see.
Matrix3d widest_primaries() {
  Matrix3d xyz;
  xyz << 0.7556, 0.1127, 0.0822,  //
      0.2683, 0.7151, 0.0166,     //
      0.0039, -0.0129, 1.0980;
  return xyz;
}

template <typename Visit>
void for_some_colors(const Visit& visit) {
  for (int red = 0; red < 256; red += 17) {
    for (int green = 0; green < 256; green += 17) {
      for (int blue = 0; blue < 256; blue += 17) {
        visit(Rgb8{static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green), static_cast<std::uint8_t>(blue)});
      }
    }
  }
}

int largest_difference(Rgb8 a, Rgb8 b) {
  return std::max({std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

TEST(RgbModel, OfSrgbsPrimariesIsThatOfSrgb) {
  const RgbModel model(curves(srgb_to_linear), srgb_primaries());
  for (const ColorSpace::Kind kind : perceptual) {
    const ColorSpace space(kind, &model);
    EXPECT_EQ(units_per_step(space), units_per_step(kind));
    for_some_colors([&](Rgb8 color) {
      // The digits of Oklab's published matrix.
      const auto difference = (to_point(color, space) - to_point(color, kind)).cast<int>().cwiseAbs().maxCoeff();
      EXPECT_LE(difference, 4);
    });
  }
}

TEST(RgbModel, LinearValuesAreAsLightAsTheyAre) {
  const RgbModel model(curves([](double value) { return value; }), srgb_primaries());
  // 55 of 255 is the light of sRGB's 128.
  for (const ColorSpace::Kind kind : perceptual) {
    EXPECT_NEAR(to_point({55, 55, 55}, {kind, &model})[0], to_point({128, 128, 128}, kind)[0], 30);
  }
}

TEST(RgbModel, GraysHaveNoHue) {
  for (const Matrix3d& primaries : {srgb_primaries(), wide_primaries(), widest_primaries()}) {
    const RgbModel model(curves(srgb_to_linear), primaries);
    for (const ColorSpace::Kind kind : perceptual) {
      for (int value = 0; value < 256; ++value) {
        const auto byte = static_cast<std::uint8_t>(value);
        const Point point = to_point({byte, byte, byte}, {kind, &model});
        EXPECT_LE(std::abs(point[1]), 1);
        EXPECT_LE(std::abs(point[2]), 1);
      }
    }
  }
}

TEST(RgbModel, ColorsComeBack) {
  for (const Matrix3d& primaries : {wide_primaries(), widest_primaries()}) {
    const RgbModel model(curves(srgb_to_linear), primaries);
    for (const ColorSpace::Kind kind : perceptual) {
      for_some_colors([&](Rgb8 color) {
        const ColorSpace space(kind, &model);
        EXPECT_LE(largest_difference(to_color(to_point(color, space).cast<double>(), space), color), 2);
      });
    }
  }
}

TEST(RgbModel, SumsAndDifferencesFit16Bits) {
  for (const Matrix3d& primaries : {srgb_primaries(), wide_primaries(), widest_primaries()}) {
    const RgbModel model(curves(srgb_to_linear), primaries);
    for (const ColorSpace::Kind kind : perceptual) {
      Eigen::Vector3i least = Eigen::Vector3i::Zero();
      Eigen::Vector3i most = Eigen::Vector3i::Zero();
      for_some_colors([&](Rgb8 color) {
        const Eigen::Vector3i point = to_point(color, {kind, &model}).cast<int>();
        least = least.cwiseMin(point);
        most = most.cwiseMax(point);
      });
      EXPECT_LT((most - least).maxCoeff(), 1 << 14);
    }
  }
}

TEST(RgbModel, EncodedValuesNeedNone) {
  const RgbModel model(curves(srgb_to_linear), wide_primaries());
  EXPECT_EQ(ColorSpace(ColorSpace::rgb, &model), ColorSpace::rgb);
  EXPECT_NE(ColorSpace(ColorSpace::lab, &model), ColorSpace::lab);
}

}  // namespace
}  // namespace kmq

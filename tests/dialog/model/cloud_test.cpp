// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/cloud.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace kmq {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(Cloud, RgbCubeIsAroundTheMiddle) {
  const double corner = 1 / std::sqrt(3.0);
  EXPECT_THAT(cloud_place({0, 0, 0}, ColorSpace::rgb),
              ElementsAre(DoubleNear(-corner, 1e-9), DoubleNear(-corner, 1e-9), DoubleNear(-corner, 1e-9)));
  EXPECT_THAT(cloud_place({255, 0, 255}, ColorSpace::rgb),
              ElementsAre(DoubleNear(corner, 1e-9), DoubleNear(-corner, 1e-9), DoubleNear(corner, 1e-9)));
}

TEST(Cloud, WhiteIsOnTheLightnessAxisOppositeOfBlack) {
  for (const ColorSpace space : {ColorSpace::oklab, ColorSpace::lab}) {
    const auto white = cloud_place({255, 255, 255}, space);
    const auto black = cloud_place({0, 0, 0}, space);
    EXPECT_GT(white[0], 0.3);
    EXPECT_NEAR(black[0], -white[0], 0.01);
    EXPECT_NEAR(white[1], 0, 0.01);
    EXPECT_NEAR(white[2], 0, 0.01);
  }
}

TEST(Cloud, NoColorIsFartherThanOneFromTheMiddle) {
  for (const ColorSpace space : {ColorSpace::rgb, ColorSpace::oklab, ColorSpace::lab}) {
    for (std::uint32_t key = 0; key < color_key_count; key += 9973) {
      const auto [x, y, z] = cloud_place(color_of_key(key), space);
      EXPECT_LE(std::hypot(x, y, z), 1 + 1e-9);
    }
  }
}

TEST(Cloud, ASampleStandsForAllPixels) {
  std::vector<ColorHistogram::Entry> entries;
  for (std::uint32_t key = 0; key < 1000; ++key) entries.push_back({color_of_key(key * 16001), 2 + key % 3});
  const ColorHistogram histogram(entries, 1);
  for (const std::size_t most : {1U, 7U, 999U, 1000U, 5000U}) {
    const std::vector<CloudPoint> points = sample_cloud(histogram, ColorSpace::rgb, most);
    EXPECT_LE(points.size(), most);
    double pixel_count = 0;
    for (const CloudPoint& point : points) pixel_count += point.pixel_count;
    EXPECT_DOUBLE_EQ(pixel_count, histogram.pixel_count());
  }
  EXPECT_EQ(sample_cloud(histogram, ColorSpace::rgb, 1000).size(), 1000U);
}

TEST(Cloud, UntiltedViewShowsTheUprightAxisUpright) {
  const CloudView view{.turn = 0.3, .tilt = 0};
  const auto bottom = view.project({0, -1, 0}, 1, 200, 100);
  const auto top = view.project({0, 1, 0}, 1, 200, 100);
  EXPECT_DOUBLE_EQ(bottom.x, 100);
  EXPECT_DOUBLE_EQ(top.x, 100);
  EXPECT_LT(top.y, bottom.y);
}

TEST(Cloud, TurningKeepsDistancesFromTheMiddle) {
  const std::array<double, 3> place = {0.3, -0.8, 0.5};
  const double expected = 0.3 * 0.3 + 0.8 * 0.8 + 0.5 * 0.5;
  const double pixels_per_unit = CloudView{.turn = 0, .tilt = 0}.project({0, 1, 0}, 0, 400, 400).x - 200;
  for (const double turn : {0.0, 1.0, 2.5}) {
    const auto shown = CloudView{.turn = turn, .tilt = 0.7}.project(place, 0, 400, 400);
    const double x = shown.x - 200;
    const double y = shown.y - 200;
    EXPECT_NEAR((x * x + y * y) / (pixels_per_unit * pixels_per_unit) + shown.nearness * shown.nearness, expected,
                1e-9);
  }
}

TEST(Cloud, NearPointsHideFarOnes) {
  const CloudView view{.turn = 0, .tilt = 0};
  const CloudPoint near{{0, 0, 0.5}, {255, 0, 0}, 1};
  const CloudPoint far{{0, 0, -0.5}, {0, 0, 255}, 1};
  for (const auto& points : {std::vector{near, far}, std::vector{far, near}}) {
    const CloudPicture picture = paint_cloud(points, view, 0, 9, 9);
    EXPECT_EQ(std::ranges::count(picture.pixels, 0xFF0000FFU), 0);
    EXPECT_GT(std::ranges::count(picture.pixels, 0xFFFF0000U), 0);
  }
}

TEST(Cloud, PointsBeyondTheEdgeAreCutOff) {
  const CloudView view{.turn = 0, .tilt = 0, .scale = 50};
  const std::vector<CloudPoint> points = {{{1, 1, 1}, {1, 2, 3}, 1}, {{0, 0, 0}, {4, 5, 6}, 1}};
  const CloudPicture picture = paint_cloud(points, view, 0, 20, 10);
  EXPECT_EQ(picture.pixels.size(), 200U);
  EXPECT_EQ(std::ranges::count(picture.pixels, 0xFF010203U), 0);
  EXPECT_GT(std::ranges::count(picture.pixels, 0xFF040506U), 0);
}

}  // namespace
}  // namespace kmq

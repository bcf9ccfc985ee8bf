// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/nearest_point.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/base/random.h"

namespace kmq {
namespace {

using Corners = std::vector<Eigen::Vector4d>;

Eigen::Vector4d place_of(const Mixture& mixture, const Corners& corners) {
  Eigen::Vector4d place = Eigen::Vector4d::Zero();
  double sum = 0;
  for (std::size_t i = 0; i < mixture.size; ++i) {
    EXPECT_GT(mixture.parts[i].share, 0);
    sum += mixture.parts[i].share;
    place += mixture.parts[i].share * corners[mixture.parts[i].corner];
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  return place;
}

/// A point is the nearest if no corner lies nearer to the origin along it.
void expect_nearest(const Corners& corners) {
  const Eigen::Vector4d place = place_of(nearest_mixture(corners), corners);
  double scale = 0;
  for (const Eigen::Vector4d& corner : corners) scale = std::max(scale, corner.squaredNorm());
  for (const Eigen::Vector4d& corner : corners) EXPECT_LE(place.squaredNorm() - place.dot(corner), 1e-9 * scale);
}

TEST(NearestPoint, OfOnePointIsThatPoint) {
  const Mixture mixture = nearest_mixture(Corners{{3, 4, 0, 1}});
  EXPECT_EQ(mixture.size, 1U);
  EXPECT_EQ(mixture.parts[0].corner, 0U);
}

TEST(NearestPoint, OfASegmentIsTheFootOfThePerpendicular) {
  const Corners corners{{1, -1, 0, 0}, {1, 3, 0, 0}};
  EXPECT_TRUE(place_of(nearest_mixture(corners), corners).isApprox(Eigen::Vector4d(1, 0, 0, 0)));
}

TEST(NearestPoint, OfASegmentThatEndsBeforeIsItsEnd) {
  const Corners corners{{1, 1, 0, 0}, {1, 3, 0, 0}};
  EXPECT_TRUE(place_of(nearest_mixture(corners), corners).isApprox(corners[0]));
}

TEST(NearestPoint, InsideIsTheOriginItself) {
  const Corners corners{{-1, -1, -1, -1}, {4, 0, 0, 0}, {0, 4, 0, 0}, {0, 0, 4, 0}, {0, 0, 0, 4}, {9, 9, 9, 9}};
  EXPECT_LT(place_of(nearest_mixture(corners), corners).norm(), 1e-9);
}

TEST(NearestPoint, OfRandomHullsSatisfiesTheConditionOfOptimality) {
  Random random(11);
  const auto coordinate = [&](double shift) { return static_cast<double>(random.below(1000)) / 100 - 5 + shift; };
  for (int run = 0; run < 300; ++run) {
    Corners corners(1 + random.below(40));
    for (Eigen::Vector4d& corner : corners) {
      corner = {coordinate(run % 7), coordinate(0), coordinate(-run % 3), 1000 * coordinate(run % 5)};
      if (run % 4 == 0) corner[1] = corner[0];  // all in a plane
      if (run % 8 == 0) corner[2] = corner[0];
    }
    expect_nearest(corners);
  }
}

TEST(NearestPoint, EqualCornersDoNotMatter) {
  const Eigen::Vector4d corner(1, 2, 3, 4);
  const Corners corners{corner, corner, corner, {2, 2, 3, 4}, {2, 2, 3, 4}};
  EXPECT_TRUE(place_of(nearest_mixture(corners), corners).isApprox(corner));
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/points.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <set>
#include <tuple>
#include <vector>

#include "core/base/random.h"
#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

constexpr Rgb8 black{0, 0, 0};
constexpr Rgb8 white{255, 255, 255};

struct PublishedColor {
  Rgb8 color;
  double lightness, a, b;
};

/// Half a unit of the coordinates is their rounding; the rest are the digits of the matrix, of which IEC 61966-2-1
/// has four and others have seven: 0.026 in CIE Lab, 0.00012 in Oklab.
void expect_near(const PublishedColor& published, ColorSpace space, double white_lightness) {
  const double units = 255 * units_per_step(space) / white_lightness;
  const Point point = to_point(published.color, space);
  EXPECT_NEAR(point[0], published.lightness * units, 2);
  EXPECT_NEAR(point[1], published.a * units, 2);
  EXPECT_NEAR(point[2], published.b * units, 2);
}

TEST(Points, AreMultiplesOfTheEncodedValuesInRgb) {
  EXPECT_EQ(to_point({1, 2, 255}, ColorSpace::rgb), Point(64, 128, 255 * 64));
  EXPECT_EQ(units_per_step(ColorSpace::rgb), 64);
}

TEST(Points, FollowThePublishedValuesOfCieLab) {
  // B. Lindbloom, CIE color calculator: sRGB, D65, 2° observer.
  const PublishedColor published[] = {
      {black, 0, 0, 0},
      {white, 100, 0, 0},
      {gray(128), 53.5850, 0, 0},
      {{255, 0, 0}, 53.2408, 80.0925, 67.2032},
      {{0, 255, 0}, 87.7347, -86.1827, 83.1793},
      {{0, 0, 255}, 32.2970, 79.1875, -107.8602},
      {{255, 255, 0}, 97.1393, -21.5537, 94.4780},
      {{0, 255, 255}, 91.1132, -48.0875, -14.1312},
      {{255, 0, 255}, 60.3242, 98.2343, -60.8249},
  };
  for (const PublishedColor& color : published) expect_near(color, ColorSpace::lab, 100);
}

TEST(Points, FollowThePublishedValuesOfOklab) {
  // The named colors in CSS Color Module Level 4, converted by its sample code.
  const PublishedColor published[] = {
      {black, 0, 0, 0},
      {white, 1, 0, 0},
      {gray(128), 0.59987, 0, 0},
      {{255, 0, 0}, 0.62796, 0.22486, 0.12585},
      {{0, 255, 0}, 0.86644, -0.23389, 0.17950},
      {{0, 0, 255}, 0.45201, -0.03246, -0.31153},
      {{255, 255, 0}, 0.96798, -0.07137, 0.19857},
      {{0, 255, 255}, 0.90540, -0.14944, -0.03940},
      {{255, 0, 255}, 0.70167, 0.27457, -0.16916},
  };
  for (const PublishedColor& color : published) expect_near(color, ColorSpace::oklab, 1);
}

TEST(Points, HaveGraysOnTheAxisOfLightness) {
  for (const ColorSpace space : {ColorSpace::oklab, ColorSpace::lab}) {
    for (int value = 1; value < 256; ++value) {
      const Point point = to_point(gray(value), space);
      EXPECT_GT(point[0], to_point(gray(value - 1), space)[0]);
      EXPECT_EQ(point[1], 0);
      EXPECT_EQ(point[2], 0);
    }
  }
}

TEST(Points, HaveLightnessInUnitsOfASteps255th) {
  for (const ColorSpace space : color_spaces) {
    EXPECT_EQ(to_point(white, space)[0] - to_point(black, space)[0], 255 * units_per_step(space));
  }
}

TEST(Points, ComeInTheOrderOfTheKeys) {
  const std::vector<std::uint32_t> keys{color_key({9, 8, 7}), color_key({200, 100, 50})};
  for (const ColorSpace space : color_spaces) {
    const Points points = to_points(keys, space);
    ASSERT_EQ(points.rows(), 2);
    EXPECT_EQ(Point(points.row(0).transpose()), to_point({9, 8, 7}, space));
    EXPECT_EQ(Point(points.row(1).transpose()), to_point({200, 100, 50}, space));
  }
}

/// All channels in steps of 5, and cubes where colors lie close together: dark ones, and greens with a trace of red
/// and blue.
std::vector<Rgb8> sample_colors() {
  std::vector<Rgb8> colors;
  for (int r = 0; r < 256; r += 5) {
    for (int g = 0; g < 256; g += 5) {
      for (int b = 0; b < 256; b += 5) colors.push_back({to_byte(r), to_byte(g), to_byte(b)});
    }
  }
  for (int r = 0; r < 12; ++r) {
    for (int g = 0; g < 256; ++g) {
      for (int b = 0; b < 12; ++b) colors.push_back({to_byte(r), to_byte(g), to_byte(b)});
    }
  }
  std::sort(colors.begin(), colors.end());
  colors.erase(std::unique(colors.begin(), colors.end()), colors.end());
  return colors;
}

int largest_difference(Rgb8 a, Rgb8 b) {
  return std::max({std::abs(a.red - b.red), std::abs(a.green - b.green), std::abs(a.blue - b.blue)});
}

TEST(Points, LeadBackToTheirColors) {
  const std::vector<Rgb8> colors = sample_colors();
  for (const ColorSpace space : color_spaces) {
    int inexact_count = 0;
    for (const Rgb8 color : colors) {
      const Rgb8 back = to_color(to_point(color, space).cast<double>(), space);
      ASSERT_LE(largest_difference(back, color), 1);
      inexact_count += back == color ? 0 : 1;
    }
    // Where a channel hardly counts, half a unit can be a step of it.
    const int most_inexact = space == ColorSpace::rgb ? 0 : static_cast<int>(colors.size() / 1000);
    EXPECT_LE(inexact_count, most_inexact) << name_of(space);
  }
}

TEST(Points, AreDifferentForDifferentColors) {
  for (const ColorSpace space : color_spaces) {
    std::set<std::tuple<int, int, int>> points;
    const std::vector<Rgb8> colors = sample_colors();
    for (const Rgb8 color : colors) {
      const Point point = to_point(color, space);
      points.emplace(point[0], point[1], point[2]);
    }
    EXPECT_EQ(points.size(), colors.size()) << name_of(space);
  }
}

/// The largest and smallest coordinates lie on the surface of the color cube.
Box bounds_of_all_colors(ColorSpace space) {
  Box bounds{to_point(black, space), to_point(black, space)};
  const auto add = [&](int r, int g, int b) {
    const Point point = to_point({to_byte(r), to_byte(g), to_byte(b)}, space);
    bounds.min = bounds.min.cwiseMin(point);
    bounds.max = bounds.max.cwiseMax(point);
  };
  for (int u = 0; u < 256; ++u) {
    for (int v = 0; v < 256; v += 3) {
      for (const int face : {0, 255}) {
        add(face, u, v);
        add(u, face, v);
        add(u, v, face);
      }
    }
  }
  return bounds;
}

TEST(Points, LeaveRoomForSumsOfTwoDifferencesIn16Bits) {
  // The test with a bisector multiplies (a - b) by (a + b - 2c).
  for (const ColorSpace space : color_spaces) {
    const Box bounds = bounds_of_all_colors(space);
    const Eigen::Vector3i range = bounds.max.cast<int>() - bounds.min.cast<int>();
    EXPECT_LE(2 * range.maxCoeff(), std::numeric_limits<Coordinate>::max()) << name_of(space);
    const double largest_product = 2 * range.cast<double>().squaredNorm();
    EXPECT_LE(largest_product, std::numeric_limits<std::int32_t>::max()) << name_of(space);
  }
}

TEST(Lattice, HoldsTheNearestPoint) {
  EXPECT_EQ(to_lattice({1.4, -1.4, 2.6}), Point(1, -1, 3));
  // Halfway always goes the same way, on both sides of zero.
  EXPECT_EQ(to_lattice({1.5, -1.5, -0.5}), Point(2, -1, 0));
}

TEST(Color, IsTheNearestToAPositionInRgb) {
  EXPECT_EQ(to_color({64 * 10.49, 64 * 10.51, 64 * 10.5}, ColorSpace::rgb), (Rgb8{10, 11, 11}));
}

TEST(Color, IsClampedToTheCube) {
  EXPECT_EQ(to_color({-100, 64 * 300, 64 * 7}, ColorSpace::rgb), (Rgb8{0, 255, 7}));
  for (const ColorSpace space : {ColorSpace::oklab, ColorSpace::lab}) {
    EXPECT_EQ(to_color({300.0 * units_per_step(space), 0, 0}, space), white);
    EXPECT_EQ(to_color({-50, 0, 0}, space), black);
    const Eigen::Vector3d red = to_point({255, 0, 0}, space).cast<double>();
    const Rgb8 redder = to_color(red + Eigen::Vector3d(0, 300, 0), space);
    EXPECT_EQ(redder.red, 255);
    EXPECT_EQ(redder.green, 0);
  }
}

TEST(Color, IsTheNearestByteOnTheGrayAxis) {
  // Between 0 and 1 the curve of Oklab is too bent to be compared with a straight line.
  for (const ColorSpace space : {ColorSpace::oklab, ColorSpace::lab}) {
    for (int value = 1; value < 255; ++value) {
      const Eigen::Vector3d darker = to_point(gray(value), space).cast<double>();
      const Eigen::Vector3d lighter = to_point(gray(value + 1), space).cast<double>();
      EXPECT_EQ(to_color(darker + 0.3 * (lighter - darker), space), gray(value));
      EXPECT_EQ(to_color(darker + 0.7 * (lighter - darker), space), gray(value + 1));
    }
  }
}

}  // namespace
}  // namespace kmq

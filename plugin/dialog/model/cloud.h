// SPDX-License-Identifier: GPL-3.0-or-later
// The distinct colors as points in their color space, turned and painted.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/color/space.h"
#include "core/histogram/color_histogram.h"

namespace kmq {

/// One color, or some that are near to each other.
struct CloudPoint {
  /// From the middle of the space; no color is farther from it than 1.
  std::array<double, 3> place;
  Rgb8 color;
  double pixel_count;
};

/// Returns the place of a color as CloudPoint has it.
std::array<double, 3> cloud_place(Rgb8 color, ColorSpace space);

/// Returns all colors, or a sample in which each stands for some of its neighbors.
///
/// most  points at most, ≥ 1
std::vector<CloudPoint> sample_cloud(const ColorHistogram& histogram, ColorSpace space, std::size_t most);

/// How the cloud is looked at: turned around its upright axis, then tilted.
struct CloudView {
  double turn = 0.6;   ///< radians
  double tilt = 0.35;  ///< radians, −π/2 (from below) .. π/2 (from above)
  double scale = 1;    ///< 1: all of it can be seen

  /// Where a place is painted, and how near it is to the eye.
  struct Projected {
    double x;
    double y;
    double nearness;
  };

  /// width, height  of the canvas
  /// up             the axis that stands upright, 0..2
  [[nodiscard]] Projected project(const std::array<double, 3>& place, int up, double width, double height) const;
};

/// A picture of opaque and empty pixels, row by row, each 0xAARRGGBB.
struct CloudPicture {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels = {};
};

/// Paints points as squares, near ones before far ones, more pixels as a larger square.
CloudPicture paint_cloud(std::span<const CloudPoint> points, const CloudView& view, int up, int width, int height);

}  // namespace kmq

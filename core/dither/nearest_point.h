// SPDX-License-Identifier: GPL-3.0-or-later
// The point of a convex hull that is nearest to the origin.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace kmq {

/// Corners of a hull and their shares in a point of it.
struct Mixture {
  /// In four dimensions no more are needed.
  static constexpr std::size_t most_parts = 5;

  struct Part {
    std::size_t corner;  ///< position among the corners of the hull
    double share;        ///< above 0; the sum over all parts is 1
  };

  std::array<Part, most_parts> parts;
  std::size_t size = 0;
};

/// Returns the point nearest to the origin in the convex hull of some points.
///
/// corners  at least one, finite; of equal ones the first counts
/// Source   P. Wolfe 1976, "Finding the nearest point in a polytope", Mathematical Programming 11
Mixture nearest_mixture(std::span<const Eigen::Vector4d> corners);

}  // namespace kmq

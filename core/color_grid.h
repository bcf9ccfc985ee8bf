// SPDX-License-Identifier: GPL-3.0-or-later
// Weighted points grouped in the cells of the color cube: what every pass of the clustering walks over.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/points.h"

namespace kmq {

/// Weight and weighted sum of a group of points; whole numbers, so that any order of adding gives the same.
struct Moments {
  std::int64_t weight = 0;
  std::array<std::int64_t, 3> sum{};

  void add(std::int64_t point_weight, Coordinate x, Coordinate y, Coordinate z) {
    weight += point_weight;
    sum[0] += point_weight * x;
    sum[1] += point_weight * y;
    sum[2] += point_weight * z;
  }

  Moments& operator+=(const Moments& other);
  Moments& operator-=(const Moments& other);
  friend bool operator==(const Moments&, const Moments&) = default;

  /// Mean of the points; weight > 0.
  [[nodiscard]] Eigen::Vector3d mean() const;
};

/// The smallest box with the points of a cell in it; both corners belong to it.
struct Box {
  Point min;
  Point max;
};

/// Points in grid order, and two levels of cells over them: leaf cells of 8³ colors in super-cells of 32³.
///
/// The cells are cubes of RGB in every color space; their boxes are those of the points in them, in that space.
class ColorGrid {
 public:
  struct Leaf {
    std::uint32_t key;  // which of the 2¹⁵ leaf cells
    std::uint32_t begin, end;
    Box box;
    Moments moments;
  };
  struct SuperCell {
    std::uint32_t first_leaf, last_leaf;  // last is one past the end
    Box box;
  };

  /// points   N × 3, N ≥ 1
  /// keys     N color keys, rising, not necessarily distinct: they say in which cell a point lies
  /// weights  N, each > 0
  ColorGrid(Points points, std::span<const std::uint32_t> keys, std::vector<std::int64_t> weights);

  [[nodiscard]] std::size_t size() const { return weights_.size(); }
  [[nodiscard]] const Coordinate* axis(int index) const { return points_.col(index).data(); }
  [[nodiscard]] Point point(std::size_t position) const {
    return points_.row(static_cast<Eigen::Index>(position)).transpose();
  }
  [[nodiscard]] std::span<const std::int64_t> weights() const { return weights_; }
  [[nodiscard]] std::span<const Leaf> leaves() const { return leaves_; }
  [[nodiscard]] std::span<const SuperCell> super_cells() const { return super_cells_; }
  [[nodiscard]] const Moments& moments() const { return moments_; }

  /// Cost of one centroid at the mean of all points: Σ weight × squared distance.
  [[nodiscard]] double total_variance() const { return total_variance_; }

 private:
  Points points_;
  std::vector<std::int64_t> weights_;
  std::vector<Leaf> leaves_;
  std::vector<SuperCell> super_cells_;
  Moments moments_;
  double total_variance_ = 0;
};

/// Returns a smaller grid that stands for a larger one: one point per occupied cube of 4³ colors, at their mean.
ColorGrid coarsen(const ColorGrid& grid, std::span<const std::uint32_t> keys);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Weighted points grouped in the cells of the color cube: what every pass of the clustering walks over.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/color/points.h"

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
  Point min = Point::Zero();
  Point max = Point::Zero();
};

/// Returns the lattice point nearest to a position, among those in the box.
Point to_lattice_in(const Box& box, const Eigen::Vector3d& position);

/// Points in grid order, and a tree of cells over them: cubes of 64³ colors, and in these, where there are many
/// points, cubes of half the size, down to 8³.
///
/// The cells are cubes of RGB in every color space; their boxes are those of the points in them, in that space.
class ColorGrid {
 public:
  static constexpr std::size_t most_points_per_leaf = 512;

  struct Cell {
    std::uint32_t begin, end;  // points
    Box box;
    std::uint32_t first_child = 0, last_child = 0;  // among the cells, last is one past the end

    [[nodiscard]] bool is_leaf() const { return first_child == last_child; }
    [[nodiscard]] std::uint32_t point_count() const { return end - begin; }
  };

  /// points   N × 3, N ≥ 1
  /// keys     N color keys, rising and distinct: they say in which cell a point lies
  /// weights  N, each > 0; they are kept by reference and have to live as long
  ColorGrid(Points points, std::span<const std::uint32_t> keys, std::span<const std::int64_t> weights);
  /// The same with weights of its own.
  ColorGrid(Points points, std::span<const std::uint32_t> keys, std::vector<std::int64_t> weights);
  ColorGrid(ColorGrid&&) noexcept = default;
  ColorGrid& operator=(ColorGrid&&) noexcept = default;
  ColorGrid(const ColorGrid&) = delete;
  ColorGrid& operator=(const ColorGrid&) = delete;
  ~ColorGrid() = default;

  [[nodiscard]] std::size_t size() const { return weights_.size(); }
  [[nodiscard]] const Coordinate* axis(int index) const { return points_.col(index).data(); }
  [[nodiscard]] Point point(std::size_t position) const {
    return points_.row(static_cast<Eigen::Index>(position)).transpose();
  }
  [[nodiscard]] std::span<const std::int64_t> weights() const { return weights_; }
  /// All cells; the first top_count() are those that lie in no other.
  [[nodiscard]] std::span<const Cell> cells() const { return cells_; }
  [[nodiscard]] std::size_t top_count() const { return top_count_; }
  /// Of all points.
  [[nodiscard]] const Moments& moments() const { return moments_; }
  /// The smallest around all points.
  [[nodiscard]] const Box& box() const { return box_; }

  /// Cost of one centroid at the mean of all points: Σ weight × squared distance.
  [[nodiscard]] double total_variance() const { return total_variance_; }

 private:
  void append_all_cells(std::span<const std::uint32_t> keys);
  void append_cells(std::span<const std::uint32_t> keys, std::uint32_t begin, std::uint32_t end, int cell_bits);
  void divide(std::span<const std::uint32_t> keys, std::uint32_t cell, int cell_bits);
  void find_boxes();
  [[nodiscard]] Box box_of_points(const Cell& cell) const;
  [[nodiscard]] Box box_of_cells(std::uint32_t first, std::uint32_t last) const;
  [[nodiscard]] double sum_of_variances() const;

  Points points_;
  std::vector<std::int64_t> own_weights_;
  std::span<const std::int64_t> weights_;  // its own, or those of someone else
  std::vector<Cell> cells_;
  std::size_t top_count_ = 0;
  Box box_;
  Moments moments_;
  double total_variance_ = 0;
};

/// Returns how many boxes of 2^box_bits colors have some of the colors.
std::size_t count_occupied_boxes(std::span<const std::uint32_t> keys, int box_bits);

/// Returns one point for each occupied box of 2^box_bits colors, at the mean of the points in it.
///
/// keys  those that the grid was made with
ColorGrid coarsen(const ColorGrid& grid, std::span<const std::uint32_t> keys, int box_bits);

}  // namespace kmq

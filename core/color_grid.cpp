// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color_grid.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace kmq {
namespace {

/// Calls visit(begin, end) for each run of keys that lie in the same cell of 2^cell_bits colors.
template <typename Visit>
void for_each_cell(std::span<const std::uint32_t> keys, std::uint32_t begin, std::uint32_t end, int cell_bits,
                   const Visit& visit) {
  while (begin < end) {
    const std::uint32_t cell = keys[begin] >> cell_bits;
    std::uint32_t next = begin + 1;
    while (next < end && keys[next] >> cell_bits == cell) ++next;
    visit(begin, next);
    begin = next;
  }
}

}  // namespace

Moments& Moments::operator+=(const Moments& other) {
  weight += other.weight;
  for (std::size_t axis = 0; axis < 3; ++axis) sum[axis] += other.sum[axis];
  return *this;
}

Moments& Moments::operator-=(const Moments& other) {
  weight -= other.weight;
  for (std::size_t axis = 0; axis < 3; ++axis) sum[axis] -= other.sum[axis];
  return *this;
}

Eigen::Vector3d Moments::mean() const {
  assert(weight > 0);
  const auto divisor = static_cast<double>(weight);
  return {static_cast<double>(sum[0]) / divisor, static_cast<double>(sum[1]) / divisor,
          static_cast<double>(sum[2]) / divisor};
}

ColorGrid::ColorGrid(Points points, std::span<const std::uint32_t> keys, std::vector<std::int64_t> weights)
    : points_(std::move(points)), weights_(std::move(weights)) {
  assert(!weights_.empty() && keys.size() == weights_.size());
  constexpr int top_cell_bits = 18;
  append_cells(keys, 0, static_cast<std::uint32_t>(keys.size()), top_cell_bits);
  top_count_ = cells_.size();
  for (std::uint32_t cell = 0; cell < top_count_; ++cell) divide(keys, cell, top_cell_bits);
  for (std::size_t i = 0; i < size(); ++i) moments_.add(weights_[i], axis(0)[i], axis(1)[i], axis(2)[i]);
  const Eigen::Vector3d center = moments_.mean();
  for (std::size_t i = 0; i < size(); ++i) {
    total_variance_ += static_cast<double>(weights_[i]) * (point(i).cast<double>() - center).squaredNorm();
  }
}

void ColorGrid::append_cells(std::span<const std::uint32_t> keys, std::uint32_t begin, std::uint32_t end,
                             int cell_bits) {
  for_each_cell(keys, begin, end, cell_bits, [&](std::uint32_t cell_begin, std::uint32_t cell_end) {
    cells_.push_back({cell_begin, cell_end, box_of(cell_begin, cell_end)});
  });
}

void ColorGrid::divide(std::span<const std::uint32_t> keys, std::uint32_t cell, int cell_bits) {
  constexpr std::uint32_t few_points = 32;  // not worth the tests of more boxes
  if (cell_bits == block_bits || cells_[cell].point_count() <= few_points) return;
  const auto first_child = static_cast<std::uint32_t>(cells_.size());
  append_cells(keys, cells_[cell].begin, cells_[cell].end, cell_bits - 3);
  const auto last_child = static_cast<std::uint32_t>(cells_.size());
  cells_[cell].first_child = first_child;
  cells_[cell].last_child = last_child;
  for (std::uint32_t child = first_child; child < last_child; ++child) divide(keys, child, cell_bits - 3);
}

Box ColorGrid::box_of(std::uint32_t begin, std::uint32_t end) const {
  Box box{point(begin), point(begin)};
  for (int axis_index = 0; axis_index < 3; ++axis_index) {
    const auto [min, max] = std::minmax_element(axis(axis_index) + begin, axis(axis_index) + end);
    box.min[axis_index] = *min;
    box.max[axis_index] = *max;
  }
  return box;
}

ColorGrid coarsen(const ColorGrid& grid, std::span<const std::uint32_t> keys) {
  constexpr int cube_bits = 6;
  std::vector<std::uint32_t> cube_keys;
  std::vector<Point> means;
  std::vector<std::int64_t> weights;
  for_each_cell(keys, 0, static_cast<std::uint32_t>(keys.size()), cube_bits, [&](auto begin, auto end) {
    Moments cube;
    for (std::uint32_t i = begin; i < end; ++i) {
      cube.add(grid.weights()[i], grid.axis(0)[i], grid.axis(1)[i], grid.axis(2)[i]);
    }
    cube_keys.push_back(keys[begin]);
    means.push_back(to_lattice(cube.mean()));
    weights.push_back(cube.weight);
  });
  Points points(static_cast<Eigen::Index>(means.size()), 3);
  for (std::size_t i = 0; i < means.size(); ++i) points.row(static_cast<Eigen::Index>(i)) = means[i].transpose();
  return {std::move(points), cube_keys, std::move(weights)};
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/color_grid.h"

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <ranges>
#include <utility>

#include "core/base/parallel.h"

namespace kmq {
namespace {

/// Returns the end of the run of keys from `begin` on that lie in the same cell of 2^cell_bits colors.
///
/// Source  Bentley and Yao 1976, "An almost optimal algorithm for unbounded searching": most runs are short
std::uint32_t end_of_cell(std::span<const std::uint32_t> keys, std::uint32_t begin, std::uint32_t end, int cell_bits) {
  const std::uint32_t cell = keys[begin] >> cell_bits;
  std::uint32_t step = 1;
  while (step < end - begin && keys[begin + step] >> cell_bits == cell) step *= 2;
  const auto first = keys.begin() + begin + step / 2;
  const auto last = keys.begin() + begin + std::min(step, end - begin);
  const auto is_before = [cell_bits](std::uint32_t value, std::uint32_t key) { return value < key >> cell_bits; };
  return static_cast<std::uint32_t>(std::upper_bound(first, last, cell, is_before) - keys.begin());
}

/// Calls visit(begin, end) for each run of keys that lie in the same cell of 2^cell_bits colors.
template <typename Visit>
void for_each_cell(std::span<const std::uint32_t> keys, std::uint32_t begin, std::uint32_t end, int cell_bits,
                   const Visit& visit) {
  while (begin < end) {
    const std::uint32_t next = end_of_cell(keys, begin, end, cell_bits);
    visit(begin, next);
    begin = next;
  }
}

}  // namespace

Point to_lattice_in(const Box& box, const Eigen::Vector3d& position) {
  return to_lattice(position.cwiseMax(box.min.cast<double>()).cwiseMin(box.max.cast<double>()));
}

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

ColorGrid::ColorGrid(Points points, std::span<const std::uint32_t> keys, std::span<const std::int64_t> weights)
    : points_(std::move(points)), weights_(weights) {
  assert(!weights_.empty() && keys.size() == weights_.size());
  append_all_cells(keys);
  find_boxes();
  moments_ = sum_of_parts<Moments>(size(), [&](std::size_t begin, std::size_t end) {
    Moments moments;
    for (std::size_t i = begin; i < end; ++i) moments.add(weights_[i], axis(0)[i], axis(1)[i], axis(2)[i]);
    return moments;
  });
  total_variance_ = sum_of_variances();
}

ColorGrid::ColorGrid(Points points, std::span<const std::uint32_t> keys, std::vector<std::int64_t> weights)
    : ColorGrid(std::move(points), keys, std::span<const std::int64_t>(weights)) {
  own_weights_ = std::move(weights);  // which leaves them where they are
}

double ColorGrid::sum_of_variances() const {
  const Eigen::Vector3d center = moments_.mean();
  return sum_of_parts<double>(size(), [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) {
      sum += static_cast<double>(weights_[i]) * (point(i).cast<double>() - center).squaredNorm();
    }
    return sum;
  });
}

void ColorGrid::append_all_cells(std::span<const std::uint32_t> keys) {
  constexpr int top_cell_bits = 18;
  append_cells(keys, 0, static_cast<std::uint32_t>(keys.size()), top_cell_bits);
  top_count_ = cells_.size();
  for (std::uint32_t cell = 0; cell < top_count_; ++cell) divide(keys, cell, top_cell_bits);
}

void ColorGrid::append_cells(std::span<const std::uint32_t> keys, std::uint32_t begin, std::uint32_t end,
                             int cell_bits) {
  for_each_cell(keys, begin, end, cell_bits, [&](std::uint32_t cell_begin, std::uint32_t cell_end) {
    cells_.push_back({.begin = cell_begin, .end = cell_end, .box = {}});
  });
}

void ColorGrid::divide(std::span<const std::uint32_t> keys, std::uint32_t cell, int cell_bits) {
  constexpr std::uint32_t few_points = 64;  // not worth the tests of more boxes
  if (cell_bits == block_bits || cells_[cell].point_count() <= few_points) return;
  const auto first_child = static_cast<std::uint32_t>(cells_.size());
  append_cells(keys, cells_[cell].begin, cells_[cell].end, cell_bits - 3);
  const auto last_child = static_cast<std::uint32_t>(cells_.size());
  cells_[cell].first_child = first_child;
  cells_[cell].last_child = last_child;
  for (std::uint32_t child = first_child; child < last_child; ++child) divide(keys, child, cell_bits - 3);
}

void ColorGrid::find_boxes() {
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, cells_.size(), 256), [&](const auto& range) {
    for (std::size_t i = range.begin(); i < range.end(); ++i) {
      if (cells_[i].is_leaf()) cells_[i].box = box_of_points(cells_[i]);
    }
  });
  // Children come behind their parents.
  for (Cell& cell : std::views::reverse(cells_)) {
    if (!cell.is_leaf()) cell.box = box_of_cells(cell.first_child, cell.last_child);
  }
  box_ = box_of_cells(0, static_cast<std::uint32_t>(top_count_));
}

Box ColorGrid::box_of_points(const Cell& cell) const {
  Box box;
  for (int axis_index = 0; axis_index < 3; ++axis_index) {
    const Coordinate* const values = axis(axis_index);
    Coordinate min = values[cell.begin];
    Coordinate max = min;
    for (std::uint32_t i = cell.begin; i < cell.end; ++i) {
      min = std::min(min, values[i]);
      max = std::max(max, values[i]);
    }
    box.min[axis_index] = min;
    box.max[axis_index] = max;
  }
  return box;
}

Box ColorGrid::box_of_cells(std::uint32_t first, std::uint32_t last) const {
  Box box = cells_[first].box;
  for (std::uint32_t cell = first; cell < last; ++cell) {
    box.min = box.min.cwiseMin(cells_[cell].box.min);
    box.max = box.max.cwiseMax(cells_[cell].box.max);
  }
  return box;
}

std::size_t count_occupied_boxes(std::span<const std::uint32_t> keys, int box_bits) {
  std::size_t count = keys.empty() ? 0 : 1;
  for (std::size_t i = 1; i < keys.size(); ++i) count += (keys[i - 1] ^ keys[i]) >> box_bits != 0 ? 1 : 0;
  return count;
}

ColorGrid coarsen(const ColorGrid& grid, std::span<const std::uint32_t> keys, int box_bits) {
  std::vector<std::uint32_t> ends;
  for_each_cell(keys, 0, static_cast<std::uint32_t>(keys.size()), box_bits,
                [&](auto, auto end) { ends.push_back(end); });
  Points points(std::ssize(ends), 3);
  std::vector<std::uint32_t> box_keys(ends.size());
  std::vector<std::int64_t> weights(ends.size());
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, ends.size(), 1024), [&](const auto& range) {
    for (std::size_t i = range.begin(); i < range.end(); ++i) {
      const std::uint32_t begin = i == 0 ? 0 : ends[i - 1];
      Moments box;
      for (std::uint32_t j = begin; j < ends[i]; ++j) {
        box.add(grid.weights()[j], grid.axis(0)[j], grid.axis(1)[j], grid.axis(2)[j]);
      }
      points.row(static_cast<Eigen::Index>(i)) = to_lattice(box.mean()).transpose();
      box_keys[i] = keys[begin];
      weights[i] = box.weight;
    }
  });
  return {std::move(points), box_keys, std::move(weights)};
}

}  // namespace kmq

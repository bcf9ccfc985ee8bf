// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color_grid.h"

#include <cassert>
#include <cmath>
#include <utility>

namespace kmq {
namespace {

Box box_of(const Point& point) { return {point, point}; }

void extend(Box& box, const Box& other) {
  box.min = box.min.cwiseMin(other.min);
  box.max = box.max.cwiseMax(other.max);
}

/// Returns Σ weight × squared distance to `center` over the points of a leaf cell.
double variance_around(const ColorGrid& grid, const ColorGrid::Leaf& leaf, const Eigen::Vector3d& center) {
  double sum = 0;
  for (std::uint32_t i = leaf.begin; i < leaf.end; ++i) {
    sum += static_cast<double>(grid.weights()[i]) * (grid.point(i).cast<double>() - center).squaredNorm();
  }
  return sum;
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
  for (std::uint32_t i = 0; i < weights_.size(); ++i) {
    const std::uint32_t leaf_key = keys[i] >> leaf_key_bits;
    if (leaves_.empty() || leaves_.back().key != leaf_key) leaves_.push_back({leaf_key, i, i, box_of(point(i)), {}});
    Leaf& leaf = leaves_.back();
    leaf.end = i + 1;
    extend(leaf.box, box_of(point(i)));
    leaf.moments.add(weights_[i], axis(0)[i], axis(1)[i], axis(2)[i]);
  }
  for (std::uint32_t i = 0; i < leaves_.size(); ++i) {
    const Leaf& leaf = leaves_[i];
    constexpr int leaf_bits = super_key_bits - leaf_key_bits;
    if (i == 0 || leaf.key >> leaf_bits != leaves_[i - 1].key >> leaf_bits) super_cells_.push_back({i, i, leaf.box});
    super_cells_.back().last_leaf = i + 1;
    extend(super_cells_.back().box, leaf.box);
    moments_ += leaf.moments;
  }
  const Eigen::Vector3d center = moments_.mean();
  for (const Leaf& leaf : leaves_) total_variance_ += variance_around(*this, leaf, center);
}

ColorGrid coarsen(const ColorGrid& grid, std::span<const std::uint32_t> keys) {

  std::vector<std::uint32_t> coarse_keys;
  std::vector<Moments> cells;
  // Within a leaf cell the keys order by the third bit of each channel last of all: a cube of 4³ is not one piece.
  for (const ColorGrid::Leaf& leaf : grid.leaves()) {
    std::array<Moments, 8> octants{};
    for (std::uint32_t i = leaf.begin; i < leaf.end; ++i) {
      const Rgb8 color = color_of_key(keys[i]);
      const std::size_t octant = (color.red >> 2 & 1U) << 2 | (color.green >> 2 & 1U) << 1 | (color.blue >> 2 & 1U);
      octants[octant].add(grid.weights()[i], grid.axis(0)[i], grid.axis(1)[i], grid.axis(2)[i]);
    }
    for (const Moments& octant : octants) {
      if (octant.weight == 0) continue;
      coarse_keys.push_back(leaf.key << leaf_key_bits);
      cells.push_back(octant);
    }
  }

  Points points(static_cast<Eigen::Index>(cells.size()), 3);
  std::vector<std::int64_t> weights;
  weights.reserve(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    points.row(static_cast<Eigen::Index>(i)) = to_lattice(cells[i].mean()).transpose();
    weights.push_back(cells[i].weight);
  }
  return {std::move(points), coarse_keys, std::move(weights)};
}

}  // namespace kmq

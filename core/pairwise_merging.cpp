// SPDX-License-Identifier: GPL-3.0-or-later
// The start that works from below: many small groups of points, merged pair by pair.
#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>
#include <vector>

#include "core/seeding.h"

namespace kmq {
namespace {

/// Points begin .. end of an order, with the axis along which they vary most.
struct Group {
  std::size_t begin, end;
  Moments moments;
  int widest_axis;
  double widest_variance;  // weighted, not divided by the weight

  friend bool operator<(const Group& a, const Group& b) {
    return a.widest_variance != b.widest_variance ? a.widest_variance < b.widest_variance : a.begin > b.begin;
  }
};

Group make_group(const ColorGrid& grid, const std::vector<std::uint32_t>& order, std::size_t begin, std::size_t end) {
  Group group{begin, end, {}, 0, 0};
  for (std::size_t i = begin; i < end; ++i) {
    const std::uint32_t point = order[i];
    group.moments.add(grid.weights()[point], grid.axis(0)[point], grid.axis(1)[point], grid.axis(2)[point]);
  }
  const Eigen::Vector3d mean = group.moments.mean();
  Eigen::Array3d variance = Eigen::Array3d::Zero();
  for (std::size_t i = begin; i < end; ++i) {
    const Eigen::Array3d offset = (grid.point(order[i]).cast<double>() - mean).array();
    variance += static_cast<double>(grid.weights()[order[i]]) * offset.square();
  }
  group.widest_variance = variance.maxCoeff(&group.widest_axis);
  return group;
}

/// Divides the points into groups, each time that which varies most, at its mean.
std::vector<Moments> divide(const ColorGrid& grid, std::size_t count) {
  std::vector<std::uint32_t> order(grid.size());
  std::iota(order.begin(), order.end(), 0U);
  std::priority_queue<Group> groups;
  groups.push(make_group(grid, order, 0, order.size()));
  while (groups.size() < count && groups.top().widest_variance > 0) {
    const Group group = groups.top();
    groups.pop();
    const Coordinate* axis = grid.axis(group.widest_axis);
    const double mean = group.moments.mean()[group.widest_axis];
    const auto begin = order.begin() + static_cast<std::ptrdiff_t>(group.begin);
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(group.end);
    const auto middle = std::stable_partition(begin, end, [&](std::uint32_t point) { return axis[point] <= mean; });
    const auto cut = static_cast<std::size_t>(middle - order.begin());
    groups.push(make_group(grid, order, group.begin, cut));
    groups.push(make_group(grid, order, cut, group.end));
  }
  std::vector<Moments> result;
  for (; !groups.empty(); groups.pop()) result.push_back(groups.top().moments);
  return result;
}

/// Clusters that merge into their nearest neighbor; nearest is where merging raises the cost least.
class Merger {
 public:
  explicit Merger(const std::vector<Moments>& groups) {
    for (const Moments& group : groups) {
      const Eigen::Vector3d mean = group.mean();
      moments_.push_back(group);
      weight_.push_back(static_cast<double>(group.weight));
      x_.push_back(mean[0]);
      y_.push_back(mean[1]);
      z_.push_back(mean[2]);
    }
    nearest_.resize(groups.size());
    rise_.resize(groups.size());
    for (std::size_t i = 0; i < size(); ++i) find_nearest(i);
  }

  [[nodiscard]] std::size_t size() const { return moments_.size(); }
  [[nodiscard]] const std::vector<Moments>& moments() const { return moments_; }

  void merge_nearest_pair() {
    const auto a = static_cast<std::size_t>(std::min_element(rise_.begin(), rise_.end()) - rise_.begin());
    const std::size_t b = nearest_[a];
    const std::size_t kept = std::min(a, b);
    const std::size_t dropped = std::max(a, b);
    moments_[kept] += moments_[dropped];
    move_to_mean(kept);
    remove(dropped);
    for (std::size_t i = 0; i < size(); ++i) {
      if (i == kept || nearest_[i] == kept || nearest_[i] == none) find_nearest(i);
    }
  }

 private:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  void move_to_mean(std::size_t i) {
    const Eigen::Vector3d mean = moments_[i].mean();
    weight_[i] = static_cast<double>(moments_[i].weight);
    x_[i] = mean[0];
    y_[i] = mean[1];
    z_[i] = mean[2];
  }

  /// The last cluster takes the place of the one that goes.
  void remove(std::size_t gone) {
    const std::size_t last = size() - 1;
    for (std::size_t& neighbor : nearest_) {
      if (neighbor == gone) neighbor = none;
      if (neighbor == last) neighbor = gone;
    }
    const auto drop = [&](auto& values) {
      values[gone] = values[last];
      values.pop_back();
    };
    drop(moments_);
    drop(weight_);
    drop(x_);
    drop(y_);
    drop(z_);
    drop(nearest_);
    drop(rise_);
  }

  /// By Ward 1963, merging raises the cost by w₁w₂/(w₁+w₂) × squared distance of the means.
  void find_nearest(std::size_t i) {
    rises_.resize(size());
    for (std::size_t j = 0; j < size(); ++j) {
      const double dx = x_[j] - x_[i];
      const double dy = y_[j] - y_[i];
      const double dz = z_[j] - z_[i];
      rises_[j] = (dx * dx + dy * dy + dz * dz) * (weight_[i] * weight_[j] / (weight_[i] + weight_[j]));
    }
    rises_[i] = std::numeric_limits<double>::infinity();
    const auto least = std::min_element(rises_.begin(), rises_.end());
    nearest_[i] = static_cast<std::size_t>(least - rises_.begin());
    rise_[i] = *least;
  }

  std::vector<Moments> moments_;
  std::vector<double> weight_, x_, y_, z_;
  std::vector<std::size_t> nearest_;
  std::vector<double> rise_;   // of merging with the nearest
  std::vector<double> rises_;  // of merging with each other; kept to allocate once
};

}  // namespace

Centroids merged_centroids(const ColorGrid& grid, int count) {
  // Merging takes time with the square of the groups; more of them hardly improve the result.
  constexpr std::size_t least_groups = 256;
  constexpr std::size_t groups_per_centroid = 4;
  Merger merger(divide(grid, std::max(least_groups, groups_per_centroid * static_cast<std::size_t>(count))));
  while (merger.size() > static_cast<std::size_t>(count)) merger.merge_nearest_pair();
  Centroids centroids;
  for (const Moments& cluster : merger.moments()) centroids.push_back(to_lattice(cluster.mean()));
  return centroids;
}

}  // namespace kmq

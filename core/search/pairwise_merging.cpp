// SPDX-License-Identifier: GPL-3.0-or-later
// The start that works from below: many small groups of points, merged pair by pair.
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <queue>
#include <vector>

#include "core/search/seeding.h"

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

/// Returns the first position of the least value. Eight candidates side by side are vector code; std::min_element,
/// which looks at one value after the other, takes four times as long.
std::size_t position_of_least(const std::vector<double>& values) {
  constexpr std::size_t lanes = 8;
  std::array<double, lanes> least;
  least.fill(values[0]);
  const std::size_t whole = values.size() / lanes * lanes;
  for (std::size_t i = 0; i < whole; i += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      least[lane] = values[i + lane] < least[lane] ? values[i + lane] : least[lane];
    }
  }
  double result = *std::min_element(least.begin(), least.end());
  for (std::size_t i = whole; i < values.size(); ++i) result = std::min(result, values[i]);
  return static_cast<std::size_t>(std::find(values.begin(), values.end(), result) - values.begin());
}

/// Clusters that merge into their nearest neighbor; nearest is where merging raises the cost least.
///
/// A merger raises the cost of merging with the merged cluster. So what was the nearest before is a lower bound after
/// it, and is found anew only when that is the least of all.
///
/// Source  Kaukoranta, Fränti and Nevalainen 1999, "Vector quantization by lazy pairwise nearest neighbor method"
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
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, size(), 64), [&](const auto& range) {
      std::vector<double> rises;
      for (std::size_t i = range.begin(); i < range.end(); ++i) find_nearest(i, rises);
    });
  }

  [[nodiscard]] std::size_t size() const { return moments_.size(); }
  [[nodiscard]] const std::vector<Moments>& moments() const { return moments_; }

  void merge_nearest_pair() {
    std::size_t a = position_of_least(rise_);
    while (nearest_[a] == outdated) {
      find_nearest(a, rises_);
      a = position_of_least(rise_);
    }
    const std::size_t b = nearest_[a];
    const std::size_t kept = std::min(a, b);
    const std::size_t dropped = std::max(a, b);
    moments_[kept] += moments_[dropped];
    move_to_mean(kept);
    remove(dropped);
    std::replace(nearest_.begin(), nearest_.end(), kept, outdated);
    find_nearest(kept, rises_);
  }

 private:
  static constexpr std::size_t outdated = std::numeric_limits<std::size_t>::max();

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
      if (neighbor == gone) neighbor = outdated;
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
  ///
  /// rises  where to put those of merging with each other cluster
  void find_nearest(std::size_t i, std::vector<double>& rises) {
    rises.resize(size());
    for (std::size_t j = 0; j < size(); ++j) {
      const double dx = x_[j] - x_[i];
      const double dy = y_[j] - y_[i];
      const double dz = z_[j] - z_[i];
      rises[j] = (dx * dx + dy * dy + dz * dz) * (weight_[i] * weight_[j] / (weight_[i] + weight_[j]));
    }
    rises[i] = std::numeric_limits<double>::infinity();
    nearest_[i] = position_of_least(rises);
    rise_[i] = rises[nearest_[i]];
  }

  std::vector<Moments> moments_;
  std::vector<double> weight_, x_, y_, z_;
  std::vector<std::size_t> nearest_;
  std::vector<double> rise_;   // of merging with the nearest, or less where that is outdated
  std::vector<double> rises_;  // of merging with each other; kept to allocate once
};

}  // namespace

Centroids merged_centroids(const ColorGrid& grid, int count) {
  // Merging takes time with the square of the groups; more of them hardly improve the result.
  constexpr std::size_t least_groups = 256;
  constexpr std::size_t groups_per_centroid = 3;
  Merger merger(divide(grid, std::max(least_groups, groups_per_centroid * static_cast<std::size_t>(count))));
  while (merger.size() > static_cast<std::size_t>(count)) merger.merge_nearest_pair();
  Centroids centroids;
  for (const Moments& cluster : merger.moments()) centroids.push_back(to_lattice(cluster.mean()));
  return centroids;
}

}  // namespace kmq

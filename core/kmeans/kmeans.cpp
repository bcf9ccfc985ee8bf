// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/kmeans.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>
#include <vector>

namespace kmq {
namespace {

/// What a point costs is measured from the centroids as they are now: a point on which its centroid has just come to
/// lie would not change its label.
void refill_empty_clusters(const ColorGrid& grid, const Clustering& clustering, Centroids& centroids) {
  const auto clusters = clustering.partition.clusters();
  std::vector<int> empty;
  for (int i = clustering.fixed_count; i < centroids.size(); ++i) {
    if (clusters[static_cast<std::size_t>(i)].weight == 0) empty.push_back(i);
  }
  if (empty.empty()) return;
  const std::vector<std::size_t> points =
      most_expensive_points(grid, centroids, clustering.partition.labels(), empty.size());
  for (std::size_t i = 0; i < points.size(); ++i) centroids.set(empty[i], grid.point(points[i]));
}

/// Returns the centroids at the means of their points or beyond; one that would gain less than `least_gain` stays, so
/// that what it is nearest to need not be found out anew.
Centroids updated_centroids(const ColorGrid& grid, const Clustering& clustering, double least_gain,
                            double over_relaxation) {
  Centroids centroids = clustering.centroids;
  const auto clusters = clustering.partition.clusters();
  for (int i = clustering.fixed_count; i < centroids.size(); ++i) {
    const Moments& cluster = clusters[static_cast<std::size_t>(i)];
    if (cluster.weight == 0) continue;
    const Eigen::Vector3d mean = cluster.mean();
    const Eigen::Vector3d way = mean - centroids[i].cast<double>();
    const double gain = static_cast<double>(cluster.weight) * way.squaredNorm();
    if (gain >= least_gain) centroids.set(i, to_lattice_in(grid.box(), mean + over_relaxation * way));
  }
  refill_empty_clusters(grid, clustering, centroids);
  return centroids;
}

/// Returns how far the centroids moved together: the Euclidean norm over all their coordinates.
double movement(const Centroids& from, const Centroids& to) {
  double sum = 0;
  for (int i = 0; i < from.size(); ++i) sum += (to[i].cast<double>() - from[i].cast<double>()).squaredNorm();
  return std::sqrt(sum);
}

double current_cost(const ColorGrid& grid, const Clustering& clustering) {
  return cost_of(grid, clustering.centroids, clustering.fixed_count, clustering.partition.clusters());
}

}  // namespace

double cost_of(const ColorGrid& grid, const Centroids& centroids, int fixed_count, std::span<const Moments> clusters) {
  const Eigen::Vector3d center = grid.moments().mean();
  // Steiner's theorem: the variance within clusters is what the variance between them leaves of the total.
  double cost = grid.total_variance();
  for (int i = 0; i < centroids.size(); ++i) {
    const Moments& cluster = clusters[static_cast<std::size_t>(i)];
    if (cluster.weight == 0) continue;
    const auto weight = static_cast<double>(cluster.weight);
    const Eigen::Vector3d mean = cluster.mean();
    cost -= weight * (mean - center).squaredNorm();
    if (i < fixed_count) cost += weight * (mean - centroids[i].cast<double>()).squaredNorm();
  }
  return std::max(cost, 0.0);
}

Clustering start_clustering(const ColorGrid& grid, const Centroids& centroids, int fixed_count) {
  assert(fixed_count >= 0 && fixed_count <= centroids.size());
  Clustering clustering{centroids, fixed_count, Partition(grid)};
  restart(grid, clustering);
  return clustering;
}

void restart(const ColorGrid& grid, Clustering& clustering) {
  clustering.partition.assign(grid, clustering.centroids);
  clustering.cost = current_cost(grid, clustering);
}

void descend(const ColorGrid& grid, Clustering& clustering, const DescentLimits& limits, const RunControl& control) {
  constexpr double many_gains = 30;
  clustering.has_converged = false;
  double over_relaxation = limits.over_relaxation;
  for (int iteration = 0; iteration < limits.max_iterations; ++iteration) {
    throw_if_canceled(control);
    const double least_gain = limits.least_gain * clustering.cost / clustering.centroids.size();
    const Centroids centroids = updated_centroids(grid, clustering, least_gain, over_relaxation);
    const double moved = movement(clustering.centroids, centroids);
    clustering.centroids = centroids;
    const std::int64_t changed_points = clustering.partition.assign(grid, centroids);
    const double cost = current_cost(grid, clustering);
    const double gain = clustering.cost - cost;
    clustering.cost = cost;
    ++clustering.iterations;
    // Rounded means can make the cost rise by a trace, which is no reason to end before that of the labels.
    const bool gains_little = limits.least_gain > 0 && gain < limits.least_gain * cost;
    const bool is_at_end = changed_points == 0 || moved < limits.tolerance || gains_little;
    if (over_relaxation > 0) {
      if (is_at_end || gain < 0) over_relaxation = 0;
      continue;
    }
    clustering.has_converged = changed_points == 0;
    if (is_at_end || cost - many_gains * gain > limits.cost_to_beat) return;
  }
}

std::vector<std::size_t> most_expensive_points(const ColorGrid& grid, const Centroids& centroids,
                                               std::span<const std::uint8_t> labels, std::size_t count) {
  std::vector<std::pair<double, std::size_t>> costs;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const Eigen::Vector3d offset = grid.point(i).cast<double>() - centroids[labels[i]].cast<double>();
    const double cost = offset.squaredNorm() * static_cast<double>(grid.weights()[i]);
    if (cost > 0) costs.emplace_back(-cost, i);
  }
  const std::size_t found = std::min(count, costs.size());
  std::partial_sort(costs.begin(), costs.begin() + static_cast<std::ptrdiff_t>(found), costs.end());
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < found; ++i) positions.push_back(costs[i].second);
  return positions;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/breathing.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "core/search/swapping.h"

namespace kmq {
namespace {

constexpr std::size_t to_index(int value) { return static_cast<std::size_t>(value); }

/// Returns the centroid nearest to another.
int nearest_neighbor(const Centroids& centroids, int index) {
  int nearest = -1;
  std::int64_t least = 0;
  for (int i = 0; i < centroids.size(); ++i) {
    if (i == index) continue;
    const std::int64_t distance =
        (centroids[i].cast<std::int32_t>() - centroids[index].cast<std::int32_t>()).squaredNorm();
    if (nearest >= 0 && distance >= least) continue;
    nearest = i;
    least = distance;
  }
  return nearest;
}

/// Takes `count` centroids away. The neighbor of one that goes has to stay: it takes over the points.
void breathe_out(const ColorGrid& grid, int count, int fixed_count, Centroids& centroids) {
  const std::vector<ClusterMerits> merits = merits_of_clusters(grid, centroids);
  std::vector<int> order(merits.size() - to_index(fixed_count));
  std::iota(order.begin(), order.end(), fixed_count);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return merits[to_index(a)].loss < merits[to_index(b)].loss; });
  std::vector<bool> must_stay(merits.size(), false);
  std::vector<int> removed;
  for (const int candidate : order) {
    if (removed.size() == to_index(count)) break;
    if (must_stay[to_index(candidate)]) continue;
    removed.push_back(candidate);
    must_stay[to_index(nearest_neighbor(centroids, candidate))] = true;
  }
  std::sort(removed.rbegin(), removed.rend());
  for (const int index : removed) centroids.remove(index);
}

/// Divides clusters until there are `count` centroids.
void breathe_in(const ColorGrid& grid, int count, int fixed_count, Centroids& centroids) {
  const std::vector<ClusterMerits> merits = merits_of_clusters(grid, centroids);
  std::vector<int> order(merits.size() - to_index(fixed_count));
  std::iota(order.begin(), order.end(), fixed_count);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return merits[to_index(a)].gain > merits[to_index(b)].gain; });
  for (const int divided : order) {
    if (centroids.size() == count) break;
    const Point center = centroids[divided];
    centroids.push_back(center);
    swap_centroids(centroids.size() - 1, divided, merits[to_index(divided)].step, grid.box(), centroids);
  }
}

}  // namespace

void resize_by_merit(const ColorGrid& grid, int count, int fixed_count, Centroids& centroids) {
  // Fixed centroids cannot be divided: the first other one stands for all points.
  if (centroids.size() == fixed_count && count > fixed_count) centroids.push_back(to_lattice(grid.moments().mean()));
  // A breath takes or divides each cluster once at most; a size that is far away takes several.
  while (centroids.size() > count && centroids.size() - fixed_count > 1) {
    breathe_out(grid, centroids.size() - count, fixed_count, centroids);
  }
  while (centroids.size() < count) breathe_in(grid, count, fixed_count, centroids);
}

void improve_by_breathing(const ColorGrid& grid, Clustering& clustering, const DescentLimits& limits, int most,
                          const RunControl& control) {
  const int count = clustering.centroids.size();
  const int fixed_count = clustering.fixed_count;
  // Half of those that may go have to be there to be divided.
  for (int size = std::min(most, (count - fixed_count - 1) / 2); size > 0;) {
    Clustering trial = clustering;
    breathe_out(grid, size, fixed_count, trial.centroids);
    restart(grid, trial);
    descend(grid, trial, limits, control);
    breathe_in(grid, count, fixed_count, trial.centroids);
    restart(grid, trial);
    descend(grid, trial, limits, control);
    const bool is_better = trial.centroids.size() == count && trial.cost < clustering.cost * (1 - 1e-6);
    if (is_better) {
      clustering = std::move(trial);
    } else {
      --size;
    }
  }
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/swapping.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/parallel.h"
#include "core/kmeans/candidates.h"

namespace kmq {
namespace {

constexpr std::size_t to_index(int value) { return static_cast<std::size_t>(value); }

struct Spread {
  double weight = 0;
  double loss = 0;
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();  // times weight

  Spread& operator+=(const Spread& other) {
    weight += other.weight;
    loss += other.loss;
    covariance += other.covariance;
    return *this;
  }
};

void add_leaf(const ColorGrid& grid, const ColorGrid::Cell& leaf, const Candidates& candidates,
              std::vector<Spread>& spreads) {
  NearestTwo nearest;
  find_nearest_two(grid, leaf, candidates, nearest);
  for (std::uint32_t point = leaf.begin; point < leaf.end; ++point) {
    const std::uint32_t i = point - leaf.begin;
    const auto position = static_cast<int>(nearest.first[i]);
    Spread& spread = spreads[candidates.labels[static_cast<std::size_t>(position)]];
    const auto weight = static_cast<double>(grid.weights()[point]);
    const Eigen::Vector3d offset = grid.point(point).cast<double>() - candidates.point(position).cast<double>();
    spread.weight += weight;
    spread.loss += weight * (static_cast<double>(nearest.second_distance[i]) - nearest.first_distance[i]);
    spread.covariance += weight * offset * offset.transpose();
  }
}

void add_cell(const ColorGrid& grid, std::uint32_t cell, const Candidates& of_parent, std::vector<Spread>& spreads) {
  const ColorGrid::Cell& here = grid.cells()[cell];
  Candidates candidates;
  narrow_to_two(of_parent, here.box, candidates);
  if (here.is_leaf()) {
    add_leaf(grid, here, candidates, spreads);
    return;
  }
  for (std::uint32_t child = here.first_child; child < here.last_child; ++child) {
    add_cell(grid, child, candidates, spreads);
  }
}

ClusterMerits merits_of(const Spread& spread) {
  if (spread.weight == 0) return {};
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(spread.covariance / spread.weight);
  const double variance = std::max(solver.eigenvalues()[2], 0.0);
  // Halving a uniform distribution takes away 3/4 of its variance along the cut axis, halving a normal one 2/π.
  constexpr double share = 0.7;
  return {.loss = spread.loss,
          .gain = share * variance * spread.weight,
          .step = std::sqrt(share * variance) * solver.eigenvectors().col(2)};
}

/// A centroid to take away and a cluster to divide.
struct Swap {
  int removed;
  int divided;
  double promise;  // by how much the cost falls, by estimate
};

/// Returns some centroids that may move, those first that come first by `is_before`.
template <typename IsBefore>
std::vector<int> first_of(const std::vector<ClusterMerits>& merits, int fixed_count, const IsBefore& is_before) {
  constexpr std::size_t enough = 32;
  std::vector<int> indices(merits.size() - to_index(fixed_count));
  std::iota(indices.begin(), indices.end(), fixed_count);
  std::stable_sort(indices.begin(), indices.end(),
                   [&](int a, int b) { return is_before(merits[to_index(a)], merits[to_index(b)]); });
  indices.resize(std::min(indices.size(), enough));
  return indices;
}

/// Returns the most promising swaps, the best first; no centroid is in more than two of them on the same side, so
/// that one wrong estimate does not use up all trials.
std::vector<Swap> promising_swaps(const std::vector<ClusterMerits>& merits, int fixed_count, int most) {
  const auto has_less_loss = [](const ClusterMerits& a, const ClusterMerits& b) { return a.loss < b.loss; };
  const auto has_more_gain = [](const ClusterMerits& a, const ClusterMerits& b) { return a.gain > b.gain; };
  const std::vector<int> dispensable = first_of(merits, fixed_count, has_less_loss);
  const std::vector<int> divisible = first_of(merits, fixed_count, has_more_gain);
  std::vector<Swap> swaps;
  for (const int removed : dispensable) {
    for (const int divided : divisible) {
      const double promise = merits[to_index(divided)].gain - merits[to_index(removed)].loss;
      if (removed != divided) swaps.push_back({removed, divided, promise});
    }
  }
  std::stable_sort(swaps.begin(), swaps.end(), [](const Swap& a, const Swap& b) { return a.promise > b.promise; });
  std::vector<int> removals(merits.size(), 0);
  std::vector<int> divisions(merits.size(), 0);
  std::vector<Swap> chosen;
  for (const Swap& swap : swaps) {
    if (chosen.size() == to_index(most)) break;
    if (removals[to_index(swap.removed)] == 2 || divisions[to_index(swap.divided)] == 2) continue;
    ++removals[to_index(swap.removed)];
    ++divisions[to_index(swap.divided)];
    chosen.push_back(swap);
  }
  return chosen;
}

/// Tries one swap; keeps it if it lowers the cost.
bool try_swap(const ColorGrid& grid, Clustering& clustering, const Swap& swap, const Eigen::Vector3d& step,
              const DescentLimits& limits, const RunControl& control) {
  constexpr double least_gain = 1e-6;  // of the cost: less is not worth the search for more
  Clustering trial = clustering;
  swap_centroids(swap.removed, swap.divided, step, grid.box(), trial.centroids);
  restart(grid, trial);
  descend(grid, trial, limits, control);
  if (trial.cost >= clustering.cost * (1 - least_gain)) return false;
  clustering = std::move(trial);
  return true;
}

}  // namespace

std::vector<ClusterMerits> merits_of_clusters(const ColorGrid& grid, const Centroids& centroids) {
  assert(centroids.size() >= 1);
  const std::vector<Spread> none(to_index(centroids.size()));
  const Candidates all(centroids);
  // Always the same parts, added in the same order: how many threads take them cannot show in the sums.
  constexpr std::size_t part_count = 8;
  const auto parts = results_of<std::vector<Spread>>(part_count, [&](std::size_t part) {
    std::vector<Spread> spreads = none;
    const auto end = static_cast<std::uint32_t>((part + 1) * grid.top_count() / part_count);
    for (auto cell = static_cast<std::uint32_t>(part * grid.top_count() / part_count); cell < end; ++cell) {
      add_cell(grid, cell, all, spreads);
    }
    return spreads;
  });
  std::vector<Spread> spreads = none;
  for (const auto& part : parts) {
    std::transform(part.begin(), part.end(), spreads.begin(), spreads.begin(),
                   [](const Spread& more, Spread sum) { return sum += more; });
  }
  std::vector<ClusterMerits> merits;
  for (const Spread& spread : spreads) merits.push_back(merits_of(spread));
  return merits;
}

void swap_centroids(int removed, int divided, const Eigen::Vector3d& step, const Box& box, Centroids& centroids) {
  const Eigen::Vector3d center = centroids[divided].cast<double>();
  centroids.set(divided, to_lattice_in(box, center - step));
  centroids.set(removed, to_lattice_in(box, center + step));
}

void improve_by_swaps(const ColorGrid& grid, Clustering& clustering, const DescentLimits& limits, int most_failures,
                      const RunControl& control) {
  if (clustering.centroids.size() - clustering.fixed_count < 2) return;
  for (bool has_improved = true; has_improved;) {
    const std::vector<ClusterMerits> merits = merits_of_clusters(grid, clustering.centroids);
    const std::vector<Swap> swaps = promising_swaps(merits, clustering.fixed_count, most_failures);
    has_improved = std::any_of(swaps.begin(), swaps.end(), [&](const Swap& swap) {
      return try_swap(grid, clustering, swap, merits[to_index(swap.divided)].step, limits, control);
    });
  }
}

}  // namespace kmq

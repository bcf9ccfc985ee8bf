// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/swapping.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>
#include <vector>

#include "core/candidates.h"

namespace kmq {
namespace {

struct Spread {
  double weight = 0;
  double cost = 0;
  double loss = 0;
  Eigen::Matrix3d covariance = Eigen::Matrix3d::Zero();  // times weight
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
    spread.cost += weight * nearest.first_distance[i];
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
  return {.cost = spread.cost,
          .loss = spread.loss,
          .gain = share * variance * spread.weight,
          .step = std::sqrt(share * variance) * solver.eigenvectors().col(2)};
}

/// A centroid to take away and a cluster to divide.
struct Swap {
  int removed;
  int divided;
  double promise;
};

/// Returns the swaps that promise to lower the cost, the most promising first; no more than `most`.
std::vector<Swap> promising_swaps(const std::vector<ClusterMerits>& merits, int fixed_count, std::size_t most) {
  constexpr std::size_t considered = 32;  // so many of the least missed and of the most needed
  std::vector<int> removable;
  std::vector<int> divisible;
  for (int i = 0; i < static_cast<int>(merits.size()); ++i) {
    if (i >= fixed_count) {
      removable.push_back(i);
      divisible.push_back(i);
    }
  }
  const auto merit = [&](int i) -> const ClusterMerits& { return merits[static_cast<std::size_t>(i)]; };
  std::stable_sort(removable.begin(), removable.end(), [&](int a, int b) { return merit(a).loss < merit(b).loss; });
  std::stable_sort(divisible.begin(), divisible.end(), [&](int a, int b) { return merit(a).gain > merit(b).gain; });
  removable.resize(std::min(removable.size(), considered));
  divisible.resize(std::min(divisible.size(), considered));
  std::vector<Swap> swaps;
  for (const int removed : removable) {
    for (const int divided : divisible) {
      const double promise = merit(divided).gain - merit(removed).loss;
      if (removed != divided) swaps.push_back({removed, divided, promise});
    }
  }
  std::stable_sort(swaps.begin(), swaps.end(), [](const Swap& a, const Swap& b) { return a.promise > b.promise; });
  const int per = getenv("PER") ? atoi(getenv("PER")) : 1000;
  std::vector<Swap> kept;
  std::vector<int> used_removed(merits.size(), 0), used_divided(merits.size(), 0);
  for (const Swap& swap : swaps) {
    if (kept.size() == most) break;
    int& a = used_removed[static_cast<std::size_t>(swap.removed)];
    int& b = used_divided[static_cast<std::size_t>(swap.divided)];
    if (a >= per || b >= per) continue;
    ++a; ++b;
    kept.push_back(swap);
  }
  return kept;
}

Clustering swapped(const ColorGrid& grid, const Clustering& clustering, const Swap& swap, const Eigen::Vector3d& step) {
  Clustering result = clustering;
  const Eigen::Vector3d center = clustering.centroids[swap.divided].cast<double>();
  result.centroids.set(swap.divided, to_lattice(center - step));
  result.centroids.set(swap.removed, to_lattice(center + step));
  result.partition.assign(grid, result.centroids);
  result.cost = cost_of(grid, result.centroids, result.fixed_count, result.partition.clusters());
  return result;
}

}  // namespace

std::vector<ClusterMerits> merits_of_clusters(const ColorGrid& grid, const Centroids& centroids) {
  assert(centroids.size() >= 2);
  std::vector<Spread> spreads(static_cast<std::size_t>(centroids.size()));
  const Candidates all(centroids);
  for (std::uint32_t cell = 0; cell < grid.top_count(); ++cell) add_cell(grid, cell, all, spreads);
  std::vector<ClusterMerits> merits;
  for (const Spread& spread : spreads) merits.push_back(merits_of(spread));
  return merits;
}

void improve_by_swaps(const ColorGrid& grid, Clustering& clustering, const DescentLimits& limits, int most_failures,
                      const RunControl& control) {
  if (clustering.centroids.size() - clustering.fixed_count < 2) return;
  for (bool has_improved = true; has_improved;) {
    has_improved = false;
    const std::vector<ClusterMerits> merits = merits_of_clusters(grid, clustering.centroids);
    for (const Swap& swap : promising_swaps(merits, clustering.fixed_count, static_cast<std::size_t>(most_failures))) {
      throw_if_canceled(control);
      Clustering trial = swapped(grid, clustering, swap, merits[static_cast<std::size_t>(swap.divided)].step);
      descend(grid, trial, limits, control);
      if (trial.cost >= clustering.cost * (1 - 1e-6)) continue;
      trial.iterations = clustering.iterations;
      clustering = std::move(trial);
      has_improved = true;
      break;
    }
  }
}

}  // namespace kmq

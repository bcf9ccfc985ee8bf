// SPDX-License-Identifier: GPL-3.0-or-later
// Lloyd's iterations on the grid: centroids → the nearest local minimum of the cost.
#pragma once

#include <limits>

#include "core/base/run_control.h"
#include "core/kmeans/color_grid.h"
#include "core/kmeans/partition.h"

namespace kmq {

/// Centroids and what they make of the points.
struct Clustering {
  Centroids centroids;
  /// So many centroids at the beginning stay where they are, whatever the points.
  int fixed_count = 0;
  /// Labels and moments for exactly these centroids.
  Partition partition;
  /// Σ weight × squared distance to the mean of the cluster, or to its centroid where that is fixed, in units of
  /// points.
  double cost = 0;
  int iterations = 0;
  bool has_converged = false;
};

/// When a descent ends, if no point changes its label any more.
struct DescentLimits {
  /// Cap on the iterations, ≥ 1.
  int max_iterations = 300;
  /// Ends when the centroids together moved less than this (Euclidean norm in units of points), ≥ 0.
  double tolerance = 0;
  /// Ends when an iteration lowered the cost by less than this fraction of it, ≥ 0; centroids that would gain less
  /// than their share of that stay where they are, which saves finding out what that changes.
  double least_gain = 0;
  /// How far a centroid moves beyond the mean of its points, in [0, 1) × its way there. That takes fewer iterations,
  /// often to a lower minimum, and the cost at the centroids falls nevertheless. Where it gains nothing more, the
  /// centroids go to the means. Source  Xiao 2010, "Over-relaxation Lloyd method for computing centroidal Voronoi
  /// tessellations"
  double over_relaxation = 0;
  /// Ends when many more gains like the last one would not bring the cost below this.
  double cost_to_beat = std::numeric_limits<double>::infinity();
};

/// Returns the points' partition among the centroids, before any iteration.
///
/// fixed_count  how many of the first centroids never move
Clustering start_clustering(const ColorGrid& grid, const Centroids& centroids, int fixed_count = 0);

/// Brings partition and cost up to date after centroids were set anew; iterations are counted on.
void restart(const ColorGrid& grid, Clustering& clustering);

/// Moves the centroids to the means of their points, and the points to the nearest centroids, until one of the
/// limits holds. A centroid without points goes to where the cost is highest.
///
/// The means are rounded to the lattice of the points; the cost at these never rises.
/// Throws  Canceled
/// Source  Lloyd 1982, "Least squares quantization in PCM"
void descend(const ColorGrid& grid, Clustering& clustering, const DescentLimits& limits, const RunControl& control);

/// Returns the points farthest, by weight × squared distance, from the centroids of their labels, the farthest first;
/// at most `count`, and none at its centroid.
std::vector<std::size_t> most_expensive_points(const ColorGrid& grid, const Centroids& centroids,
                                               std::span<const std::uint8_t> labels, std::size_t count);

/// Returns the lowest cost of these clusters, each around its mean or around its fixed centroid.
double cost_of(const ColorGrid& grid, const Centroids& centroids, int fixed_count, std::span<const Moments> clusters);

}  // namespace kmq

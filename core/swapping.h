// SPDX-License-Identifier: GPL-3.0-or-later
// Out of a local minimum: a centroid that is hardly missed moves to where one is needed.
#pragma once

#include "core/kmeans.h"

namespace kmq {

/// What each cluster costs, what it would cost to lose it, and what dividing it promises.
struct ClusterMerits {
  double cost = 0;       ///< Σ weight × squared distance to the centroid
  double loss = 0;       ///< by how much the cost rises if the centroid goes: its points have a second nearest
  double gain = 0;       ///< by how much the cost falls, by estimate, if it is divided across its longest axis
  Eigen::Vector3d step = Eigen::Vector3d::Zero();  ///< from the centroid to the two that would replace it
};

/// Returns the merits of every cluster; at least two centroids.
std::vector<ClusterMerits> merits_of_clusters(const ColorGrid& grid, const Centroids& centroids);

/// Swaps pairs of centroids as long as that, with the descent that follows, lowers the cost.
///
/// most_failures  ends after so many swaps in a row that did not pay
/// Throws         Canceled
/// Source         Fränti and Kivijärvi 2000, "Randomised local search algorithm for the clustering problem";
///                which pair is next is decided by merit, not by chance
void improve_by_swaps(const ColorGrid& grid, Clustering& clustering, const DescentLimits& limits, int most_failures,
                      const RunControl& control);

}  // namespace kmq

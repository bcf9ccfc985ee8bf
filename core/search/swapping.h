// SPDX-License-Identifier: GPL-3.0-or-later
// Out of a local minimum: a centroid that is hardly missed moves to where one is needed.
#pragma once

#include <vector>

#include "core/kmeans/kmeans.h"

namespace kmq {

/// What each cluster costs to lose and what dividing it promises.
struct ClusterMerits {
  double loss = 0;  ///< by how much the cost rises if the centroid goes: its points have a second nearest one
  double gain = 0;  ///< by how much the cost falls, by estimate, if it is divided across its longest axis
  Eigen::Vector3d step = Eigen::Vector3d::Zero();  ///< from the centroid to the two that would replace it
};

/// Returns the merits of every cluster, in the order of the centroids. The loss of a single one is immense.
std::vector<ClusterMerits> merits_of_clusters(const ColorGrid& grid, const Centroids& centroids);

/// Takes one centroid away and puts two in the place of another.
///
/// box  of all points: none of the two leaves it
void swap_centroids(int removed, int divided, const Eigen::Vector3d& step, const Box& box, Centroids& centroids);

/// Swaps centroids, the most promising pair first, as long as that and the descent after it lower the cost.
///
/// limits         of each descent
/// most_failures  ends when so many pairs, of one state, did not pay
/// Throws         Canceled
/// Source         Fränti and Kivijärvi 2000, "Randomised local search algorithm for the clustering problem"; here
///                merit decides which pair is next, not chance
void improve_by_swaps(const ColorGrid& grid, Clustering& clustering, const DescentLimits& limits, int most_failures,
                      const RunControl& control);

}  // namespace kmq

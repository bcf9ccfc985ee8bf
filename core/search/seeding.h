// SPDX-License-Identifier: GPL-3.0-or-later
// Where a descent starts from: the first centroids.
#pragma once

#include <span>

#include "core/base/random.h"
#include "core/kmeans/color_grid.h"
#include "core/kmeans/partition.h"

namespace kmq {

// Each start takes the centroids that are given already (fixed ones; none is fine) and appends others until there
// are `count`, or as many as the grid has points.

/// Distinct points, each drawn with the probability of its weight.
void add_random_points(const ColorGrid& grid, int count, Random& random, Centroids& centroids);

/// Points far from the centroids so far: each drawn with the probability of its weight × squared distance.
///
/// candidates  draws per centroid, ≥ 1; of several the one counts that lowers the cost most
/// Source      Arthur and Vassilvitskii 2007, "k-means++: the advantages of careful seeding"
void add_distant_points(const ColorGrid& grid, int count, int candidates, Random& random, Centroids& centroids);

/// Means of boxes of leaf cells, cut where the variance within them falls most.
///
/// keys    those that the grid was made with
/// Source  Wu 1991, "Efficient statistical computations for optimal color quantization", Graphics Gems II
Centroids wu_centroids(const ColorGrid& grid, std::span<const std::uint32_t> keys, int count);

/// Means of groups of points, merged pair by pair where that raises the cost least.
///
/// Source  Equitz 1989, "A new vector quantization clustering algorithm"; Ward 1963
Centroids merged_centroids(const ColorGrid& grid, int count);

}  // namespace kmq

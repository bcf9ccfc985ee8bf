// SPDX-License-Identifier: GPL-3.0-or-later
// Good clusterings crossed with each other: the best parts of several make a better one.
#pragma once

#include <vector>

#include "core/base/random.h"
#include "core/kmeans/kmeans.h"

namespace kmq {

struct Evolution {
  /// Each generation brings forth four children; ≥ 0.
  int generations = 0;
  /// A child begins with one to so many centroids moved to where they are needed, ≥ 1.
  int most_mutations = 1;
  /// Of each child.
  DescentLimits descent;
  /// See improve_by_swaps(); 0: no swaps.
  int swap_failures = 0;
};

/// Lets the clusterings have children, of which the good take the places of the worst; returns the last population,
/// the best first.
///
/// population  at least two, of the same number of centroids and of fixed ones
/// Throws      Canceled
/// Source      Gribel and Vidal 2019, "HG-means: a scalable hybrid genetic algorithm for minimum sum-of-squares
///             clustering"; centroids are matched greedily, and children improve by swaps
std::vector<Clustering> evolve(const ColorGrid& grid, std::vector<Clustering> population, const Evolution& evolution,
                               Random& random, const RunControl& control);

}  // namespace kmq

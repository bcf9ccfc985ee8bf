// SPDX-License-Identifier: GPL-3.0-or-later
// Good clusterings made of the best parts of others.
#pragma once

#include <vector>

#include "core/kmeans.h"
#include "core/random.h"

namespace kmq {

struct EvolutionLimits {
  int generations = 0;
  std::size_t population = 0;
  DescentLimits descent;
  int swap_failures = 0;
};

/// Crosses clusterings with each other, generation by generation, and returns the best one ever seen.
Clustering evolve(const ColorGrid& grid, std::vector<Clustering> population, const EvolutionLimits& limits,
                  Random& random, const RunControl& control);

}  // namespace kmq

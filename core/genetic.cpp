// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/genetic.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "core/swapping.h"

namespace kmq {
namespace {

std::vector<int> match(const Centroids& a, const Centroids& b, int fixed_count) {
  std::vector<int> partner(static_cast<std::size_t>(a.size()));
  std::vector<bool> taken(static_cast<std::size_t>(b.size()), false);
  for (int i = 0; i < a.size(); ++i) {
    int best = -1;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (int j = fixed_count; j < b.size(); ++j) {
      if (taken[static_cast<std::size_t>(j)]) continue;
      const std::int64_t d = (a[i].cast<std::int32_t>() - b[j].cast<std::int32_t>()).squaredNorm();
      if (d < least) { least = d; best = j; }
    }
    partner[static_cast<std::size_t>(i)] = best;
    taken[static_cast<std::size_t>(best)] = true;
  }
  return partner;
}

Centroids cross(const ColorGrid& grid, const Clustering& a, const Clustering& b, Random& random) {
  const std::vector<int> partner = match(a.centroids, b.centroids, 0);
  Centroids child = a.centroids;
  const char* env = getenv("X");
  const bool plane = !env || env[0] == 'p';
  Eigen::Vector3d normal(random.fraction() - 0.5, random.fraction() - 0.5, random.fraction() - 0.5);
  const Eigen::Vector3d origin = a.centroids[static_cast<int>(random.below(static_cast<std::uint64_t>(a.centroids.size())))].cast<double>();
  for (int i = 0; i < child.size(); ++i) {
    const Point other = b.centroids[partner[static_cast<std::size_t>(i)]];
    const bool from_b = plane ? normal.dot(0.5 * (other.cast<double>() + a.centroids[i].cast<double>()) - origin) > 0 : random.below(2) == 1;
    if (from_b) child.set(i, other);
  }
  (void)grid;
  return child;
}

std::size_t tournament(const std::vector<Clustering>& population, Random& random) {
  const std::size_t a = random.below(population.size());
  const std::size_t b = random.below(population.size());
  return population[a].cost <= population[b].cost ? a : b;
}

}  // namespace

Clustering evolve(const ColorGrid& grid, std::vector<Clustering> population, const EvolutionLimits& limits,
                  Random& random, const RunControl& control) {
  for (int g = 0; g < limits.generations; ++g) {
    const std::size_t a = tournament(population, random);
    std::size_t b = tournament(population, random);
    if (a == b) b = (a + 1) % population.size();
    Clustering child = start_clustering(grid, cross(grid, population[a], population[b], random));
    descend(grid, child, limits.descent, control);
    if (limits.swap_failures > 0) improve_by_swaps(grid, child, limits.descent, limits.swap_failures, control);
    const bool clone = std::any_of(population.begin(), population.end(), [&](const Clustering& c) { return std::abs(c.cost - child.cost) < 1e-6 * c.cost; });
    if (clone) continue;
    population.push_back(std::move(child));
    if (population.size() > limits.population) {
      const auto worst = std::max_element(population.begin(), population.end(), [](const Clustering& x, const Clustering& y) { return x.cost < y.cost; });
      population.erase(worst);
    }
  }
  return *std::min_element(population.begin(), population.end(), [](const Clustering& x, const Clustering& y) { return x.cost < y.cost; });
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/genetic.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/parallel.h"
#include "core/search/swapping.h"

namespace kmq {
namespace {

constexpr std::size_t to_index(int value) { return static_cast<std::size_t>(value); }

bool costs_less(const Clustering& a, const Clustering& b) { return a.cost < b.cost; }

/// Gives each centroid of `a` a partner of `b`: the nearest that is still free.
std::vector<int> match_centroids(const Centroids& a, const Centroids& b) {
  std::vector<int> partners;
  std::vector<bool> is_taken(to_index(b.size()), false);
  for (int i = 0; i < a.size(); ++i) {
    int nearest = -1;
    std::int32_t least = std::numeric_limits<std::int32_t>::max();
    for (int j = 0; j < b.size(); ++j) {
      const std::int32_t distance = (a[i].cast<std::int32_t>() - b[j].cast<std::int32_t>()).squaredNorm();
      if (is_taken[to_index(j)] || distance >= least) continue;
      nearest = j;
      least = distance;
    }
    partners.push_back(nearest);
    is_taken[to_index(nearest)] = true;
  }
  return partners;
}

/// Takes one of each pair of matched centroids, each as likely. Fixed centroids, equal in both, match themselves.
Centroids cross(const Clustering& a, const Clustering& b, Random& random) {
  const std::vector<int> partners = match_centroids(a.centroids, b.centroids);
  Centroids child = a.centroids;
  for (int i = a.fixed_count; i < child.size(); ++i) {
    if (random.below(2) == 1) child.set(i, b.centroids[partners[to_index(i)]]);
  }
  return child;
}

/// Moves centroids that are hardly missed to clusters that need dividing; chance distorts both merits, so that
/// children differ.
void mutate(const ColorGrid& grid, int count, int fixed_count, Random& random, Centroids& centroids) {
  std::vector<ClusterMerits> merits = merits_of_clusters(grid, centroids);
  std::vector<bool> is_used(merits.size(), false);
  for (int mutation = 0; mutation < count; ++mutation) {
    int removed = -1;
    int divided = -1;
    double least_loss = std::numeric_limits<double>::infinity();
    double most_gain = 0;
    for (int i = fixed_count; i < centroids.size(); ++i) {
      const double gain = merits[to_index(i)].gain * random.fraction();
      if (is_used[to_index(i)] || gain <= most_gain) continue;
      most_gain = gain;
      divided = i;
    }
    for (int i = fixed_count; i < centroids.size(); ++i) {
      const double loss = merits[to_index(i)].loss * (1 + 3 * random.fraction() * random.fraction());
      if (is_used[to_index(i)] || i == divided || loss >= least_loss) continue;
      least_loss = loss;
      removed = i;
    }
    if (removed < 0 || divided < 0) return;
    swap_centroids(removed, divided, merits[to_index(divided)].step, grid.box(), centroids);
    is_used[to_index(removed)] = is_used[to_index(divided)] = true;
  }
}

/// The better one of two that chance picks.
std::size_t pick_parent(const std::vector<Clustering>& population, Random& random) {
  const std::size_t a = random.below(population.size());
  const std::size_t b = random.below(population.size());
  return costs_less(population[b], population[a]) ? b : a;
}

Clustering make_child(const ColorGrid& grid, const std::vector<Clustering>& population, const Evolution& evolution,
                      std::uint64_t seed, const RunControl& control) {
  Random random(seed);
  const std::size_t a = pick_parent(population, random);
  std::size_t b = pick_parent(population, random);
  if (a == b) b = (a + 1) % population.size();
  Clustering child = population[a];
  child.centroids = cross(population[a], population[b], random);
  const int mutations = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(evolution.most_mutations)));
  mutate(grid, mutations, child.fixed_count, random, child.centroids);
  restart(grid, child);
  descend(grid, child, evolution.descent, control);
  if (evolution.swap_failures > 0) {
    improve_by_swaps(grid, child, evolution.descent, evolution.swap_failures, control);
  }
  return child;
}

/// Keeps the population at its size; of clusterings with the same cost, which are the same, one is enough.
void add_to_population(std::vector<Clustering>& population, Clustering child) {
  const bool is_known = std::any_of(population.begin(), population.end(), [&](const Clustering& known) {
    return std::abs(known.cost - child.cost) <= 1e-7 * child.cost;
  });
  if (is_known) return;
  const auto worst = std::max_element(population.begin(), population.end(), costs_less);
  if (costs_less(child, *worst)) *worst = std::move(child);
}

}  // namespace

std::vector<Clustering> evolve(const ColorGrid& grid, std::vector<Clustering> population, const Evolution& evolution,
                               Random& random, const RunControl& control) {
  assert(population.size() >= 2);
  assert(std::all_of(population.begin(), population.end(), [&](const Clustering& clustering) {
    return clustering.centroids.size() == population[0].centroids.size() &&
           clustering.fixed_count == population[0].fixed_count;
  }));
  // A fixed number, whatever the number of threads: the children of a generation have the same parents.
  constexpr std::size_t children_per_generation = 4;
  for (int generation = 0; generation < evolution.generations; ++generation) {
    throw_if_canceled(control);
    if (control.report) control.report(static_cast<double>(generation) / evolution.generations);
    std::array<std::uint64_t, children_per_generation> seeds;
    for (std::uint64_t& seed : seeds) seed = random.bits();
    auto children = results_of<Clustering>(
        seeds.size(), [&](std::size_t i) { return make_child(grid, population, evolution, seeds[i], control); });
    for (Clustering& child : children) add_to_population(population, std::move(child));
  }
  std::stable_sort(population.begin(), population.end(), costs_less);
  return population;
}

}  // namespace kmq

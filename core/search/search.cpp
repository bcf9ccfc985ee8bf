// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/search.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/search/breathing.h"
#include "core/search/genetic.h"
#include "core/search/seeding.h"
#include "core/search/swapping.h"

namespace kmq {
namespace {

// How hard to search. All limits are counts, never seconds: the same seed gives the same result on any machine.

// Of all descents but those of `plain`, which is the textbook's.
constexpr double over_relaxation = 0.9;
// A descent that leads to a comparison, not to the result, ends early: its first iterations decide.
constexpr DescentLimits trial_limits = {.max_iterations = 10, .least_gain = 1e-5, .over_relaxation = over_relaxation};
constexpr DescentLimits child_limits = {.max_iterations = 20, .least_gain = 1e-5, .over_relaxation = over_relaxation};
constexpr DescentLimits fast_trial_limits = {
    .max_iterations = 5, .least_gain = 1e-4, .over_relaxation = over_relaxation};
// `fast` tries fewer swaps the more centroids there are, so that it stays fast.
constexpr int fast_swap_failures = 96;
constexpr int most_fast_swap_failures = 6;
// With so few centroids chance sometimes finds what costs less than what merging leads to.
constexpr int most_centroids_by_chance = 64;
constexpr DescentLimits chance_limits = {.max_iterations = 300, .least_gain = 1e-5};
// What costs so much more among few points never costs less among all.
constexpr double most_lead = 0.05;
// Its last descent ends early, too, but the later the fewer centroids there are: with few, iterations cost little and
// what they gain in the end is what distinguishes it from a search by chance.
constexpr int most_centroids_to_the_end = 8;
constexpr double fast_least_gain = 1e-9;  // × the third power of their number
constexpr double fast_most_least_gain = 1e-4;
// A search that starts from a palette nearby ends even earlier: it follows a slider.
constexpr double warm_least_gain = 5e-4;

// From so many centroids on, fewer points would blur what matters between them: the thorough searches work on all
// colors, if these are not too many.
constexpr int many_centroids = 32;
constexpr std::size_t many_colors = 100000;

// The finalists descend so far before they are compared.
constexpr double finalist_least_gain = 1e-5;

struct Plan {
  int swap_failures;   // of the starts without chance
  int distant_starts;  // the starts with chance
  int most_breath;     // of these
  Evolution evolution;
  std::size_t finalists;  // of the population that descend among all colors to the end
};

constexpr Plan good_plan = {
    .swap_failures = 10,
    .distant_starts = 2,
    .most_breath = 5,
    .evolution = {.generations = 4, .most_mutations = 3, .descent = child_limits, .swap_failures = 1},
    .finalists = 2};
// With few centroids a search takes less time, and there are few ways to get out of a local minimum: more starts.
constexpr Plan good_plan_with_few = {
    .swap_failures = 10,
    .distant_starts = 6,
    .most_breath = 3,
    .evolution = {.generations = 8, .most_mutations = 3, .descent = child_limits, .swap_failures = 1},
    .finalists = 2};
constexpr Plan best_plan = {
    .swap_failures = 30,
    .distant_starts = 14,
    .most_breath = 5,
    .evolution = {.generations = 60, .most_mutations = 3, .descent = child_limits, .swap_failures = 2},
    .finalists = 4};

/// What is left of a clustering without its partition, which takes memory and can be found again.
struct Found {
  Centroids centroids;
  double cost;
  double rounded_cost;
  int iterations;

  Found(const SearchSpace& space, const Clustering& clustering)
      : centroids(clustering.centroids),
        cost(clustering.cost),
        rounded_cost(space.rounded_cost(clustering)),
        iterations(clustering.iterations) {}
};

/// Rounding may turn a small advantage into a loss: one that costs less has to do so before and after it.
bool costs_less(const Found& a, const Found& b) { return a.cost < b.cost && a.rounded_cost <= b.rounded_cost; }

/// The limits of `plain`.
DescentLimits limits_of(const QuantizeOptions& options) {
  return {.max_iterations = options.max_iterations,
          .tolerance = options.tolerance * units_per_step(options.color_space)};
}

/// Those of a descent to the end in any other search.
DescentLimits final_limits(const QuantizeOptions& options, double least_gain) {
  DescentLimits limits = limits_of(options);
  limits.least_gain = least_gain;
  limits.over_relaxation = over_relaxation;
  return limits;
}

/// The limits of a step on the way, which are never wider than those that the user set for the whole.
DescentLimits narrowed(DescentLimits limits, const QuantizeOptions& options) {
  limits.max_iterations = std::min(limits.max_iterations, options.max_iterations);
  return limits;
}

/// Returns k centroids: the fixed ones, the others, and where these are too few, some divided from them.
Centroids with_fixed(const SearchSpace& space, const Centroids& others) {
  Centroids centroids = space.fixed;
  for (int i = 0; i < others.size(); ++i) centroids.push_back(others[i]);
  resize_by_merit(space.coarse, space.k, space.fixed.size(), centroids);
  return centroids;
}

Clustering start(const SearchSpace& space, const ColorGrid& grid, const Centroids& centroids) {
  return start_clustering(grid, centroids, space.fixed.size());
}

/// Lets centroids descend among all colors.
Clustering refined(const SearchSpace& space, const Centroids& centroids, const DescentLimits& limits,
                   const RunControl& control) {
  Clustering clustering = start(space, space.fine, centroids);
  descend(space.fine, clustering, limits, control);
  return clustering;
}

Centroids random_centroids(const SearchSpace& space, std::uint64_t seed) {
  Random random(seed);
  Centroids centroids = space.fixed;
  add_random_points(space.fine, space.k, random, centroids);
  return centroids;
}

Clustering search_plain(const SearchSpace& space, const DescentLimits& limits, std::uint64_t seed,
                        const RunControl& control) {
  return refined(space, random_centroids(space, seed), limits, control);
}

/// One start without chance, improved a little.
Clustering merged_start(const SearchSpace& space, const QuantizeOptions& options, const RunControl& control) {
  const Centroids merged = merged_centroids(space.coarse, space.k - space.fixed.size());
  Clustering clustering = start(space, space.coarse, with_fixed(space, merged));
  descend(space.coarse, clustering, narrowed(child_limits, options), control);
  const int swap_failures = std::clamp(fast_swap_failures / space.k, 1, most_fast_swap_failures);
  DescentLimits trial = narrowed(fast_trial_limits, options);
  // Over-relaxation finds more, but later.
  if (space.k > most_centroids_by_chance) trial.over_relaxation = 0;
  improve_by_swaps(space.coarse, clustering, trial, swap_failures, control);
  return clustering;
}

/// What `plain` would find in fewer points.
Clustering chance_start(const SearchSpace& space, const QuantizeOptions& options, std::uint64_t seed,
                        const RunControl& control) {
  Clustering clustering = start(space, space.coarse, random_centroids(space, seed));
  descend(space.coarse, clustering, narrowed(chance_limits, options), control);
  return clustering;
}

Clustering refined_quickly(const SearchSpace& space, const Clustering& coarse, const QuantizeOptions& options,
                           const RunControl& control) {
  const bool is_to_the_end = space.k <= most_centroids_to_the_end;
  const double least_gain = std::min(fast_least_gain * std::pow(space.k, 3), fast_most_least_gain);
  return refined(space, coarse.centroids, final_limits(options, is_to_the_end ? 0 : least_gain), control);
}

/// Whether a search by chance, which cost so much in fewer points, may cost less among all colors than another one.
bool may_win(const SearchSpace& space, double chance_cost, double other_cost) {
  // What the colors cost more than the points that stand for them is about the same for both.
  const double more = space.fine.total_variance() - space.coarse.total_variance();
  return chance_cost + more <= (1 + most_lead) * (other_cost + more);
}

/// The better of two ways: one start without chance, and `plain` where it may be better than that. Among very many
/// colors it gives up when it lags behind.
Clustering search_fast(const SearchSpace& space, const QuantizeOptions& options, std::uint64_t seed,
                       const RunControl& control) {
  if (space.k > most_centroids_by_chance) {
    return refined_quickly(space, merged_start(space, options, control), options, control);
  }
  const auto starts = results_of<Clustering>(2, [&](std::size_t i) {
    return i == 0 ? merged_start(space, options, control) : chance_start(space, options, seed, control);
  });
  const Clustering& better = starts[starts[1].cost < starts[0].cost ? 1 : 0];
  Clustering found = refined_quickly(space, better, options, control);
  if (!may_win(space, starts[1].cost, better.cost)) return found;
  DescentLimits limits = limits_of(options);
  if (space.fine.size() > many_colors) limits.cost_to_beat = found.cost;
  const Clustering plain = search_plain(space, limits, seed, control);
  return space.rounded_cost(plain) < space.rounded_cost(found) ? plain : found;
}

/// One of the first generation. The first two starts do without chance.
///
/// below  what the effort below found: the first start
Clustering portfolio_member(const SearchSpace& space, const ColorGrid& grid, std::size_t index, const Plan& plan,
                            const Found& below, const QuantizeOptions& options, std::uint64_t seed,
                            const RunControl& control) {
  const DescentLimits limits = narrowed(trial_limits, options);
  Centroids centroids = space.fixed;
  if (index == 0) {
    centroids = below.centroids;
  } else if (index == 1) {
    centroids = with_fixed(space, wu_centroids(space.fine, space.keys, space.k - space.fixed.size()));
  } else {
    constexpr int draws = 4;
    Random random(seed);
    add_distant_points(grid, space.k, draws, random, centroids);
  }
  Clustering clustering = start(space, grid, centroids);
  descend(grid, clustering, limits, control);
  if (index < 2) {
    improve_by_swaps(grid, clustering, limits, plan.swap_failures, control);
  } else {
    improve_by_breathing(grid, clustering, limits, plan.most_breath, control);
  }
  return clustering;
}

/// Different starts, each led to a good local minimum: the first generation.
std::vector<Clustering> make_portfolio(const SearchSpace& space, const ColorGrid& grid, const Plan& plan,
                                       const Found& below, const QuantizeOptions& options, Random& random,
                                       const RunControl& control) {
  std::vector<std::uint64_t> seeds;
  for (int i = 0; i < plan.distant_starts + 2; ++i) seeds.push_back(random.bits());
  return results_of<Clustering>(seeds.size(), [&](std::size_t i) {
    return portfolio_member(space, grid, i, plan, below, options, seeds[i], control);
  });
}

/// Lets the first of the population descend among all colors: several nearly to the end, the best one to it.
///
/// finalists  centroids found in fewer points or in all
Clustering best_finalist(const SearchSpace& space, const std::vector<Centroids>& finalists,
                         const QuantizeOptions& options, const RunControl& control) {
  DescentLimits limits = final_limits(options, finalist_least_gain);
  std::optional<Clustering> best;
  for (const Centroids& centroids : finalists) {
    Clustering finalist = refined(space, centroids, limits, control);
    if (!best || finalist.cost < best->cost) best = std::move(finalist);
  }
  limits.least_gain = 0;
  limits.max_iterations -= best->iterations;
  if (limits.max_iterations > 0) descend(space.fine, *best, limits, control);
  return std::move(*best);
}

/// Evolves clusterings from several starts; returns the centroids of the best.
std::vector<Centroids> find_finalists(const SearchSpace& space, const Plan& plan, const Found& below,
                                      const QuantizeOptions& options, std::uint64_t seed, const RunControl& control) {
  Random random(seed);
  const bool is_fine = space.fine.size() <= many_colors && space.k >= many_centroids;
  const ColorGrid& grid = is_fine ? space.fine : space.coarse;
  std::vector<Clustering> population = make_portfolio(space, grid, plan, below, options, random, control);
  Evolution evolution = plan.evolution;
  evolution.descent = narrowed(evolution.descent, options);
  population = evolve(grid, std::move(population), evolution, random, control);
  std::vector<Centroids> finalists;
  for (std::size_t i = 0; i < std::min(plan.finalists, population.size()); ++i) {
    finalists.push_back(population[i].centroids);
  }
  return finalists;
}

/// Searches further than the effort below; what that found counts if nothing better is.
Clustering search_thoroughly(const SearchSpace& space, const Plan& plan, const Found& below,
                             const QuantizeOptions& options, std::uint64_t seed, const RunControl& control) {
  const std::vector<Centroids> finalists = find_finalists(space, plan, below, options, seed, control);
  Clustering winner = best_finalist(space, finalists, options, control);
  if (costs_less(Found(space, winner), below)) return winner;
  winner = start(space, space.fine, below.centroids);
  winner.iterations = below.iterations;
  return winner;
}

/// The better of what `fast` and `plain` find.
Found search_below_good(const SearchSpace& space, const QuantizeOptions& options, std::uint64_t seed,
                        const RunControl& control) {
  const auto found = results_of<Clustering>(2, [&](std::size_t i) {
    return i == 0 ? search_fast(space, options, seed, control) : search_plain(space, limits_of(options), seed, control);
  });
  const Found fast(space, found[0]);
  const Found plain(space, found[1]);
  return costs_less(plain, fast) ? plain : fast;
}

Clustering search_well(const SearchSpace& space, const QuantizeOptions& options, std::uint64_t seed,
                       const RunControl& control) {
  const Plan& plan = space.k < many_centroids ? good_plan_with_few : good_plan;
  return search_thoroughly(space, plan, search_below_good(space, options, seed, control), options, seed, control);
}

Clustering search_best(const SearchSpace& space, const QuantizeOptions& options, std::uint64_t seed,
                       const RunControl& control) {
  constexpr double share_of_good = 0.1;
  const Found good(space, search_well(space, options, seed, part_of(control, 0, share_of_good)));
  return search_thoroughly(space, best_plan, good, options, seed, part_of(control, share_of_good, 1));
}

}  // namespace

Clustering search(const SearchSpace& space, const QuantizeOptions& options, std::uint64_t seed,
                  const RunControl& control) {
  switch (options.effort) {
    case Effort::plain: return search_plain(space, limits_of(options), seed, control);
    case Effort::fast: return search_fast(space, options, seed, control);
    case Effort::good: return search_well(space, options, seed, control);
    case Effort::best: return search_best(space, options, seed, control);
  }
  __builtin_unreachable();
}

Clustering search_from(const SearchSpace& space, Centroids centroids, const QuantizeOptions& options,
                       const RunControl& control) {
  resize_by_merit(space.coarse, space.k, space.fixed.size(), centroids);
  Clustering coarse = start(space, space.coarse, centroids);
  descend(space.coarse, coarse, narrowed(fast_trial_limits, options), control);
  Clustering clustering = start(space, space.fine, coarse.centroids);
  // What stands for very many colors says enough about them.
  if (space.fine.size() > many_colors) return clustering;
  DescentLimits limits = limits_of(options);
  limits.least_gain = warm_least_gain;
  descend(space.fine, clustering, limits, control);
  return clustering;
}

}  // namespace kmq

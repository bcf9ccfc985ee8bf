// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search.h"
#include <cstring>
#include "core/swapping.h"
#include "core/genetic.h"

#include "core/random.h"
#include "core/seeding.h"

namespace kmq {
namespace {

DescentLimits limits_of(const QuantizeOptions& options) {
  return {.max_iterations = options.max_iterations,
          .tolerance = options.tolerance * units_per_step(options.color_space)};
}

Clustering search_plain(const ColorGrid& grid, const QuantizeOptions& options, std::uint64_t seed,
                        const RunControl& control) {
  Random random(seed);
  Centroids centroids;
  add_random_points(grid, options.k.value(), random, centroids);
  Clustering clustering = start_clustering(grid, centroids);
  descend(grid, clustering, limits_of(options), control);
  return clustering;
}

Clustering search_fast(const ColorGrid& fine, std::span<const std::uint32_t> keys, const ColorGrid& coarse, const QuantizeOptions& options,
                       const RunControl& control) {
  DescentLimits limits = limits_of(options);
  limits.least_gain = 1e-4;
  Clustering start = start_clustering(coarse, merged_centroids(coarse, options.k.value()));
  descend(coarse, start, limits, control);
  Clustering clustering = start_clustering(fine, start.centroids);
  descend(fine, clustering, limits, control);
  return clustering;
}

Clustering search_good(const ColorGrid& fine, std::span<const std::uint32_t> keys, const ColorGrid& coarse, const QuantizeOptions& options,
                       const RunControl& control) {
  DescentLimits limits = limits_of(options);
  limits.least_gain = 1e-4;
  const char* env = getenv("START");
  Random random(42);
  Centroids c;
  if (env && !strcmp(env, "greedy")) add_distant_points(coarse, options.k.value(), 8, random, c);
  else if (env && !strcmp(env, "wu")) c = wu_centroids(fine, keys, options.k.value());
  else if (env && !strcmp(env, "random")) add_random_points(coarse, options.k.value(), random, c);
  else c = merged_centroids(coarse, options.k.value());
  Clustering start = start_clustering(coarse, c);
  descend(coarse, start, limits, control);
  if (getenv("F")) {
    DescentLimits sl = limits;
    sl.max_iterations = getenv("SI") ? atoi(getenv("SI")) : 10;
    sl.least_gain = getenv("SG") ? atof(getenv("SG")) : 1e-5;
    improve_by_swaps(coarse, start, sl, getenv("F0") ? atoi(getenv("F0")) : atoi(getenv("F")), control);
  }
  if (getenv("G")) {
    DescentLimits sl = limits;
    sl.max_iterations = getenv("SI") ? atoi(getenv("SI")) : 10;
    sl.least_gain = getenv("SG") ? atof(getenv("SG")) : 1e-5;
    const int f = getenv("F") ? atoi(getenv("F")) : 0;
    std::vector<Clustering> pop{start};
    const int p = getenv("P") ? atoi(getenv("P")) : 8;
    const ColorGrid& grid = getenv("FINE") ? fine : coarse;
    for (int i = 0; i < p; ++i) {
      Centroids s;
      if (i == 0) s = wu_centroids(fine, keys, options.k.value());
      else add_distant_points(grid, options.k.value(), 4, random, s);
      Clustering c = start_clustering(grid, s);
      descend(grid, c, sl, control);
      if (f) improve_by_swaps(grid, c, sl, f, control);
      pop.push_back(c);
    }
    EvolutionLimits el{atoi(getenv("G")), pop.size() + 2, sl, f};
    start = evolve(grid, pop, el, random, control);
  }
  Clustering clustering = start_clustering(fine, start.centroids);
  descend(fine, clustering, limits_of(options), control);
  return clustering;
}

}  // namespace

Clustering search(const ColorGrid& fine, std::span<const std::uint32_t> keys, const ColorGrid& coarse, const QuantizeOptions& options, std::uint64_t seed,
                  const RunControl& control) {
  switch (options.effort) {
    case Effort::plain: return search_plain(fine, options, seed, control);
    case Effort::good: return search_good(fine, keys, coarse, options, control);
    case Effort::fast: return search_fast(fine, keys, coarse, options, control);
  }
  __builtin_unreachable();
}

}  // namespace kmq

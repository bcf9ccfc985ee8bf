// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search.h"

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

Clustering search_fast(const ColorGrid& fine, const ColorGrid& coarse, const QuantizeOptions& options,
                       const RunControl& control) {
  DescentLimits limits = limits_of(options);
  limits.least_gain = 1e-4;
  Clustering start = start_clustering(coarse, merged_centroids(coarse, options.k.value()));
  descend(coarse, start, limits, control);
  Clustering clustering = start_clustering(fine, start.centroids);
  descend(fine, clustering, limits, control);
  return clustering;
}

}  // namespace

Clustering search(const ColorGrid& fine, const ColorGrid& coarse, const QuantizeOptions& options, std::uint64_t seed,
                  const RunControl& control) {
  switch (options.effort) {
    case Effort::plain: return search_plain(fine, options, seed, control);
    case Effort::fast: return search_fast(fine, coarse, options, control);
  }
  __builtin_unreachable();
}

}  // namespace kmq

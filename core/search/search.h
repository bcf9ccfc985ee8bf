// SPDX-License-Identifier: GPL-3.0-or-later
// The search for the centroids with the lowest cost, as hard as the effort says.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "core/kmeans/color_grid.h"
#include "core/kmeans/kmeans.h"
#include "core/quantize_options.h"

namespace kmq {

/// What a search works on.
struct SearchSpace {
  const ColorGrid& fine;                ///< all distinct colors
  const ColorGrid& coarse;              ///< fewer points that stand for them, see CoarseGrids
  std::span<const std::uint32_t> keys;  ///< of the colors in `fine`
  Centroids fixed;                      ///< the first centroids, which never move
  int k;                                ///< centroids, the fixed ones included; more than those, fewer than colors
  /// The cost when the centroids of a clustering of `fine` are rounded to 8 bits.
  std::function<double(const Clustering&)> rounded_cost;
};

/// Returns the best clustering found. `good` never costs more than `fast`, and `best` never more than `good`, neither
/// before the centroids are rounded nor after that.
///
/// options  effort, max_iterations and tolerance count here
/// seed     of the random draws
/// Throws   Canceled
Clustering search(const SearchSpace& space, const QuantizeOptions& options, std::uint64_t seed,
                  const RunControl& control);

/// Returns the clustering that follows from another one with about as many centroids.
///
/// start   centroids, the fixed ones first; what is missing is divided from clusters, what is too much goes
/// Throws  Canceled
Clustering search_from(const SearchSpace& space, Centroids start, const QuantizeOptions& options,
                       const RunControl& control);

}  // namespace kmq

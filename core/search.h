// SPDX-License-Identifier: GPL-3.0-or-later
// The search for the centroids with the lowest cost, as hard as the effort says.
#pragma once

#include <cstdint>

#include "core/color_grid.h"
#include "core/kmeans.h"
#include "core/quantize.h"

namespace kmq {

/// Returns the best clustering found.
///
/// fine     all distinct colors
/// coarse   fewer points that stand for them, see coarsen(); the same grid if there are few colors
/// options  effort, k, max_iterations and tolerance count here
/// seed     of the random draws; a search that draws nothing gives the same result for each
/// Throws   Canceled
Clustering search(const ColorGrid& fine, std::span<const std::uint32_t> keys, const ColorGrid& coarse, const QuantizeOptions& options, std::uint64_t seed,
                  const RunControl& control);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Out of a local minimum: several centroids go at once, and as many come where they are needed then.
#pragma once

#include "core/kmeans/kmeans.h"

namespace kmq {

/// Removes the centroids that are missed least and, after a descent, divides the clusters that gain most; keeps
/// that if it lowers the cost, else tries with one centroid less.
///
/// limits  of each descent
/// most    centroids that go at once, at first
/// Throws  Canceled
/// Source  Fritzke 2020, "Breathing k-means"; here out comes before in, so that there are never more than 256
void improve_by_breathing(const ColorGrid& grid, Clustering& clustering, const DescentLimits& limits, int most,
                          const RunControl& control);

/// Takes away the centroids that are missed least, or divides the clusters that gain most, until there are `count`.
void resize_by_merit(const ColorGrid& grid, int count, int fixed_count, Centroids& centroids);

}  // namespace kmq

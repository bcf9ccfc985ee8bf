// SPDX-License-Identifier: GPL-3.0-or-later
// Centroids → the 8-bit colors of the palette.
#pragma once

#include <span>
#include <vector>

#include "core/histogram/color_histogram.h"
#include "core/kmeans/kmeans.h"

namespace kmq {

struct RoundedPalette {
  std::vector<Rgb8> colors;
  /// Σ weight × squared distance of the points to their nearest color, in units of points.
  double cost;
};

/// Finds distinct 8-bit colors for the centroids, as many as there are centroids if the histogram has them.
///
/// Rounding costs; what can be regained by moving single colors by a step is. A cluster of which one color has
/// more than half of the weight gets exactly that color, unless its other colors are far away: flat areas keep theirs;
/// and see flat_colors().
///
/// histogram   whose colors are the points of the grid, more than there are centroids
/// clustering  its fixed centroids stand for the fixed colors
/// fixed       the first of the returned colors
RoundedPalette rounded_palette(const ColorHistogram& histogram, const ColorGrid& grid, const Clustering& clustering,
                               std::span<const Rgb8> fixed, ColorSpace space);

}  // namespace kmq

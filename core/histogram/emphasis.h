// SPDX-License-Identifier: GPL-3.0-or-later
// Weights by which colors count for more or less than their pixels.
#pragma once

#include "core/histogram/color_histogram.h"

namespace kmq {

/// Returns the histogram as if a color that n pixels have were that of n^(1 − rare) pixels.
///
/// n is counted in cubes of 16³ colors, and the colors of a cube share its weight by their pixels: so neither the many
/// shades of one area nor the single colors of its noise gain from being many.
///
/// The weights are whole numbers, found with additions, multiplications and square roots only, which IEEE 754 rounds
/// alike on every machine.
///
/// rare  0 (as it is) .. 1 (each cube counts the same)
ColorHistogram with_rare_colors(const ColorHistogram& histogram, double rare);

/// Returns the histogram as if a pixel that is not inside an area of its color were 1/255 of a pixel: so edges, of
/// which soft ones have many colors, hardly count.
///
/// histogram  its flat_weights() are known
ColorHistogram with_flat_areas(const ColorHistogram& histogram);

}  // namespace kmq

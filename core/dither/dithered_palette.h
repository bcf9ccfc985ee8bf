// SPDX-License-Identifier: GPL-3.0-or-later
// A palette whose mixtures come near to the colors of a picture.
#pragma once

#include <cstddef>
#include <vector>

#include "core/dither/light_model.h"
#include "core/histogram/color_histogram.h"

namespace kmq {

/// Moves the colors of a palette so that dithering with them comes nearer to the picture, seen from afar.
///
/// k-means puts each palette color in the middle of the colors that it stands for. Those that lie beyond the outermost
/// palette colors are no mixture of any: they come out pale, and what is passed on of their errors shows as noise. Here
/// every palette color moves, in some rounds, towards the mean of those colors that become it, errors included, when
/// flat patches of the picture's colors are dithered. The round with the least error counts.
///
/// A color that stays as it is: a fixed one, and one that many pixels have exactly, which would begin to be dithered.
///
/// colors       1 .. 256 colors, no two equal
/// fixed_count  so many of them, the first ones, stay
/// amount       of the dithering, 0 (none: all colors stay) .. 1
/// light        of the color space of the histogram
/// Returns      as many colors, in the same order, no two equal
/// Source       similar in aim: Özdemir and Akarun 2001, "Fuzzy algorithms for combined quantization and dithering"
std::vector<Rgb8> palette_for_dithering(const ColorHistogram& histogram, const std::vector<Rgb8>& colors,
                                        std::size_t fixed_count, double amount, const LightModel& light);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which a palette lists its colors.
#pragma once

#include <span>
#include <vector>

#include "core/color/color.h"

namespace kmq {

enum class PaletteOrder {
  lightness,   ///< dark to light
  hue,         ///< neutral colors first, then around the color wheel from red; dark to light within each hue
  population,  ///< most pixels first
  none,        ///< as they appear in the picture, where the histogram knows that; else as the search found them
};

/// Returns the positions of the colors in palette order.
///
/// The comparison uses integers only, so every platform orders alike. Colors that compare equal stand in the
/// order of their color_key(); equal colors keep their order.
///
/// Lightness is the luminance of the color taken as sRGB. A color is neutral if its largest and smallest channel
/// differ by at most 24. The hues are the twelve of the color wheel (red, orange, yellow, chartreuse, green, spring,
/// cyan, azure, blue, violet, magenta, rose), each the colors within 15° of it by the hue angle of HSV: sorting
/// by the angle alone would mix the light and dark colors of one ramp with those of its neighbors.
///
/// colors       in any order
/// populations  pixels of each color, as many as colors
/// Returns      a permutation of 0 .. size of colors − 1
std::vector<int> palette_order(std::span<const Rgb8> colors, std::span<const double> populations, PaletteOrder order);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// What a palette can mix, and the nearest of that to any color.
#pragma once

#include <span>
#include <vector>

#include "core/dither/light_model.h"

namespace kmq {

/// The mixtures of palette colors: their convex hull in linear light.
///
/// A color outside is replaced by the place in the hull with the same luminance, or the nearest that there is; among
/// places of that luminance by the one nearest in encoded values, where equal steps look about equally large.
///
/// Ours, put together from two known parts: a hull of the palette as the gamut of a halftone (as in Adler, Kitchens,
/// Martens, Tresser, Wu 2003, "The mathematics of halftoning", IBM Journal of Research and Development 47/1, where it
/// bounds the errors), and gamut mapping that keeps lightness (J. Morovič 2008, "Color gamut mapping", section 10.3).
/// Keeping luminance first is what makes green on black and white as light as it was.
class PaletteHull {
 public:
  /// light  outlives the hull
  PaletteHull(const Palette& palette, const LightModel& light);

  /// Returns the color itself if it can be mixed, else the place of the hull that stands for it.
  [[nodiscard]] LinearColor nearest(Rgb8 color) const;

 private:
  const LightModel& light_;
  std::vector<LinearColor> corners_;
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Colors of other models → 8-bit sRGB colors, for palettes of other programs.
#pragma once

#include "core/color/color.h"

namespace kmq {

/// Returns the color of a gray, 0 (black) .. 1 (white), in encoded values.
Rgb8 from_gray(double value);

/// Each channel 0 .. 1, in encoded values; what is outside is cut off.
Rgb8 from_rgb(double red, double green, double blue);

/// hue  in turns; all others 0 .. 1
///
/// Source  A. R. Smith, "Color gamut transform pairs", 1978
Rgb8 from_hsv(double hue, double saturation, double value);

/// hue  in turns; all others 0 .. 1
///
/// Source  W3C, CSS Color Module Level 4, section 7.1
Rgb8 from_hsl(double hue, double saturation, double lightness);

/// Shares of ink, 0 .. 1, without a profile of inks and paper: as GIMP's own import of palettes takes them.
Rgb8 from_cmyk(double cyan, double magenta, double yellow, double black);

/// CIE Lab with the white D50, as programs for print have it; what sRGB cannot show is cut off channel by channel.
///
/// lightness  0 .. 100
///
/// Source  CIE 15:2004; B. Lindbloom, matrix of sRGB adapted to D50 by Bradford's transform
Rgb8 from_lab(double lightness, double a, double b);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Where a color stands in a color space, for those who draw it.
#pragma once

#include <array>

#include "core/color/color.h"
#include "core/color/space.h"

namespace kmq {

/// Returns red, green, blue in ColorSpace::rgb, and lightness, a, b in the others, all in units of 1/255 of the way
/// from black to white.
std::array<double, 3> color_position(Rgb8 color, ColorSpace space);

}  // namespace kmq

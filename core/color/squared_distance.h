// SPDX-License-Identifier: GPL-3.0-or-later
// How far two colors are apart in encoded values.
#pragma once

#include "core/color/color.h"

namespace kmq {

/// Returns the squared Euclidean distance, 0 .. 3 · 255².
constexpr int squared_distance(Rgb8 a, Rgb8 b) {
  const int red = a.red - b.red;
  const int green = a.green - b.green;
  const int blue = a.blue - b.blue;
  return red * red + green * green + blue * blue;
}

}  // namespace kmq

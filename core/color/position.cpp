// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/position.h"

#include "core/color/points.h"

namespace kmq {

std::array<double, 3> color_position(Rgb8 color, ColorSpace space) {
  const Point point = to_point(color, space);
  const double units = units_per_step(space);
  return {point[0] / units, point[1] / units, point[2] / units};
}

}  // namespace kmq

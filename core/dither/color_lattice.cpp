// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/color_lattice.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace kmq {

ColorLattice::ColorLattice(const LightModel& light, int cube_bits)
    : cube_bits_(cube_bits),
      per_axis_((std::size_t{256} >> cube_bits) + 1),
      strides_{per_axis_ * per_axis_, per_axis_, 1} {
  assert(cube_bits >= 1 && cube_bits <= 7);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const LightModel::Curve& curve = light.curve(channel);
    for (std::size_t i = 0; i < 256; ++i) {
      const std::size_t position = i >> cube_bits;
      const std::int32_t dark = curve[value(position)];
      const std::int32_t bright = curve[value(position + 1)];
      const std::int32_t span = std::max(bright - dark, 1);
      places_[channel][i] = {position * strides_[channel], ((curve[i] - dark) * whole_share + span / 2) / span};
    }
  }
}

Rgb8 ColorLattice::color(std::size_t corner) const {
  return {value(corner / strides_[0]), value(corner / strides_[1] % per_axis_), value(corner % per_axis_)};
}

std::array<ColorLattice::Part, 4> ColorLattice::parts(Rgb8 color) const {
  struct Axis {
    std::int32_t share;
    std::size_t stride;
  };
  const Place& red = places_[0][color.red];
  const Place& green = places_[1][color.green];
  const Place& blue = places_[2][color.blue];
  Axis first{red.share, strides_[0]};
  Axis second{green.share, strides_[1]};
  Axis third{blue.share, strides_[2]};
  if (first.share < second.share) std::swap(first, second);
  if (second.share < third.share) std::swap(second, third);
  if (first.share < second.share) std::swap(first, second);
  const std::size_t darkest = red.below + green.below + blue.below;
  return {{{darkest, whole_share - first.share},
           {darkest + first.stride, first.share - second.share},
           {darkest + first.stride + second.stride, second.share - third.share},
           {darkest + first.stride + second.stride + third.stride, third.share}}};
}

std::uint8_t ColorLattice::value(std::size_t position) const {
  return static_cast<std::uint8_t>(std::min<std::size_t>(position << cube_bits_, 255));
}

}  // namespace kmq

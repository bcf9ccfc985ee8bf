// SPDX-License-Identifier: GPL-3.0-or-later
// Few colors, evenly spread, that stand for all: what is costly to find out is found out for these.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/dither/light_model.h"

namespace kmq {

/// The corners of equal cubes that fill the color cube.
///
/// A color is a mixture, in linear light, of corners of its cube: of one, or of up to four that lie on the way from its
/// darkest to its brightest corner. A gray is one of gray corners.
///
/// Source  the tetrahedra: J. M. Kasson, W. Plouffe, S. I. Nin 1993, "A tetrahedral interpolation technique for color
///         space conversion", Proc. SPIE 1909
class ColorLattice {
 public:
  static constexpr std::int32_t whole_share = 4096;

  struct Part {
    std::size_t corner;
    std::int32_t share;  ///< of whole_share
  };

  /// cube_bits  each cube has the side 2^cube_bits, 1 .. 7
  ColorLattice(const LightModel& light, int cube_bits);

  [[nodiscard]] std::size_t size() const { return per_axis_ * per_axis_ * per_axis_; }
  [[nodiscard]] Rgb8 color(std::size_t corner) const;

  /// Returns the corners of a color's mixture; some shares may be 0.
  [[nodiscard]] std::array<Part, 4> parts(Rgb8 color) const;

  /// Returns a corner of a color's mixture: over all thresholds, each as often as its share says.
  ///
  /// threshold  0 .. whole_share − 1
  [[nodiscard]] std::size_t corner(Rgb8 color, std::int32_t threshold) const {
    const Place& red = places_[0][color.red];
    const Place& green = places_[1][color.green];
    const Place& blue = places_[2][color.blue];
    return red.below + green.below + blue.below + (red.share > threshold ? strides_[0] : 0) +
           (green.share > threshold ? strides_[1] : 0) + (blue.share > threshold ? strides_[2] : 0);
  }

 private:
  /// A value of a channel between two corners.
  struct Place {
    std::size_t below;  ///< what the darker one adds to the position of a corner
    std::int32_t share;  ///< of the brighter one
  };

  [[nodiscard]] std::uint8_t value(std::size_t position) const;

  int cube_bits_;
  std::size_t per_axis_;
  std::array<std::size_t, 3> strides_;
  std::array<std::array<Place, 256>, 3> places_{};
};

}  // namespace kmq

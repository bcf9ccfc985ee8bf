// SPDX-License-Identifier: GPL-3.0-or-later
// How bright the encoded values of a color space are: encoded ↔ linear light.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/color/color.h"
#include "core/dither/linear_color.h"
#include "core/palette/palette.h"

namespace kmq {

class LightModel {
 public:
  /// Linear light, 0 .. linear_white, of each encoded value: from 0 to linear_white, nowhere falling.
  using Curve = std::array<std::int32_t, 256>;

  /// curves            of red, green, blue
  /// luminance_shares  of linear red, green, blue in the luminance of white; their sum is 1
  LightModel(const std::array<Curve, 3>& curves, const std::array<double, 3>& luminance_shares);
  LightModel(const LightModel&) = delete;
  LightModel& operator=(const LightModel&) = delete;

  /// Source  IEC 61966-2-1:1999
  static const LightModel& srgb() noexcept;

  [[nodiscard]] LinearColor linear(Rgb8 color) const {
    return {curves_[0][color.red], curves_[1][color.green], curves_[2][color.blue]};
  }
  /// Returns the inverse of linear(), and between its colors nearly always the nearest.
  ///
  /// color  clamped()
  [[nodiscard]] Rgb8 encoded(const LinearColor& color) const {
    return {encoded_of_step_[0][step(color.red)], encoded_of_step_[1][step(color.green)],
            encoded_of_step_[2][step(color.blue)]};
  }
  /// Returns the encoded value, 0 .. 255, of linear light, 0 .. linear_white: between the entries of the curve on the
  /// straight line that joins them.
  [[nodiscard]] double encoded_value(std::size_t channel, double light) const;
  /// Returns the curve of red, green or blue.
  [[nodiscard]] const Curve& curve(std::size_t channel) const { return curves_[channel]; }
  [[nodiscard]] const std::array<double, 3>& luminance_shares() const { return luminance_shares_; }

 private:
  // Steps of 16: in the shadows of sRGB, where the encoded values lie closest, they are 20 apart.
  static constexpr int step_bits = 4;
  using EncodedOfStep = std::array<std::uint8_t, ((linear_white + 1) >> step_bits)>;

  static std::size_t step(std::int32_t light) { return static_cast<std::size_t>(light >> step_bits); }
  static EncodedOfStep inverse(const Curve& curve);

  std::array<Curve, 3> curves_;
  std::array<double, 3> luminance_shares_;
  std::array<EncodedOfStep, 3> encoded_of_step_;
};

/// The colors of a palette, in its order.
std::vector<LinearColor> linear_colors(const Palette& palette, const LightModel& light);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/light_model.h"

#include <algorithm>
#include <cassert>

namespace kmq {

LightModel::LightModel(const std::array<Curve, 3>& curves, const std::array<double, 3>& luminance_shares)
    : curves_(curves),
      luminance_shares_(luminance_shares),
      encoded_of_step_{inverse(curves[0]), inverse(curves[1]), inverse(curves[2])} {}

const LightModel& LightModel::srgb() noexcept {
  static const LightModel model({linear_light, linear_light, linear_light}, {0.2126, 0.7152, 0.0722});
  return model;
}

double LightModel::encoded_value(std::size_t channel, double light) const {
  const Curve& curve = curves_[channel];
  const auto above = std::ranges::upper_bound(curve, light);
  if (above == curve.begin()) return 0;
  const auto below = static_cast<double>(above - curve.begin() - 1);
  if (above == curve.end()) return below;
  return below + (light - *(above - 1)) / (*above - *(above - 1));
}

LightModel::EncodedOfStep LightModel::inverse(const Curve& curve) {
  assert(curve.front() == 0 && curve.back() == linear_white && std::ranges::is_sorted(curve));
  EncodedOfStep table{};
  std::size_t encoded = 0;
  for (std::size_t step = 0; step < table.size(); ++step) {
    const auto doubled_center = static_cast<std::int32_t>((2 * step + 1) << step_bits);
    while (encoded < 255 && curve[encoded] + curve[encoded + 1] <= doubled_center) ++encoded;
    table[step] = static_cast<std::uint8_t>(encoded);
  }
  return table;
}

std::vector<LinearColor> linear_colors(const Palette& palette, const LightModel& light) {
  std::vector<LinearColor> colors;
  for (const Rgb8 color : palette.colors()) colors.push_back(light.linear(color));
  return colors;
}

}  // namespace kmq

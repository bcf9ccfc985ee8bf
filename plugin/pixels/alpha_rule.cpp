// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/alpha_rule.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace kmq {
namespace {

/// Times 255 it still fits 32 bits.
constexpr float full_light = 1 << 24;

/// Returns the light of the grays value_of(0), value_of(1), …, by channel.
template <std::size_t count, typename ValueOf>
std::array<std::array<std::uint32_t, count>, 3> lights_of(const Babl* space, const ValueOf& value_of) {
  std::vector<std::array<float, 3>> colors(count);
  for (std::size_t i = 0; i < count; ++i) colors[i].fill(value_of(static_cast<float>(i)));
  babl_process(babl_fish(babl_format_with_space("R'G'B' float", space), babl_format_with_space("RGB float", space)),
               colors.data(), colors.data(), static_cast<long>(count));
  std::array<std::array<std::uint32_t, count>, 3> lights{};
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      lights[channel][i] =
          static_cast<std::uint32_t>(std::lround(std::clamp(colors[i][channel], 0.F, 1.F) * full_light));
    }
  }
  return lights;
}

}  // namespace

AlphaApplier::AlphaApplier(const AlphaRule& rule, const Babl* space) : rule_(rule) {
  if (!rule.is_one_bit || !rule.matte) return;
  lights_.at = lights_of<256>(space, [](float value) { return value / 255; });
  lights_.between = lights_of<255>(space, [](float value) { return (value + 0.5F) / 255; });
}

void AlphaApplier::apply(std::span<Rgba8> pixels) const {
  if (!rule_.is_one_bit) return;
  for (Rgba8& pixel : pixels) {
    if (!rule_.matte) {
      pixel.alpha = pixel.alpha >= rule_.lowest_opaque ? 255 : 0;
    } else if (pixel.alpha != 0 && pixel.alpha != 255) {
      blend(pixel);
    }
  }
}

void AlphaApplier::blend(Rgba8& pixel) const {
  const auto blended = [&](std::size_t channel, std::uint8_t own, std::uint8_t matte) {
    const std::uint64_t sum = std::uint64_t{lights_.at[channel][own]} * pixel.alpha +
                              std::uint64_t{lights_.at[channel][matte]} * (255U - pixel.alpha);
    const auto& between = lights_.between[channel];
    const auto value = std::upper_bound(between.begin(), between.end(), static_cast<std::uint32_t>(sum / 255));
    return static_cast<std::uint8_t>(value - between.begin());
  };
  pixel = {blended(0, pixel.red, rule_.matte->red), blended(1, pixel.green, rule_.matte->green),
           blended(2, pixel.blue, rule_.matte->blue), 255};
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/light.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

namespace kmq {
namespace {

using Curves = std::array<LightModel::Curve, 3>;

/// Curves that begin at black, end at white and never fall, whatever a profile says.
Curves curves_of(const Babl* space) {
  std::array<Rgb8, 256> grays{};
  for (std::size_t value = 0; value < grays.size(); ++value) {
    const auto byte = static_cast<std::uint8_t>(value);
    grays[value] = {byte, byte, byte};
  }
  std::array<std::array<double, 3>, 256> light{};
  babl_process(babl_fish(babl_format_with_space("R'G'B' u8", space), babl_format_with_space("RGB double", space)),
               grays.data(), light.data(), static_cast<long>(grays.size()));
  Curves curves{};
  for (std::size_t channel = 0; channel < curves.size(); ++channel) {
    std::int32_t brightest = 0;
    for (std::size_t value = 0; value < light.size(); ++value) {
      const double share = std::clamp(light[value][channel], 0.0, 1.0);
      brightest = std::max(brightest, static_cast<std::int32_t>(std::lround(share * linear_white)));
      curves[channel][value] = brightest;
    }
    curves[channel].front() = 0;
    curves[channel].back() = linear_white;
  }
  return curves;
}

std::array<double, 3> luminance_shares_of(const Babl* space) {
  std::array<double, 3> shares{};
  babl_space_get_rgb_luminance(space, &shares[0], &shares[1], &shares[2]);
  const double sum = shares[0] + shares[1] + shares[2];
  for (double& share : shares) share /= sum;
  return shares;
}

}  // namespace

const LightModel& light_of(const Babl* space) {
  if (space == nullptr || space == babl_space("sRGB")) return LightModel::srgb();
  static std::mutex mutex;
  static std::map<const Babl*, std::unique_ptr<const LightModel>> known;
  const std::lock_guard lock(mutex);
  std::unique_ptr<const LightModel>& light = known[space];
  if (!light) light = std::make_unique<const LightModel>(curves_of(space), luminance_shares_of(space));
  return *light;
}

}  // namespace kmq

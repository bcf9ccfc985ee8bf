// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/light.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "core/color/rgb_model.h"

namespace kmq {
namespace {

/// Converts colors of three numbers between linear RGB of a space, and CIE XYZ or encoded values.
std::vector<Eigen::Vector3d> converted(const std::vector<Eigen::Vector3d>& colors, const char* from, const char* to,
                                       const Babl* space) {
  std::vector<Eigen::Vector3d> result(colors.size());
  babl_process(babl_fish(babl_format_with_space(from, space), babl_format_with_space(to, space)), colors.data(),
               result.data(), static_cast<long>(colors.size()));
  return result;
}

/// Curves that begin at black, end at white and never fall, whatever a profile says.
std::array<RgbModel::Curve, 3> curves_of(const Babl* space) {
  std::vector<Eigen::Vector3d> grays;
  for (int value = 0; value < 256; ++value) grays.emplace_back(Eigen::Vector3d::Constant(value / 255.0));
  const std::vector<Eigen::Vector3d> light = converted(grays, "R'G'B' double", "RGB double", space);
  std::array<RgbModel::Curve, 3> curves{};
  for (std::size_t channel = 0; channel < curves.size(); ++channel) {
    double brightest = 0;
    for (std::size_t value = 0; value < light.size(); ++value) {
      brightest = std::max(brightest, std::clamp(light[value][static_cast<Eigen::Index>(channel)], 0.0, 1.0));
      curves[channel][value] = brightest;
    }
    curves[channel].front() = 0;
    curves[channel].back() = 1;
  }
  return curves;
}

std::array<LightModel::Curve, 3> light_curves_of(const Babl* space) {
  std::array<LightModel::Curve, 3> result{};
  const std::array<RgbModel::Curve, 3> curves = curves_of(space);
  for (std::size_t channel = 0; channel < curves.size(); ++channel) {
    std::ranges::transform(curves[channel], result[channel].begin(),
                           [](double light) { return static_cast<std::int32_t>(std::lround(light * linear_white)); });
  }
  return result;
}

/// CIE XYZ of linear red, green and blue. babl's are adapted to the white D50.
///
/// Source  the adaptation to D65: Bradford, as in ICC.1:2022, annex E
Eigen::Matrix3d to_xyz_of(const Babl* space) {
  const std::vector<Eigen::Vector3d> primaries{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  const std::vector<Eigen::Vector3d> xyz = converted(primaries, "RGB double", "CIE XYZ double", space);
  Eigen::Matrix3d of_d50;
  of_d50 << xyz[0], xyz[1], xyz[2];
  Eigen::Matrix3d to_d65;
  to_d65 << 0.9555766, -0.0230393, 0.0631636,  //
      -0.0282895, 1.0099416, 0.0210077,        //
      0.0122982, -0.0204830, 1.3299098;
  return to_d65 * of_d50;
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
  if (!light) light = std::make_unique<const LightModel>(light_curves_of(space), luminance_shares_of(space));
  return *light;
}

const RgbModel* rgb_model_of(const Babl* space) {
  if (space == nullptr || space == babl_space("sRGB")) return nullptr;
  static std::mutex mutex;
  static std::map<const Babl*, std::unique_ptr<const RgbModel>> known;
  const std::lock_guard lock(mutex);
  std::unique_ptr<const RgbModel>& model = known[space];
  if (!model) model = std::make_unique<const RgbModel>(curves_of(space), to_xyz_of(space));
  return model.get();
}

}  // namespace kmq

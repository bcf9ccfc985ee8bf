// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/light.h"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <cmath>

#include "core/color/rgb_model.h"
#include "tests/plugin/gegl_environment.h"

namespace kmq {
namespace {

const auto* const gegl = testing::AddGlobalTestEnvironment(new Gegl);

/// A space with the primaries of sRGB and a curve v^gamma.
const Babl* space_with_gamma(double gamma) {
  const Babl* const curve = babl_trc_gamma(gamma);
  return babl_space_from_chromaticities(nullptr, 0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06, curve, curve,
                                        curve, BABL_SPACE_FLAG_EQUALIZE);
}

TEST(Light, OfSrgbIsTheStandard) {
  EXPECT_EQ(&light_of(babl_space("sRGB")), &LightModel::srgb());
  EXPECT_EQ(&light_of(nullptr), &LightModel::srgb());
}

TEST(Light, FollowsTheCurveOfTheSpace) {
  for (const double gamma : {1.0, 1.8, 2.2}) {
    const LightModel& light = light_of(space_with_gamma(gamma));
    for (int value = 0; value < 256; value += 5) {
      const auto byte = static_cast<std::uint8_t>(value);
      const LinearColor found = light.linear({byte, byte, byte});
      EXPECT_NEAR(found.red, std::pow(value / 255.0, gamma) * linear_white, 20) << gamma << ' ' << value;
      EXPECT_EQ(found.red, found.blue);
    }
    EXPECT_EQ(&light, &light_of(space_with_gamma(gamma)));
  }
}

TEST(Light, HasTheLuminanceOfThePrimaries) {
  const auto& shares = light_of(babl_space("Adobish")).luminance_shares();
  EXPECT_NEAR(shares[0] + shares[1] + shares[2], 1, 1e-12);
  EXPECT_NEAR(shares[0], 0.297, 0.02);  // Adobe RGB (1998); sRGB has 0.2126
  EXPECT_NEAR(shares[2], 0.075, 0.02);
}

TEST(RgbModelOfASpace, OfSrgbIsNone) {
  EXPECT_EQ(rgb_model_of(babl_space("sRGB")), nullptr);
  EXPECT_EQ(rgb_model_of(nullptr), nullptr);
}

TEST(RgbModelOfASpace, TheSameColorLooksTheSameInEachSpace) {
  const Eigen::Vector3d in_srgb(0.8, 0.3, 0.1);  // linear
  for (const char* name : {"Adobish", "Rec2020", "ProPhoto", "Apple"}) {
    const Babl* const space = babl_space(name);
    const RgbModel* const model = rgb_model_of(space);
    ASSERT_NE(model, nullptr) << name;
    EXPECT_EQ(model, rgb_model_of(space));
    Eigen::Vector3d in_space;
    babl_process(babl_fish(babl_format("RGB double"), babl_format_with_space("RGB double", space)), in_srgb.data(),
                 in_space.data(), 1);
    for (const ColorSpace::Kind kind : {ColorSpace::oklab, ColorSpace::lab}) {
      const PerceptualTransform& transform = model->transform(kind);
      const PerceptualTransform& srgb = RgbModel::srgb().transform(kind);
      const Eigen::Vector3d difference =
          transform.position(in_space) / transform.units - srgb.position(in_srgb) / srgb.units;
      EXPECT_LT(difference.norm(), 1) << name;  // of 255 steps from black to white
    }
  }
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/light_model.h"

#include <gtest/gtest.h>

namespace kmq {
namespace {

LightModel::Curve straight_curve() {
  LightModel::Curve curve{};
  for (std::size_t value = 0; value < curve.size(); ++value) {
    curve[value] = static_cast<std::int32_t>(value) * linear_white / 255;
  }
  return curve;
}

TEST(LightModel, EncodingIsTheInverse) {
  const LightModel mixed({straight_curve(), linear_light, straight_curve()}, {0.3, 0.5, 0.2});
  for (int value = 0; value < 256; ++value) {
    const auto byte = static_cast<std::uint8_t>(value);
    const Rgb8 color{byte, byte, static_cast<std::uint8_t>(255 - value)};
    for (const LightModel* light : {&LightModel::srgb(), &mixed}) {
      EXPECT_EQ(light->encoded(light->linear(color)), color);
      for (std::size_t channel = 0; channel < 3; ++channel) {
        EXPECT_EQ(light->encoded_value(channel, light->curve(channel)[byte]), value);
      }
    }
  }
}

TEST(LightModel, EncodesWhatLiesBetweenTheValues) {
  const LightModel straight({straight_curve(), straight_curve(), straight_curve()}, {0.3, 0.5, 0.2});
  EXPECT_NEAR(straight.encoded_value(0, 0.25 * linear_white), 0.25 * 255, 1e-9);
  EXPECT_EQ(straight.encoded_value(0, -1), 0);
  EXPECT_EQ(straight.encoded_value(0, 2 * linear_white), 255);
}

TEST(LinearColor, IsClampedToTheLightThatThereIs) {
  EXPECT_EQ(LightModel::srgb().encoded(clamped({-5, 70000, 26})), (Rgb8{0, 255, 1}));
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/linear_light.h"

#include <gtest/gtest.h>

namespace kmq {
namespace {

TEST(LinearLight, FollowsTheSrgbCurve) {
  EXPECT_EQ(linear_light[0], 0);
  EXPECT_EQ(linear_light[10], 199);     // 10 / 255 / 12.92 of white: the straight part
  EXPECT_EQ(linear_light[128], 14146);  // 0.215861 of white
  EXPECT_EQ(linear_light[188], 32957);  // 0.502886: about the gray of a checkerboard of black and white seen from afar
  EXPECT_EQ(linear_light[255], linear_white);
  for (std::size_t value = 1; value < 256; ++value) EXPECT_LT(linear_light[value - 1], linear_light[value]);
}

}  // namespace
}  // namespace kmq

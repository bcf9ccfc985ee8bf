// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/fixed_colors.h"

#include <gtest/gtest.h>

namespace kmq {
namespace {

TEST(FixedColors, AColorJoinsTheList) {
  EXPECT_EQ(with_color("", {255, 0, 16}), "#ff0010");
  EXPECT_EQ(with_color(" ", {255, 0, 16}), "#ff0010");
  EXPECT_EQ(with_color("#00a0ff", {255, 0, 16}), "#00a0ff,#ff0010");
  EXPECT_EQ(with_color("#00a0ff, ", {255, 0, 16}), "#00a0ff,#ff0010");
  EXPECT_EQ(with_color("orange;", {255, 0, 16}), "orange;#ff0010");
}

TEST(FixedColors, AColorLeavesTheListHoweverItIsWritten) {
  EXPECT_EQ(without_color("#00a0ff, #FF0010 ,#123456", {255, 0, 16}), "#00a0ff,#123456");
  EXPECT_EQ(without_color("#ff0010", {255, 0, 16}), "");
  EXPECT_EQ(without_color("#00A0ff", {255, 0, 16}), "#00A0ff");
  EXPECT_EQ(without_color("#f00 rgb(255, 0, 0)= ? orange red!", {255, 0, 0}), "?,orange");
}

TEST(FixedColors, TheListKnowsItsColors) {
  EXPECT_TRUE(has_color("#00a0ff, #FF0010", {255, 0, 16}));
  EXPECT_TRUE(has_color("#00a0ff red=", {255, 0, 0}));
  EXPECT_FALSE(has_color("?", {0, 0, 0}));
  EXPECT_FALSE(has_color("#00a0ff", {255, 0, 16}));
  EXPECT_FALSE(has_color("", {255, 0, 16}));
}

}  // namespace
}  // namespace kmq

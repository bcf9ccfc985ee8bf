// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/color_models.h"

#include <gtest/gtest.h>

namespace kmq {
namespace {

TEST(ColorModels, GrayAndRgbAreRoundedAndCutOff) {
  EXPECT_EQ(from_gray(0.5), (Rgb8{128, 128, 128}));
  EXPECT_EQ(from_rgb(-0.1, 1.5, 1.0 / 255), (Rgb8{0, 255, 1}));
}

TEST(ColorModels, HsvGoesAroundTheWheel) {
  EXPECT_EQ(from_hsv(0, 1, 1), (Rgb8{255, 0, 0}));
  EXPECT_EQ(from_hsv(60 / 360.0, 1, 1), (Rgb8{255, 255, 0}));
  EXPECT_EQ(from_hsv(120 / 360.0, 1, 1), (Rgb8{0, 255, 0}));
  EXPECT_EQ(from_hsv(200 / 360.0, 1, 1), (Rgb8{0, 170, 255}));
  EXPECT_EQ(from_hsv(240 / 360.0, 1, 0.2), (Rgb8{0, 0, 51}));
  EXPECT_EQ(from_hsv(1, 1, 1), (Rgb8{255, 0, 0}));
  EXPECT_EQ(from_hsv(0.3, 0, 0.8), (Rgb8{204, 204, 204}));
}

TEST(ColorModels, HslIsThatOfStyleSheets) {
  EXPECT_EQ(from_hsl(0, 1, 0.5), (Rgb8{255, 0, 0}));
  EXPECT_EQ(from_hsl(39 / 360.0, 1, 0.5), (Rgb8{255, 166, 0}));
  EXPECT_EQ(from_hsl(0.6, 0.4, 0), (Rgb8{0, 0, 0}));
  EXPECT_EQ(from_hsl(0.6, 0.4, 1), (Rgb8{255, 255, 255}));
  EXPECT_EQ(from_hsl(300 / 360.0, 0.5, 0.75), (Rgb8{223, 159, 223}));
}

TEST(ColorModels, InksDarken) {
  EXPECT_EQ(from_cmyk(0, 0, 0, 0), (Rgb8{255, 255, 255}));
  EXPECT_EQ(from_cmyk(1, 0, 0, 0), (Rgb8{0, 255, 255}));
  EXPECT_EQ(from_cmyk(0, 1, 1, 0.5), (Rgb8{128, 0, 0}));
  EXPECT_EQ(from_cmyk(0, 0, 0, 1), (Rgb8{0, 0, 0}));
}

// From Lindbloom's calculator, with D50.
TEST(ColorModels, LabHasTheWhiteOfPrint) {
  EXPECT_EQ(from_lab(100, 0, 0), (Rgb8{255, 255, 255}));
  EXPECT_EQ(from_lab(0, 0, 0), (Rgb8{0, 0, 0}));
  EXPECT_EQ(from_lab(53.585, 0, 0), (Rgb8{128, 128, 128}));
  EXPECT_EQ(from_lab(54.2917, 80.8125, 69.8851), (Rgb8{255, 0, 0}));
  EXPECT_EQ(from_lab(29.5676, 68.2986, -112.0294), (Rgb8{0, 0, 255}));
}

}  // namespace
}  // namespace kmq

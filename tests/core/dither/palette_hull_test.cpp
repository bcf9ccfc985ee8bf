// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/palette_hull.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/random.h"
#include "core/dither/mixable_colors.h"

namespace kmq {
namespace {

const LightModel& light = LightModel::srgb();

double luminance_of(const LinearColor& color) {
  const auto& shares = light.luminance_shares();
  return shares[0] * color.red + shares[1] * color.green + shares[2] * color.blue;
}

void expect_near(const LinearColor& a, const LinearColor& b, int tolerance) {
  EXPECT_NEAR(a.red, b.red, tolerance);
  EXPECT_NEAR(a.green, b.green, tolerance);
  EXPECT_NEAR(a.blue, b.blue, tolerance);
}

Rgb8 random_color(Random& random) {
  const auto channel = [&random] { return static_cast<std::uint8_t>(random.below(256)); };
  return {channel(), channel(), channel()};
}

const Palette cube(
    {{0, 0, 0}, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 0}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255}});
const Palette black_and_white({{0, 0, 0}, {255, 255, 255}});

TEST(PaletteHull, LeavesWhatCanBeMixed) {
  const PaletteHull hull(cube, light);
  Random random(1);
  for (int i = 0; i < 100; ++i) {
    const Rgb8 color = random_color(random);
    EXPECT_EQ(hull.nearest(color), light.linear(color));
  }
}

TEST(PaletteHull, MakesGrayOfTheSameLuminance) {
  const PaletteHull hull(black_and_white, light);
  Random random(2);
  for (int i = 0; i < 100; ++i) {
    const Rgb8 color = random_color(random);
    const LinearColor gray = hull.nearest(color);
    EXPECT_NEAR(luminance_of(gray), luminance_of(light.linear(color)), 2);
    expect_near(gray, {gray.red, gray.red, gray.red}, 1);
  }
}

TEST(PaletteHull, KeepsTheHueOfAColorThatIsTooStrong) {
  // Pale inks: a strong red becomes a pale one, not a gray.
  const PaletteHull hull(Palette({{0, 0, 0}, {200, 120, 120}, {120, 200, 120}, {120, 120, 200}, {255, 255, 255}}),
                         light);
  const LinearColor found = hull.nearest({200, 30, 30});
  EXPECT_GT(found.red, found.green + 2000);
  EXPECT_NEAR(found.green, found.blue, 3000);
  EXPECT_NEAR(luminance_of(found), luminance_of(light.linear({200, 30, 30})), 3);
}

TEST(PaletteHull, OfOneColorIsThatColor) {
  const PaletteHull hull(Palette({{10, 20, 30}}), light);
  EXPECT_EQ(hull.nearest({200, 0, 0}), light.linear({10, 20, 30}));
}

TEST(PaletteHull, BeyondItsLuminanceIsItsEnd) {
  const PaletteHull hull(Palette({{100, 100, 100}, {120, 120, 120}}), light);
  expect_near(hull.nearest({255, 255, 0}), light.linear({120, 120, 120}), 1);
  expect_near(hull.nearest({0, 0, 9}), light.linear({100, 100, 100}), 1);
}

TEST(MixableColors, AreThoseOfTheHullOrNearThem) {
  const Palette palettes[] = {cube, black_and_white, Palette({{20, 30, 60}, {200, 60, 40}, {250, 240, 200}}),
                              Palette({{0, 0, 0}, {85, 85, 85}, {170, 170, 170}, {255, 255, 255}})};
  for (const Palette& palette : palettes) {
    const PaletteHull hull(palette, light);
    MixableColors colors(palette, light);
    Random random(3);
    for (int i = 0; i < 300; ++i) {
      const Rgb8 color = random_color(random);
      const LinearColor found = colors.nearest(color);
      EXPECT_NEAR(luminance_of(found), luminance_of(hull.nearest(color)), 1000);
      expect_near(found, hull.nearest(color), 4000);
      EXPECT_EQ(colors.nearest(color), found);
    }
  }
}

TEST(MixableColors, OfGraysHaveExactlyTheLuminanceOfTheColor) {
  MixableColors colors(black_and_white, light);
  Random random(4);
  for (int i = 0; i < 300; ++i) {
    const Rgb8 color = random_color(random);
    EXPECT_NEAR(luminance_of(colors.nearest(color)), luminance_of(light.linear(color)), 3);
  }
}

}  // namespace
}  // namespace kmq

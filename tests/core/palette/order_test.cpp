// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace kmq {
namespace {

using testing::ElementsAre;

std::vector<Rgb8> ordered(std::vector<Rgb8> colors, PaletteOrder order) {
  const std::vector<double> populations(colors.size(), 1.0);
  std::vector<Rgb8> result;
  for (const int position : palette_order(colors, populations, order)) {
    result.push_back(colors[static_cast<std::size_t>(position)]);
  }
  return result;
}

constexpr Rgb8 black{0, 0, 0};
constexpr Rgb8 gray{128, 128, 128};
constexpr Rgb8 white{255, 255, 255};
constexpr Rgb8 red{255, 0, 0};
constexpr Rgb8 green{0, 255, 0};
constexpr Rgb8 blue{0, 0, 255};
constexpr Rgb8 yellow{255, 255, 0};
constexpr Rgb8 cyan{0, 255, 255};
constexpr Rgb8 magenta{255, 0, 255};

TEST(PaletteOrder, LightnessGoesFromDarkToLight) {
  EXPECT_THAT(ordered({white, green, red, blue, gray, black}, PaletteOrder::lightness),
              ElementsAre(black, blue, red, gray, green, white));
}

TEST(PaletteOrder, LightnessIsThatOfLinearLightNotOfEncodedValues) {
  // By encoded values (luma 120 against 54) the gray would be the lighter one; of white's light it has 0.188, the red
  // 0.213.
  constexpr Rgb8 gray_below_red{120, 120, 120};
  EXPECT_THAT(ordered({red, gray_below_red}, PaletteOrder::lightness), ElementsAre(gray_below_red, red));
}

TEST(PaletteOrder, HuePutsNeutralColorsFirstThenTheColorWheel) {
  EXPECT_THAT(ordered({magenta, white, blue, cyan, green, black, yellow, red, gray}, PaletteOrder::hue),
              ElementsAre(black, gray, white, red, yellow, green, cyan, blue, magenta));
}

TEST(PaletteOrder, HueCallsColorsWithChromaUpTo24Neutral) {
  constexpr Rgb8 neutral{224, 200, 200};
  constexpr Rgb8 reddish{25, 0, 0};
  EXPECT_THAT(ordered({reddish, neutral}, PaletteOrder::hue), ElementsAre(neutral, reddish));
}

TEST(PaletteOrder, HueKeepsTheRampOfOneHueTogether) {
  constexpr Rgb8 dark_red{100, 0, 10};  // 354°
  constexpr Rgb8 light_red{255, 130, 120};  // 4°
  constexpr Rgb8 dark_orange{100, 60, 0};  // 36°
  EXPECT_THAT(ordered({dark_orange, light_red, red, dark_red}, PaletteOrder::hue),
              ElementsAre(dark_red, red, light_red, dark_orange));
}

TEST(PaletteOrder, HueGroupsAreCenteredOnTheirHues) {
  // 15° on either side of red; a step further the colors are rose (at the end) and orange.
  constexpr Rgb8 last_rose{200, 0, 51};  // 344.7°
  constexpr Rgb8 first_red{200, 0, 50};  // 345°
  constexpr Rgb8 last_red{200, 49, 0};  // 14.7°
  constexpr Rgb8 first_orange{200, 50, 0};  // 15°
  EXPECT_THAT(ordered({last_rose, first_orange, last_red, first_red}, PaletteOrder::hue),
              ElementsAre(first_red, last_red, first_orange, last_rose));
}

TEST(PaletteOrder, PopulationPutsTheMostPixelsFirst) {
  const std::vector<Rgb8> colors{red, green, blue, white};
  const std::vector<double> populations{2, 7.5, 0, 7};
  EXPECT_THAT(palette_order(colors, populations, PaletteOrder::population), ElementsAre(1, 3, 0, 2));
}

TEST(PaletteOrder, TiesStandInTheOrderOfTheirKeys) {
  EXPECT_THAT(ordered({green, blue, red}, PaletteOrder::population), ElementsAre(blue, green, red));
}

TEST(PaletteOrder, EqualColorsKeepTheirOrder) {
  const std::vector<Rgb8> colors(50, red);  // so many that a sort which is not stable mixes them
  const std::vector<double> populations(50, 1.0);
  std::vector<int> unchanged(50);
  std::iota(unchanged.begin(), unchanged.end(), 0);
  for (const PaletteOrder order : {PaletteOrder::lightness, PaletteOrder::hue, PaletteOrder::population}) {
    EXPECT_EQ(palette_order(colors, populations, order), unchanged);
  }
}

TEST(PaletteOrder, NoneKeepsTheOrderOfTheSearch) {
  EXPECT_THAT(palette_order(std::vector<Rgb8>{white, black, red}, std::vector<double>{1, 2, 3}, PaletteOrder::none),
              ElementsAre(0, 1, 2));
}

}  // namespace
}  // namespace kmq

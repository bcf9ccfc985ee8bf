// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/appearance.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/histogram/color_histogram.h"
#include "core/quantize.h"
#include "tests/core/given.h"

namespace kmq {
namespace {

constexpr Rgba8 red{255, 0, 0}, black{0, 0, 0}, white{255, 255, 255}, blue{0, 0, 255};

ColorHistogram histogram_of(const std::vector<Rgba8>& pixels) {
  ColorCounter counter;
  counter.add(pixels);
  ColorHistogram histogram = counter.histogram();
  AppearanceOrder order;
  order.add(pixels);
  histogram.remember_appearance(order.keys());
  return histogram;
}

TEST(AppearanceOrder, IsThatOfTheFirstPixels) {
  AppearanceOrder order;
  order.add(std::vector<Rgba8>{red, black, red});
  order.add(std::vector<Rgba8>{black, white, blue, red});
  const std::vector<std::uint32_t> keys(order.keys().begin(), order.keys().end());
  EXPECT_EQ(keys,
            (std::vector{color_key(red.rgb()), color_key(black.rgb()), color_key(white.rgb()), color_key(blue.rgb())}));
}

TEST(AppearanceOrder, LeavesOutTransparentAndUnselectedPixels) {
  AppearanceOrder order;
  const Rgba8 unseen{9, 9, 9, 0};
  order.add(std::vector<Rgba8>{unseen, blue});
  order.add(std::vector<Rgba8>{red, unseen, black}, std::vector<std::uint8_t>{0, 255, 1});
  const std::vector<std::uint32_t> keys(order.keys().begin(), order.keys().end());
  EXPECT_EQ(keys, (std::vector{color_key(blue.rgb()), color_key(black.rgb())}));
}

TEST(AppearanceOrder, IsThePalettesWhereNothingIsSorted) {
  const ColorHistogram histogram = histogram_of({red, black, white, blue});
  const Quantization result = quantize(histogram, {.k = PaletteSize(16), .order = PaletteOrder::none}, {});
  const std::vector<Rgb8> colors(result.palette.colors().begin(), result.palette.colors().end());
  EXPECT_EQ(colors, (std::vector{red.rgb(), black.rgb(), white.rgb(), blue.rgb()}));
}

TEST(AppearanceOrder, IsThatOfTheFirstPixelWhichGetsTheColor) {
  // Two clusters, the light one first; fixed colors stay in front.
  const ColorHistogram histogram =
      histogram_of({{200, 200, 200}, {10, 10, 10}, {210, 210, 210}, {12, 12, 12}, {0, 255, 0}});
  const Quantization result =
      quantize(histogram, {.k = PaletteSize(3), .spec = given({{0, 255, 0}}), .order = PaletteOrder::none}, {});
  ASSERT_EQ(result.palette.size(), 3);
  EXPECT_EQ(result.palette[0], (Rgb8{0, 255, 0}));
  EXPECT_GT(result.palette[1].red, 190);
  EXPECT_LT(result.palette[2].red, 20);
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/histogram_sum.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/histogram/flat_areas.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using testing::ElementsAre;

ColorHistogram sum_of(PictureWeight weight, const std::vector<ColorHistogram>& pictures) {
  HistogramSum sum(weight);
  for (const ColorHistogram& picture : pictures) sum.add(picture);
  return sum.histogram();
}

ColorHistogram soft() {
  ColorCounter counter;
  counter.add(std::vector<Rgba8>(10, {9, 9, 9, 51}));
  return counter.histogram();
}

TEST(HistogramSum, OfNoPictureIsEmpty) { EXPECT_TRUE(HistogramSum(PictureWeight::pixels).histogram().empty()); }

TEST(HistogramSum, IsTheCountOfAllPixels) {
  for (const Picture& first : pictures()) {
    std::vector<Rgb8> pixels = first.pixels;
    const std::vector<Rgb8> second = noise().pixels;
    pixels.insert(pixels.end(), second.begin(), second.end());
    const ColorHistogram all = count(pixels);
    const ColorHistogram sum = sum_of(PictureWeight::pixels, {count(first.pixels), count(second)});
    EXPECT_TRUE(sum == all);
    const ColorHistogram three = sum_of(PictureWeight::pixels, {count(first.pixels), soft(), count(second)});
    EXPECT_TRUE(three == sum_of(PictureWeight::pixels, {soft(), count(second), count(first.pixels)}));
  }
}

TEST(HistogramSum, SoftPixelsCountByTheirAlpha) {
  const ColorHistogram sum = sum_of(PictureWeight::pixels, {count({gray(9), gray(200)}), soft()});
  EXPECT_THAT(sum.weights(), ElementsAre(255 + 10 * 51, 255));
}

TEST(HistogramSum, PicturesCountAlikeHoweverLarge) {
  const ColorHistogram small = count({gray(0), gray(10)});
  const ColorHistogram large = count(std::vector<Rgb8>(5000, gray(200)));
  const ColorHistogram sum = sum_of(PictureWeight::alike, {small, large});
  EXPECT_EQ(sum.weights()[0], sum.weights()[1]);
  EXPECT_EQ(sum.weights()[0] + sum.weights()[1], sum.weights()[2]);
}

TEST(HistogramSum, HasTheOrderOfTheFirstAppearance) {
  const auto with_order = [](const std::vector<Rgb8>& pixels) {
    ColorHistogram histogram = count(pixels);
    AppearanceOrder order;
    for (const Rgb8 pixel : pixels) order.add(std::vector<Rgba8>{{pixel.red, pixel.green, pixel.blue}});
    histogram.remember_appearance(order.keys());
    return histogram;
  };
  const std::vector<ColorHistogram> known{with_order({gray(9), gray(3)}), with_order({gray(7), gray(9), gray(1)})};
  EXPECT_THAT(sum_of(PictureWeight::pixels, known).appearance(), ElementsAre(3, 1, 2, 0));
  EXPECT_TRUE(sum_of(PictureWeight::pixels, {known[0], count({gray(1)})}).appearance().empty());
}

TEST(HistogramSum, KnowsFlatAreas) {
  FlatAreaCounter counter;
  const std::vector<Rgba8> row(3, {7, 7, 7});
  const std::vector<Rgba8> below{{7, 7, 7}, {9, 9, 9}, {7, 7, 7}};
  counter.add({}, row, below, {});
  counter.add(row, below, {}, {});
  const ColorHistogram picture = counter.histogram();
  const ColorHistogram sum = sum_of(PictureWeight::pixels, {picture, picture});
  ASSERT_EQ(sum.flat_weights().size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(sum.flat_weights()[i], 2 * picture.flat_weights()[i]);
  EXPECT_TRUE(sum_of(PictureWeight::pixels, {picture, count({gray(7)})}).flat_weights().empty());
}

}  // namespace
}  // namespace kmq

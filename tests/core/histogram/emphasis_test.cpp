// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/emphasis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/quantize.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

/// Gray noise, and a few pixels of one red.
std::vector<Rgb8> noise_with_a_little_red() {
  Random random(7);
  std::vector<Rgb8> pixels;
  for (int i = 0; i < 30000; ++i) pixels.push_back(gray(below(random, 256)));
  pixels.insert(pixels.end(), 80, {220, 20, 20});
  return pixels;
}

bool has_red(const Palette& palette) {
  return std::ranges::any_of(palette.colors(), [](Rgb8 color) { return color.red - color.green > 100; });
}

double weight_of(const ColorHistogram& histogram, Rgb8 color) {
  const auto found = std::ranges::lower_bound(histogram.keys(), color_key(color));
  return static_cast<double>(histogram.weights()[static_cast<std::size_t>(found - histogram.keys().begin())]);
}

TEST(RareColors, CountByAPowerOfTheirPixels) {
  std::vector<Rgb8> pixels(10000, gray(0));
  pixels.insert(pixels.end(), 100, gray(255));
  for (const double rare : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    const ColorHistogram weighted = with_rare_colors(count(pixels), rare);
    EXPECT_NEAR(weight_of(weighted, gray(0)) / weight_of(weighted, gray(255)), std::pow(100, 1 - rare), 0.02);
  }
}

TEST(RareColors, ManyShadesOfOneAreaCountAsOne) {
  std::vector<Rgb8> pixels(1000, gray(255));
  for (int i = 0; i < 1000; ++i) pixels.push_back({to_byte(i % 10), to_byte(i / 10 % 10), to_byte(i / 100)});
  const ColorHistogram weighted = with_rare_colors(count(pixels), 1);
  const double white = weight_of(weighted, gray(255));
  EXPECT_NEAR(white / (static_cast<double>(weighted.total_weight()) - white), 1, 0.03);
}

TEST(RareColors, KeepASmallRedThing) {
  const ColorHistogram histogram = count(noise_with_a_little_red());
  EXPECT_FALSE(has_red(quantize(histogram, {.k = PaletteSize(8)}, {}).palette));
  const Quantization result = quantize(histogram, {.k = PaletteSize(8), .rare_colors = 0.5}, {});
  EXPECT_TRUE(has_red(result.palette));
  // What is told of the pixels is about pixels.
  double pixels = 0;
  for (const double population : result.populations) pixels += population;
  EXPECT_EQ(pixels, 30080);
}

TEST(RareColors, PartsOfPixelsCount) {
  const std::vector<ColorHistogram::Entry> entries{{gray(0), 255 * 1000}, {gray(255), 1}};
  const ColorHistogram weighted = with_rare_colors(ColorHistogram(entries, 255), 1);
  EXPECT_EQ(weighted.size(), 2U);
  EXPECT_NEAR(weight_of(weighted, gray(0)) / weight_of(weighted, gray(255)), 255, 3);
}

}  // namespace
}  // namespace kmq

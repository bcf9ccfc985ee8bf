// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/pattern_rounding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace kmq {
namespace {

constexpr int size = 64;

double mean_red_level(float level) {
  const std::vector<DeepPixel> row(size, {level / 255, level / 255, level / 255, 1});
  std::vector<Rgba8> pixels(size);
  double sum = 0;
  for (int y = 0; y < size; ++y) {
    round_by_pattern(row, 100, y, pixels);
    for (const Rgba8 pixel : pixels) {
      EXPECT_LE(std::abs(static_cast<float>(pixel.red) - level), 1);
      EXPECT_EQ(pixel.red, pixel.blue);  // gray stays gray
      EXPECT_EQ(pixel.alpha, 255);
      sum += pixel.red;
    }
  }
  return sum / size / size;
}

TEST(PatternRounding, KeepsTheMean) {
  for (const float level : {10.1F, 10.25F, 10.5F, 10.9F, 200.7F, 254.5F})
    EXPECT_NEAR(mean_red_level(level), level, 0.001);
}

TEST(PatternRounding, MakesNoPatternOfWhatOnceHadEightBits) {
  for (const float level : {0.0F, 9.95F, 10.0F, 10.05F, 255.0F}) {
    EXPECT_EQ(mean_red_level(level), std::floor(level + 0.5F));
  }
}

TEST(PatternRounding, CutsOffWhatIsNoColor) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<DeepPixel> row{{nan, infinity, -infinity, 1}, {-3, 7, 0.5F, 0.5F}};
  std::vector<Rgba8> pixels(2);
  round_by_pattern(row, 0, 0, pixels);
  EXPECT_EQ(pixels[0], (Rgba8{0, 255, 0, 255}));
  EXPECT_EQ(pixels[1].red, 0);
  EXPECT_EQ(pixels[1].green, 255);
  EXPECT_EQ(pixels[1].alpha, 128);
}

TEST(PatternRounding, StaysInItsPlace) {
  std::vector<DeepPixel> row(70, {10.3F / 255, 99.6F / 255, 5.5F / 255, 1});
  std::vector<Rgba8> whole(70);
  round_by_pattern(row, 5, 9, whole);
  std::vector<Rgba8> part(30);
  round_by_pattern(std::span(row).subspan(40), 45, 9, part);
  for (std::size_t i = 0; i < part.size(); ++i) EXPECT_EQ(part[i], whole[40 + i]);
}

}  // namespace
}  // namespace kmq

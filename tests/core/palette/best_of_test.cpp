// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/best_of.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "core/quantize.h"
#include "tests/core/brute_force.h"
#include "tests/core/given.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

/// The 27 colors with the channels 0, 128 and 255.
std::vector<Rgb8> cube_of_three() {
  std::vector<Rgb8> colors;
  for (const int red : {0, 128, 255}) {
    for (const int green : {0, 128, 255}) {
      for (const int blue : {0, 128, 255}) colors.push_back({to_byte(red), to_byte(green), to_byte(blue)});
    }
  }
  return colors;
}

double cost_of(const ColorHistogram& histogram, const std::vector<Rgb8>& palette) {
  double cost = 0;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const Rgb8 color : palette) least = std::min(least, squared_distance(color, histogram.color(i)));
    cost += static_cast<double>(histogram.weights()[i]) * static_cast<double>(least);
  }
  return cost;
}

/// The least cost of all subsets of a size, by trying each.
double least_cost(const ColorHistogram& histogram, const std::vector<Rgb8>& candidates, std::size_t count) {
  std::vector<bool> is_chosen(candidates.size(), false);
  std::fill_n(is_chosen.begin(), count, true);
  double least = std::numeric_limits<double>::infinity();
  do {
    std::vector<Rgb8> palette;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (is_chosen[i]) palette.push_back(candidates[i]);
    }
    least = std::min(least, cost_of(histogram, palette));
  } while (std::prev_permutation(is_chosen.begin(), is_chosen.end()));
  return least;
}

QuantizeOptions best_of(const std::vector<Rgb8>& candidates, int k) {
  return {.k = PaletteSize(k), .effort = Effort::fast, .spec = given(candidates, PaletteUse::best_of)};
}

class BestOfPictures : public testing::TestWithParam<Picture> {};

TEST_P(BestOfPictures, AreAsGoodAsTryingAllSubsets) {
  // Fewer colors, so that trying takes a moment.
  std::vector<Rgb8> pixels = GetParam().pixels;
  pixels.resize(std::min<std::size_t>(pixels.size(), 60));
  const ColorHistogram histogram = count(pixels);
  for (const int k : {1, 2, 5}) {
    const Quantization result = quantize(histogram, best_of(cube_of_three(), k), {});
    EXPECT_EQ(result.palette.size(), std::min(k, static_cast<int>(histogram.size())));
    EXPECT_EQ(result.cost, least_cost(histogram, cube_of_three(), static_cast<std::size_t>(k)));
  }
}

TEST_P(BestOfPictures, AreNeverAboveTheCandidatesNearestToTheBestPalette) {
  const ColorHistogram histogram = count(GetParam().pixels);
  Random random(11);
  std::vector<Rgb8> candidates;
  for (int i = 0; i < 300; ++i) candidates.push_back(random_color(random));
  for (const int k : {2, 8, 30}) {
    const Palette free = quantize(histogram, {.k = PaletteSize(k), .effort = Effort::fast}, {}).palette;
    std::vector<Rgb8> nearest;
    for (const Rgb8 wish : free.colors()) {
      nearest.push_back(
          *std::ranges::min_element(candidates, {}, [&](Rgb8 candidate) { return squared_distance(candidate, wish); }));
    }
    const Quantization result = quantize(histogram, best_of(candidates, k), {});
    EXPECT_LE(result.cost, cost_of(histogram, nearest));
    for (const Rgb8 color : result.palette.colors()) EXPECT_NE(std::ranges::find(candidates, color), candidates.end());
  }
}

INSTANTIATE_TEST_SUITE_P(All, BestOfPictures, testing::ValuesIn(pictures()));

TEST(BestOf, TakesAllIfThereAreNoMore) {
  const ColorHistogram histogram = count({gray(10), gray(11)});
  const std::vector<Rgb8> candidates{{255, 0, 0}, gray(0), {255, 0, 0}};
  const Quantization result = quantize(histogram, best_of(candidates, 16), {});
  EXPECT_THAT(result.palette.colors(), testing::ElementsAre(gray(0), Rgb8{255, 0, 0}));
}

TEST(BestOf, CountsWithWhatIsFixed) {
  // With black reserved for nobody, and white there in any case.
  const ColorHistogram histogram = count({gray(0), gray(100), gray(200), gray(255)});
  QuantizeOptions options = best_of({gray(90), gray(190), gray(5)}, 3);
  options.spec.slots.push_back({gray(255), SlotKind::exact});
  const Quantization result = quantize(histogram, options, {});
  EXPECT_EQ(result.palette[0], gray(255));
  EXPECT_EQ(result.palette[1], gray(5));
  EXPECT_EQ(result.palette[2], gray(190));
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/seeding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <vector>

#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using Entry = ColorHistogram::Entry;

Rgb8 red(int value) { return {to_byte(value), 0, 0}; }

std::set<std::tuple<int, int, int>> distinct(const Centroids& centroids) {
  std::set<std::tuple<int, int, int>> points;
  for (int i = 0; i < centroids.size(); ++i) points.emplace(centroids[i][0], centroids[i][1], centroids[i][2]);
  return points;
}

bool are_points(const ColorGrid& grid, const Centroids& centroids) {
  std::set<std::tuple<int, int, int>> points;
  for (std::size_t i = 0; i < grid.size(); ++i) points.emplace(grid.point(i)[0], grid.point(i)[1], grid.point(i)[2]);
  const auto chosen = distinct(centroids);
  return std::includes(points.begin(), points.end(), chosen.begin(), chosen.end());
}

/// Pearson's chi-squared: how far counts are from those that shares of a total would make.
template <std::size_t size>
double chi_squared(const std::array<int, size>& counts, const std::array<double, size>& shares) {
  double total = 0;
  double sum = 0;
  for (const int count : counts) total += count;
  for (std::size_t i = 0; i < size; ++i) {
    const double expected = total * shares[i];
    sum += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  return sum;
}

// Chance exceeds these once in a thousand seeds.
constexpr double chi_squared_limit_of_3 = 13.8;
constexpr double chi_squared_limit_of_4 = 16.3;

TEST(RandomPoints, AreDistinctPointsOfThePicture) {
  for (const Picture& picture : pictures()) {
    const ColorGrid grid = make_grid(count(picture.pixels), ColorSpace::lab);
    const int most = static_cast<int>(std::min<std::size_t>(grid.size(), 256));
    for (const int centroid_count : {1, 5, most}) {
      Random random(1);
      Centroids centroids;
      add_random_points(grid, centroid_count, random, centroids);
      EXPECT_EQ(distinct(centroids).size(), static_cast<std::size_t>(centroid_count));
      EXPECT_TRUE(are_points(grid, centroids));
    }
  }
}

TEST(RandomPoints, AreAllPointsIfSoManyAreWanted) {
  const ColorGrid grid = make_grid(count(few_colors().pixels), ColorSpace::rgb);
  Random random(2);
  Centroids centroids;
  add_random_points(grid, 250, random, centroids);
  EXPECT_EQ(centroids.size(), static_cast<int>(grid.size()));
  EXPECT_EQ(distinct(centroids).size(), grid.size());
}

TEST(RandomPoints, ComeAfterTheGivenOnes) {
  const ColorGrid grid = make_grid(count(few_colors().pixels), ColorSpace::rgb);
  Random random(3);
  Centroids centroids = make_centroids({{1, 2, 3}, {4, 5, 6}}, ColorSpace::rgb);
  add_random_points(grid, 7, random, centroids);
  ASSERT_EQ(centroids.size(), 7);
  EXPECT_EQ(centroids[0], to_point({1, 2, 3}, ColorSpace::rgb));
  EXPECT_EQ(centroids[1], to_point({4, 5, 6}, ColorSpace::rgb));
}

TEST(RandomPoints, AreDrawnByTheirWeights) {
  const ColorGrid grid = make_grid(
      ColorHistogram(std::vector<Entry>{{red(0), 1}, {red(1), 2}, {red(2), 3}, {red(3), 4}}, 1), ColorSpace::rgb);
  Random random(4);
  std::array<int, 4> first{};
  std::array<int, 4> second_after_3{};
  for (int i = 0; i < 10000; ++i) {
    Centroids centroids;
    add_random_points(grid, 2, random, centroids);
    ++first.at(static_cast<std::size_t>(centroids[0][0] / 64));
    if (centroids[0][0] == 3 * 64) ++second_after_3.at(static_cast<std::size_t>(centroids[1][0] / 64));
  }
  EXPECT_LT(chi_squared<4>(first, {0.1, 0.2, 0.3, 0.4}), chi_squared_limit_of_4);
  EXPECT_EQ(second_after_3[3], 0);
  EXPECT_LT(chi_squared<3>({second_after_3[0], second_after_3[1], second_after_3[2]}, {1 / 6.0, 2 / 6.0, 3 / 6.0}),
            chi_squared_limit_of_3);
}

TEST(DistantPoints, AreDistinctPointsOfThePicture) {
  for (const Picture& picture : pictures()) {
    const ColorGrid grid = make_grid(count(picture.pixels), ColorSpace::oklab);
    const int most = static_cast<int>(std::min<std::size_t>(grid.size(), 256));
    for (const int centroid_count : {1, 5, most}) {
      for (const int candidates : {1, 3}) {
        Random random(5);
        Centroids centroids;
        add_distant_points(grid, centroid_count, candidates, random, centroids);
        EXPECT_EQ(distinct(centroids).size(), static_cast<std::size_t>(centroid_count));
        EXPECT_TRUE(are_points(grid, centroids));
      }
    }
  }
}

TEST(DistantPoints, AreAllPointsIfSoManyAreWanted) {
  const ColorGrid grid = make_grid(count(few_colors().pixels), ColorSpace::rgb);
  Random random(6);
  Centroids centroids;
  add_distant_points(grid, 250, 2, random, centroids);
  EXPECT_EQ(centroids.size(), static_cast<int>(grid.size()));
  EXPECT_EQ(distinct(centroids).size(), grid.size());
}

TEST(DistantPoints, AreDrawnByWeightAndSquaredDistanceToTheGivenOnes) {
  const ColorGrid grid = make_grid(
      ColorHistogram(std::vector<Entry>{{red(0), 50}, {red(1), 4}, {red(2), 1}, {red(4), 1}}, 1), ColorSpace::rgb);
  Random random(7);
  std::array<int, 5> counts{};
  for (int i = 0; i < 10000; ++i) {
    Centroids centroids = make_centroids({red(0)}, ColorSpace::rgb);
    add_distant_points(grid, 2, 1, random, centroids);
    ASSERT_EQ(centroids[0], to_point(red(0), ColorSpace::rgb));
    ++counts.at(static_cast<std::size_t>(centroids[1][0] / 64));
  }
  EXPECT_EQ(counts[0], 0);
  EXPECT_LT(chi_squared<3>({counts[1], counts[2], counts[4]}, {4 / 24.0, 4 / 24.0, 16 / 24.0}), chi_squared_limit_of_3);
}

TEST(DistantPoints, LowerTheCostMoreIfSeveralAreDrawnForEach) {
  const ColorGrid grid = make_grid(count(clumps().pixels), ColorSpace::rgb);
  double cost_of_one = 0;
  double cost_of_several = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (const int candidates : {1, 5}) {
      Random random(seed);
      Centroids centroids;
      add_distant_points(grid, 12, candidates, random, centroids);
      (candidates == 1 ? cost_of_one : cost_of_several) += static_cast<double>(cost_at(grid, centroids));
    }
  }
  EXPECT_LT(cost_of_several, 0.8 * cost_of_one);
}

TEST(DistantPoints, AreTheBestOfManyDraws) {
  // A hundred draws find the far color for sure: it is drawn with a probability of 2/3.
  const ColorGrid grid =
      make_grid(ColorHistogram(std::vector<Entry>{{red(0), 1}, {red(10), 2}, {red(20), 1}}, 1), ColorSpace::rgb);
  Random random(8);
  for (int i = 0; i < 20; ++i) {
    Centroids centroids = make_centroids({red(0)}, ColorSpace::rgb);
    add_distant_points(grid, 2, 100, random, centroids);
    // At 10 the rest is 1 · 10², at 20 it is 2 · 10².
    ASSERT_EQ(centroids[1], to_point(red(10), ColorSpace::rgb));
  }
}

/// Three clouds of different weight, far apart.
std::vector<Rgb8> three_clouds() {
  Random random(9);
  std::vector<Rgb8> pixels;
  for (int i = 0; i < 300; ++i) pixels.push_back(color_near({40, 40, 40}, 9, random));
  for (int i = 0; i < 50; ++i) pixels.push_back(color_near({40, 200, 60}, 9, random));
  for (int i = 0; i < 120; ++i) pixels.push_back(color_near({210, 60, 180}, 9, random));
  return pixels;
}

/// There is a centroid near the middle of each cloud.
void expect_at_the_clouds(const Centroids& centroids, ColorSpace space) {
  ASSERT_EQ(centroids.size(), 3);
  for (const Rgb8 center : {Rgb8{40, 40, 40}, Rgb8{40, 200, 60}, Rgb8{210, 60, 180}}) {
    const int nearest = nearest_label(centroids, to_point(center, space));
    EXPECT_LT(squared_distance(to_color(centroids[nearest].cast<double>(), space), center), 3 * 4 * 4);
  }
}

TEST(Wu, FindsCloudsOfColors) {
  const ColorHistogram histogram = count(three_clouds());
  for (const ColorSpace space : color_spaces) {
    const ColorGrid grid = make_grid(histogram, space);
    expect_at_the_clouds(wu_centroids(grid, histogram.keys(), 3), space);
  }
}

TEST(Wu, HasAtMostOneCentroidForEachCellOfTheGrid) {
  const ColorHistogram histogram = count({red(0), red(7), red(8), red(255)});
  const ColorGrid grid = make_grid(histogram, ColorSpace::rgb);
  // 0 and 7 lie in the same cell.
  const std::set<std::tuple<int, int, int>> means{{64 * 7 / 2, 0, 0}, {64 * 8, 0, 0}, {64 * 255, 0, 0}};
  EXPECT_EQ(distinct(wu_centroids(grid, histogram.keys(), 200)), means);
}

TEST(Merging, FindsCloudsOfColors) {
  const ColorHistogram histogram = count(three_clouds());
  for (const ColorSpace space : color_spaces) {
    const ColorGrid grid = make_grid(histogram, space);
    expect_at_the_clouds(merged_centroids(grid, 3), space);
  }
}

TEST(Merging, MergesFirstWhatCostsLeast) {
  // 20 and 21 are nearer to each other, but merging them costs 50, merging 1 and 3 only 2.
  const std::vector<Entry> entries{{red(1), 1}, {red(3), 1}, {red(20), 100}, {red(21), 100}};
  const ColorGrid grid = make_grid(ColorHistogram(entries, 1), ColorSpace::rgb);
  const auto reds = [&](int centroid_count) {
    const Centroids centroids = merged_centroids(grid, centroid_count);
    std::vector<double> result;
    for (int i = 0; i < centroids.size(); ++i) result.push_back(centroids[i][0] / 64.0);
    std::sort(result.begin(), result.end());
    return result;
  };
  EXPECT_THAT(reds(4), testing::ElementsAre(1, 3, 20, 21));
  EXPECT_THAT(reds(3), testing::ElementsAre(2, 20, 21));
  EXPECT_THAT(reds(2), testing::ElementsAre(2, 20.5));
}

TEST(Merging, KeepsAllPointsIfSoManyAreWanted) {
  const ColorGrid grid = make_grid(count(few_colors().pixels), ColorSpace::rgb);
  const Centroids centroids = merged_centroids(grid, 100);
  EXPECT_EQ(centroids.size(), static_cast<int>(grid.size()));
  EXPECT_TRUE(are_points(grid, centroids));
}

TEST(Starts, AreBetterThanChance) {
  for (const Picture& picture : {noise(), gradients(), clumps(), flat_graphic()}) {
    const ColorHistogram histogram = count(picture.pixels);
    const ColorGrid grid = make_grid(histogram, ColorSpace::rgb);
    Random random(10);
    Centroids by_chance;
    add_random_points(grid, 16, random, by_chance);
    EXPECT_LT(cost_at(grid, wu_centroids(grid, histogram.keys(), 16)), cost_at(grid, by_chance)) << picture.name;
    EXPECT_LT(cost_at(grid, merged_centroids(grid, 16)), cost_at(grid, by_chance)) << picture.name;
  }
}

}  // namespace
}  // namespace kmq

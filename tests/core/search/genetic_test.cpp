// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/genetic.h"

#include <gtest/gtest.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <limits>
#include <stop_token>
#include <vector>

#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

std::vector<Clustering> random_population(const ColorGrid& grid, std::size_t size, int count, int fixed_count) {
  Random random(1);
  Centroids fixed;
  for (int i = 0; i < fixed_count; ++i) fixed.push_back(grid.point(random.below(grid.size())));
  std::vector<Clustering> population;
  while (population.size() < size) {
    Centroids centroids = fixed;
    while (centroids.size() < count) centroids.push_back(grid.point(random.below(grid.size())));
    population.push_back(start_clustering(grid, centroids, fixed_count));
    descend(grid, population.back(), {.max_iterations = 3}, {});
  }
  return population;
}

double least_cost(const std::vector<Clustering>& population) {
  double least = std::numeric_limits<double>::infinity();
  for (const Clustering& clustering : population) least = std::min(least, clustering.cost);
  return least;
}

constexpr Evolution short_evolution{
    .generations = 3, .most_mutations = 2, .descent = {.max_iterations = 5}, .swap_failures = 1};

TEST(Evolution, NeverLosesTheBestAndSortsByCost) {
  for (const ColorSpace space : color_spaces) {
    for (const Picture& picture : pictures()) {
      const ColorGrid grid = make_grid(count(picture.pixels), space);
      const std::vector<Clustering> population = random_population(grid, 3, 10, 0);
      Random random(2);
      const std::vector<Clustering> evolved = evolve(grid, population, short_evolution, random, {});
      ASSERT_EQ(evolved.size(), population.size());
      EXPECT_LE(evolved[0].cost, least_cost(population)) << picture.name;
      EXPECT_TRUE(std::is_sorted(evolved.begin(), evolved.end(),
                                 [](const Clustering& a, const Clustering& b) { return a.cost < b.cost; }));
      for (const Clustering& clustering : evolved) {
        EXPECT_NEAR(clustering.cost, cost_around_means(grid, clustering.centroids), 1e-12 * grid.total_variance());
      }
    }
  }
}

TEST(Evolution, CombinesTheGoodPartsOfTwoBadClusterings) {
  Random random(3);
  std::vector<Rgb8> pixels;
  std::vector<Rgb8> centers;
  for (int i = 0; i < 6; ++i) {
    centers.push_back({to_byte(40 * i + 20), to_byte(i % 2 == 0 ? 30 : 220), to_byte(i % 3 == 0 ? 40 : 200)});
    for (int pixel = 0; pixel < 50; ++pixel) pixels.push_back(color_near(centers.back(), 8, random));
  }
  const ColorGrid grid = make_grid(count(pixels), ColorSpace::rgb);
  // One knows the first half of the clouds, the other one the second half.
  std::vector<Clustering> population;
  for (const auto& colors : {std::vector<Rgb8>{centers[0], centers[1], centers[2], gray(10), gray(20), gray(30)},
                             std::vector<Rgb8>{gray(10), gray(20), gray(30), centers[3], centers[4], centers[5]}}) {
    population.push_back(start_clustering(grid, make_centroids(colors, ColorSpace::rgb)));
  }
  Clustering best = start_clustering(grid, make_centroids(centers, ColorSpace::rgb));
  descend(grid, best, {}, {});
  ASSERT_GT(least_cost(population), 5 * best.cost);
  const Evolution evolution{
      .generations = 10, .most_mutations = 1, .descent = {.max_iterations = 20}, .swap_failures = 0};
  const std::vector<Clustering> evolved = evolve(grid, std::move(population), evolution, random, {});
  EXPECT_NEAR(evolved[0].cost, best.cost, 1e-9 * best.cost);
}

TEST(Evolution, LeavesFixedCentroidsWhereTheyAre) {
  const ColorGrid grid = make_grid(count(clumps().pixels), ColorSpace::oklab);
  const std::vector<Clustering> population = random_population(grid, 4, 12, 3);
  Random random(4);
  for (const Clustering& clustering : evolve(grid, population, short_evolution, random, {})) {
    EXPECT_EQ(clustering.fixed_count, 3);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(clustering.centroids[i], population[0].centroids[i]);
  }
}

TEST(Evolution, DependsOnTheSeedAndNotOnTheNumberOfThreads) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::rgb);
  const std::vector<Clustering> population = random_population(grid, 4, 20, 0);
  const auto evolved = [&](int threads, std::uint64_t seed) {
    Random random(seed);
    return tbb::task_arena(threads).execute(
        [&] { return evolve(grid, population, short_evolution, random, {})[0].centroids; });
  };
  const Centroids expected = evolved(1, 5);
  for (const int threads : {2, 3, 8}) EXPECT_TRUE(evolved(threads, 5) == expected);
  EXPECT_FALSE(evolved(1, 6) == expected);
}

TEST(Evolution, ReportsItsGenerations) {
  const ColorGrid grid = make_grid(count(few_colors().pixels), ColorSpace::rgb);
  std::vector<double> fractions;
  RunControl control;
  control.report = [&](double fraction) { fractions.push_back(fraction); };
  Random random(7);
  evolve(grid, random_population(grid, 2, 4, 0), {.generations = 4, .descent = {.max_iterations = 2}}, random, control);
  EXPECT_EQ(fractions, (std::vector{0.0, 0.25, 0.5, 0.75}));
}

TEST(Evolution, StopsWhenCanceled) {
  const ColorGrid grid = make_grid(count(few_colors().pixels), ColorSpace::rgb);
  std::vector<Clustering> population = random_population(grid, 2, 4, 0);
  std::stop_source source;
  RunControl control;
  control.stop = source.get_token();
  int generations = 0;
  control.report = [&](double) {
    if (++generations == 2) source.request_stop();
  };
  Random random(8);
  EXPECT_THROW(evolve(grid, std::move(population), short_evolution, random, control), Canceled);
  EXPECT_EQ(generations, 2);
}

}  // namespace
}  // namespace kmq

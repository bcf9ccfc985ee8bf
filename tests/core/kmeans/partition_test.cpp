// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/partition.h"

#include <gtest/gtest.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <vector>

#include "core/kmeans/kmeans.h"
#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

/// Compares a partition with that of slow and obvious code.
testing::AssertionResult is_exact(const ColorGrid& grid, const Partition& partition, const Centroids& centroids) {
  const std::vector<std::uint8_t> expected = nearest_labels(grid, centroids);
  if (!std::equal(expected.begin(), expected.end(), partition.labels().begin(), partition.labels().end())) {
    const auto [wrong, label] = std::mismatch(expected.begin(), expected.end(), partition.labels().begin());
    return testing::AssertionFailure() << "point " << wrong - expected.begin() << " has label " << int{*label}
                                       << " instead of " << int{*wrong} << " of " << centroids.size();
  }
  const std::vector<Moments> clusters = moments_of(grid, expected, centroids.size());
  if (!std::equal(clusters.begin(), clusters.end(), partition.clusters().begin(), partition.clusters().end())) {
    return testing::AssertionFailure() << "wrong moments for " << centroids.size() << " centroids";
  }
  return testing::AssertionSuccess();
}

Centroids random_centroids(int count, ColorSpace space, Random& random) {
  Centroids centroids;
  for (int i = 0; i < count; ++i) centroids.push_back(to_point(random_color(random), space));
  return centroids;
}

/// Centroids among the points, where they compete.
Centroids centroids_among(const ColorGrid& grid, int count, Random& random) {
  Centroids centroids;
  for (int i = 0; i < count; ++i) centroids.push_back(grid.point(random.below(grid.size())));
  return centroids;
}

Point moved(const Point& from, int most, Random& random) {
  const auto step = [&] { return static_cast<Coordinate>(below(random, 2 * most + 1) - most); };
  const Point to(static_cast<Coordinate>(from[0] + step()), static_cast<Coordinate>(from[1] + step()),
                 static_cast<Coordinate>(from[2] + step()));
  // In no color space does a coordinate lie outside these bounds.
  return to.cwiseMax(Point{0, -6500, -8200}).cwiseMin(Point{7650, 7500, 7200});
}

class PartitionInEachSpace : public testing::TestWithParam<ColorSpace> {};
INSTANTIATE_TEST_SUITE_P(, PartitionInEachSpace, testing::ValuesIn(color_spaces),
                         [](const auto& test) { return name_of(test.param); });

TEST(Centroids, AreEqualIfTheirPointsAre) {
  Centroids a;
  a.push_back({1, 2, 3});
  a.push_back({4, 5, 6});
  Centroids b = a;
  EXPECT_TRUE(a == b);
  b.set(1, {4, 5, 7});
  EXPECT_FALSE(a == b);
  b = a;
  b.push_back({0, 0, 0});
  EXPECT_FALSE(a == b);
}

TEST(Centroids, CloseTheGapOfARemovedOne) {
  Centroids centroids;
  for (const int x : {10, 20, 30}) centroids.push_back(Point(static_cast<Coordinate>(x), 0, 0));
  centroids.remove(1);
  ASSERT_EQ(centroids.size(), 2);
  EXPECT_EQ(centroids[0][0], 10);
  EXPECT_EQ(centroids[1][0], 30);
  centroids.remove(1);
  EXPECT_EQ(centroids.size(), 1);
}

TEST(Partition, IsSolvedByHand) {
  const ColorHistogram histogram(
      std::vector<ColorHistogram::Entry>{{{0, 0, 0}, 1}, {{10, 0, 0}, 3}, {{100, 0, 0}, 2}, {{110, 0, 0}, 5}}, 1);
  const ColorGrid grid = make_grid(histogram, ColorSpace::rgb);
  Partition partition(grid);
  const Centroids centroids = make_centroids({{104, 0, 0}, {6, 0, 0}}, ColorSpace::rgb);
  EXPECT_EQ(partition.assign(grid, centroids), 4);  // nobody had a label before
  EXPECT_EQ(std::vector<int>(partition.labels().begin(), partition.labels().end()), (std::vector{1, 1, 0, 0}));
  EXPECT_EQ(partition.clusters()[0].weight, 7);
  EXPECT_EQ(partition.clusters()[0].sum[0], 64 * (2 * 100 + 5 * 110));
  EXPECT_EQ(partition.clusters()[1].weight, 4);
  EXPECT_EQ(partition.clusters()[1].sum[0], 64 * 30);
  EXPECT_EQ(partition.assign(grid, centroids), 0);
}

TEST(Partition, GivesAPointBetweenTwoCentroidsToTheFirst) {
  const ColorGrid grid = make_grid(count({{10, 0, 0}}), ColorSpace::rgb);
  Partition partition(grid);
  partition.assign(grid, make_centroids({{200, 0, 0}, {12, 0, 0}, {8, 0, 0}, {10, 2, 0}}, ColorSpace::rgb));
  EXPECT_EQ(partition.labels()[0], 1);
}

TEST_P(PartitionInEachSpace, IsExactForAnyNumberOfCentroids) {
  Random random(1);
  for (const Picture& picture : pictures()) {
    const ColorGrid grid = make_grid(count(picture.pixels), GetParam());
    for (const int centroid_count : {1, 2, 3, 16, 100, 256}) {
      const Centroids centroids = random_centroids(centroid_count, GetParam(), random);
      Partition partition(grid);
      partition.assign(grid, centroids);
      ASSERT_TRUE(is_exact(grid, partition, centroids)) << picture.name;
    }
  }
}

TEST_P(PartitionInEachSpace, IsExactForDuplicateCentroids) {
  Random random(2);
  const ColorGrid grid = make_grid(count(clumps().pixels), GetParam());
  Partition partition(grid);
  for (int round = 0; round < 20; ++round) {
    Centroids centroids = centroids_among(grid, 20, random);
    for (int i = 0; i < 20; ++i) centroids.push_back(centroids[below(random, centroids.size())]);
    partition.assign(grid, centroids);
    ASSERT_TRUE(is_exact(grid, partition, centroids));
  }
}

TEST_P(PartitionInEachSpace, IsExactForOnePoint) {
  const ColorGrid grid = make_grid(count({{1, 200, 3}}), GetParam());
  Random random(3);
  Partition partition(grid);
  for (const int centroid_count : {1, 5, 256, 2}) {
    const Centroids centroids = random_centroids(centroid_count, GetParam(), random);
    partition.assign(grid, centroids);
    ASSERT_TRUE(is_exact(grid, partition, centroids));
  }
}

TEST_P(PartitionInEachSpace, StaysExactAsCentroidsComeGoAndMove) {
  // What it remembers of earlier centroids must not show. Most steps move few centroids: those are skipped for.
  Random random(4);
  for (const Picture& picture : {gradients(), clumps(), dark_crowd()}) {
    const ColorGrid grid = make_grid(count(picture.pixels), GetParam());
    Partition partition(grid);
    Centroids centroids = centroids_among(grid, 12, random);
    for (int step = 0; step < 150; ++step) {
      const int moving = step % 10 == 0 ? centroids.size() : below(random, 3);
      for (int i = 0; i < moving; ++i) {
        const int index = below(random, centroids.size());
        centroids.set(index, moved(centroids[index], 1 << below(random, 11), random));
      }
      const auto draw = random.below(12);
      if (draw == 0 && centroids.size() > 1) centroids.remove(below(random, centroids.size()));
      if (draw == 1) centroids.push_back(grid.point(random.below(grid.size())));
      if (draw == 2) centroids.set(below(random, centroids.size()), centroids[0]);
      if (draw == 3) centroids = centroids_among(grid, 1 + below(random, 24), random);
      partition.assign(grid, centroids);
      ASSERT_TRUE(is_exact(grid, partition, centroids)) << picture.name << ", step " << step;
    }
  }
}

TEST_P(PartitionInEachSpace, StaysExactAsCentroidsConverge) {
  for (const Picture& picture : pictures()) {
    const ColorGrid grid = make_grid(count(picture.pixels), GetParam());
    Random random(5);
    Centroids centroids = centroids_among(grid, 30, random);
    Partition partition(grid);
    partition.assign(grid, centroids);
    for (int step = 0; step < 30; ++step) {
      for (int i = 0; i < centroids.size(); ++i) {
        const Moments& cluster = partition.clusters()[static_cast<std::size_t>(i)];
        if (cluster.weight > 0) centroids.set(i, to_lattice(cluster.mean()));
      }
      const std::vector<std::uint8_t> before(partition.labels().begin(), partition.labels().end());
      const std::int64_t changes = partition.assign(grid, centroids);
      ASSERT_TRUE(is_exact(grid, partition, centroids)) << picture.name << ", step " << step;
      std::int64_t expected_changes = 0;
      for (std::size_t i = 0; i < before.size(); ++i) expected_changes += before[i] != partition.labels()[i] ? 1 : 0;
      ASSERT_EQ(changes, expected_changes);
    }
  }
}

TEST_P(PartitionInEachSpace, MakesTheCostThatBruteForceFinds) {
  Random random(6);
  for (const Picture& picture : pictures()) {
    const ColorGrid grid = make_grid(count(picture.pixels), GetParam());
    for (const int fixed_count : {0, 3}) {
      const Centroids centroids = centroids_among(grid, 10, random);
      const Clustering clustering = start_clustering(grid, centroids, fixed_count);
      const double expected = cost_around_means(grid, centroids, fixed_count);
      EXPECT_NEAR(clustering.cost, expected, 1e-12 * grid.total_variance()) << picture.name;
    }
  }
}

TEST(Partition, DoesNotDependOnTheNumberOfThreads) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::rgb);
  Random random(7);
  const Centroids first = centroids_among(grid, 50, random);
  const Centroids second = centroids_among(grid, 50, random);
  for (const int threads : {1, 2, 3, 8}) {
    tbb::task_arena(threads).execute([&] {
      Partition partition(grid);
      partition.assign(grid, first);
      partition.assign(grid, second);
      ASSERT_TRUE(is_exact(grid, partition, second));
    });
  }
}

}  // namespace
}  // namespace kmq

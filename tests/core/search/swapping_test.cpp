// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/swapping.h"

#include <gtest/gtest.h>

#include <stop_token>
#include <vector>

#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using Entry = ColorHistogram::Entry;

Rgb8 red(int value) { return {to_byte(value), 0, 0}; }

ColorGrid three_pairs() {
  const std::vector<Entry> entries{{red(0), 1},   {red(10), 1},  {red(100), 1},
                                   {red(110), 1}, {red(200), 1}, {red(210), 1}};
  return make_grid(ColorHistogram(entries, 1), ColorSpace::rgb);
}

/// A local minimum: two centroids share the first pair, one has the two others.
Clustering bad_start(const ColorGrid& grid) {
  Clustering clustering = start_clustering(grid, make_centroids({red(0), red(10), red(155)}, ColorSpace::rgb));
  descend(grid, clustering, {}, {});
  EXPECT_EQ(clustering.iterations, 1);
  EXPECT_TRUE(clustering.has_converged);
  return clustering;
}

double loss_by_brute_force(const ColorGrid& grid, const Centroids& centroids, int removed) {
  Centroids others = centroids;
  others.remove(removed);
  return static_cast<double>(cost_at(grid, others) - cost_at(grid, centroids));
}

TEST(Merits, AreSolvedByHand) {
  const ColorGrid grid =
      make_grid(ColorHistogram(std::vector<Entry>{{red(0), 1}, {red(20), 3}, {red(100), 2}}, 1), ColorSpace::rgb);
  const std::vector<ClusterMerits> merits =
      merits_of_clusters(grid, make_centroids({red(15), red(100), red(200)}, ColorSpace::rgb));
  constexpr double unit = 64 * 64;
  // Without the first, 0 and 20 go to 100.
  EXPECT_NEAR(merits[0].loss, unit * (100 * 100 - 15 * 15 + 3 * (80 * 80 - 5 * 5)), 1e-6);
  EXPECT_NEAR(merits[1].loss, unit * 2 * 85 * 85, 1e-6);
  EXPECT_EQ(merits[2].loss, 0);
  // The variance of the first is 15² + 3 · 5², a share of which goes; the others have none.
  EXPECT_GT(merits[0].gain, unit * 300 * 0.6);
  EXPECT_LT(merits[0].gain, unit * 300 * 0.75);
  EXPECT_EQ(merits[1].gain, 0);
  EXPECT_EQ(merits[2].gain, 0);
  // Along the axis of red, about as far as its standard deviation of 8.7.
  EXPECT_NEAR(std::abs(merits[0].step[0]), 64 * 8, 64);
  EXPECT_NEAR(merits[0].step.tail<2>().norm(), 0, 1e-6);
}

TEST(Merits, HaveTheLossThatRemovingACentroidMakes) {
  Random random(1);
  for (const ColorSpace space : color_spaces) {
    for (const Picture& picture : pictures()) {
      const ColorGrid grid = make_grid(count(picture.pixels), space);
      for (const int centroid_count : {2, 3, 20}) {
        Centroids centroids;
        for (int i = 0; i < centroid_count; ++i) centroids.push_back(grid.point(random.below(grid.size())));
        const std::vector<ClusterMerits> merits = merits_of_clusters(grid, centroids);
        for (int i = 0; i < centroid_count; i += 4) {
          const double expected = loss_by_brute_force(grid, centroids, i);
          ASSERT_NEAR(merits[static_cast<std::size_t>(i)].loss, expected, 1e-9 * (expected + 1)) << picture.name;
        }
      }
    }
  }
}

TEST(Swapping, PutsTwoCentroidsInThePlaceOfOne) {
  Centroids centroids = make_centroids({red(1), red(2), red(3)}, ColorSpace::rgb);
  const Box box{Point(0, -100, 0), Point(1000, 100, 0)};
  swap_centroids(0, 2, {32, 10, 0}, box, centroids);
  EXPECT_EQ(centroids[0], Point(3 * 64 + 32, 10, 0));
  EXPECT_EQ(centroids[1], Point(2 * 64, 0, 0));
  EXPECT_EQ(centroids[2], Point(3 * 64 - 32, -10, 0));
}

TEST(Swapping, KeepsCentroidsAmongThePoints) {
  Centroids centroids = make_centroids({red(1), red(2)}, ColorSpace::rgb);
  const Box box{Point(64, 0, -5), Point(200, 7, 0)};
  swap_centroids(0, 1, {40000, 40000, 40000}, box, centroids);
  EXPECT_EQ(centroids[0], box.max);
  EXPECT_EQ(centroids[1], box.min);
}

TEST(Swapping, LeavesABadLocalMinimum) {
  const ColorGrid grid = three_pairs();
  Clustering clustering = bad_start(grid);
  improve_by_swaps(grid, clustering, {}, 1, {});
  EXPECT_NEAR(clustering.cost, 3 * 50.0 * 64 * 64, 1e-3);
}

TEST(Swapping, NeverRaisesTheCostAndKeepsTheClusteringUpToDate) {
  for (const ColorSpace space : color_spaces) {
    for (const Picture& picture : pictures()) {
      const ColorGrid grid = make_grid(count(picture.pixels), space);
      Random random(2);
      Centroids centroids;
      for (int i = 0; i < 12; ++i) centroids.push_back(grid.point(random.below(grid.size())));
      Clustering clustering = start_clustering(grid, centroids, 2);
      descend(grid, clustering, {.max_iterations = 5}, {});
      const double cost = clustering.cost;
      improve_by_swaps(grid, clustering, {.max_iterations = 5}, 5, {});
      EXPECT_LE(clustering.cost, cost);
      EXPECT_NEAR(clustering.cost, cost_around_means(grid, clustering.centroids, 2), 1e-12 * grid.total_variance());
      EXPECT_EQ(clustering.centroids.size(), 12);
      EXPECT_EQ(clustering.centroids[0], centroids[0]);
      EXPECT_EQ(clustering.centroids[1], centroids[1]);
    }
  }
}

TEST(Swapping, LeavesASingleFreeCentroidAlone) {
  const ColorGrid grid = three_pairs();
  Clustering clustering = start_clustering(grid, make_centroids({red(0), red(10), red(155)}, ColorSpace::rgb), 2);
  improve_by_swaps(grid, clustering, {}, 5, {});
  EXPECT_TRUE(clustering.centroids == make_centroids({red(0), red(10), red(155)}, ColorSpace::rgb));
}

TEST(Swapping, StopsWhenCanceled) {
  const ColorGrid grid = three_pairs();
  Clustering clustering = bad_start(grid);
  std::stop_source source;
  source.request_stop();
  RunControl control;
  control.stop = source.get_token();
  EXPECT_THROW(improve_by_swaps(grid, clustering, {}, 1, control), Canceled);
}

}  // namespace
}  // namespace kmq

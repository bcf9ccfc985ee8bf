// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/breathing.h"

#include <gtest/gtest.h>

#include <stop_token>
#include <vector>

#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

Centroids centroids_among(const ColorGrid& grid, int count, std::uint64_t seed) {
  Random random(seed);
  Centroids centroids;
  for (int i = 0; i < count; ++i) centroids.push_back(grid.point(random.below(grid.size())));
  return centroids;
}

/// Four clouds far apart.
ColorGrid four_clouds() {
  Random random(1);
  std::vector<Rgb8> pixels;
  for (const Rgb8 center : {gray(40), gray(200), Rgb8{200, 30, 30}, Rgb8{30, 30, 200}}) {
    for (int i = 0; i < 60; ++i) pixels.push_back(color_near(center, 8, random));
  }
  return make_grid(count(pixels), ColorSpace::rgb);
}

TEST(Breathing, LeavesABadLocalMinimum) {
  const ColorGrid grid = four_clouds();
  // Three centroids in one cloud, one for the three others.
  const Centroids centroids = make_centroids({gray(38), gray(40), gray(43), gray(140)}, ColorSpace::rgb);
  Clustering clustering = start_clustering(grid, centroids);
  descend(grid, clustering, {}, {});
  Clustering best =
      start_clustering(grid, make_centroids({gray(40), gray(200), {200, 30, 30}, {30, 30, 200}}, ColorSpace::rgb));
  descend(grid, best, {}, {});
  ASSERT_GT(clustering.cost, 10 * best.cost);
  improve_by_breathing(grid, clustering, {}, 2, {});
  EXPECT_NEAR(clustering.cost, best.cost, 1e-9 * best.cost);
}

TEST(Breathing, NeverRaisesTheCostAndKeepsTheClusteringUpToDate) {
  for (const ColorSpace space : color_spaces) {
    for (const Picture& picture : pictures()) {
      const ColorGrid grid = make_grid(count(picture.pixels), space);
      const Centroids centroids = centroids_among(grid, 12, 2);
      Clustering clustering = start_clustering(grid, centroids, 2);
      descend(grid, clustering, {.max_iterations = 5}, {});
      const double cost = clustering.cost;
      improve_by_breathing(grid, clustering, {.max_iterations = 5}, 3, {});
      EXPECT_LE(clustering.cost, cost);
      EXPECT_NEAR(clustering.cost, cost_around_means(grid, clustering.centroids, 2), 1e-12 * grid.total_variance());
      EXPECT_EQ(clustering.centroids.size(), 12);
      EXPECT_EQ(clustering.centroids[0], centroids[0]);
      EXPECT_EQ(clustering.centroids[1], centroids[1]);
    }
  }
}

TEST(Breathing, StopsWhenCanceled) {
  const ColorGrid grid = four_clouds();
  Clustering clustering = start_clustering(grid, centroids_among(grid, 8, 3));
  std::stop_source source;
  source.request_stop();
  RunControl control;
  control.stop = source.get_token();
  EXPECT_THROW(improve_by_breathing(grid, clustering, {}, 2, control), Canceled);
}

TEST(Resizing, MakesAsManyCentroidsAsWantedAndKeepsTheFixedOnes) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::lab);
  for (const int from : {1, 2, 5, 40}) {
    for (const int to : {2, 3, 5, 6, 39, 256}) {
      for (const int fixed_count : {0, 1}) {
        Centroids centroids = centroids_among(grid, from, 4);
        const Point first = centroids[0];
        resize_by_merit(grid, to, fixed_count, centroids);
        EXPECT_EQ(centroids.size(), to) << "from " << from;
        if (fixed_count == 1) {
          EXPECT_EQ(centroids[0], first);
        }
      }
    }
  }
}

TEST(Resizing, AddsFreeCentroidsWhereAllAreFixed) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::rgb);
  Centroids centroids = centroids_among(grid, 3, 5);
  const Centroids fixed = centroids;
  resize_by_merit(grid, 5, 3, centroids);
  ASSERT_EQ(centroids.size(), 5);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(centroids[i], fixed[i]);
}

TEST(Resizing, TakesAwayTheCentroidThatIsMissedLeast) {
  const ColorGrid grid = four_clouds();
  Centroids centroids = make_centroids({gray(40), {200, 30, 30}, gray(200), gray(197), {30, 30, 200}}, ColorSpace::rgb);
  resize_by_merit(grid, 4, 0, centroids);
  Clustering clustering = start_clustering(grid, centroids);
  descend(grid, clustering, {}, {});
  // One of the two that shared the white cloud.
  EXPECT_NE(nearest_label(centroids, to_point(gray(200), ColorSpace::rgb)),
            nearest_label(centroids, to_point({200, 30, 30}, ColorSpace::rgb)));
  EXPECT_EQ(centroids[0], to_point(gray(40), ColorSpace::rgb));
  EXPECT_EQ(centroids[1], to_point({200, 30, 30}, ColorSpace::rgb));
  EXPECT_EQ(centroids[3], to_point({30, 30, 200}, ColorSpace::rgb));
}

TEST(Resizing, DividesTheClusterThatGainsMost) {
  const ColorGrid grid = four_clouds();
  Centroids centroids = make_centroids({gray(40), {115, 30, 115}, gray(200)}, ColorSpace::rgb);
  resize_by_merit(grid, 4, 0, centroids);
  Clustering clustering = start_clustering(grid, centroids);
  descend(grid, clustering, {}, {});
  for (const Rgb8 center : {gray(40), gray(200), Rgb8{200, 30, 30}, Rgb8{30, 30, 200}}) {
    const int nearest = nearest_label(clustering.centroids, to_point(center, ColorSpace::rgb));
    EXPECT_LT(squared_distance(to_color(clustering.centroids[nearest].cast<double>(), ColorSpace::rgb), center), 12);
  }
}

}  // namespace
}  // namespace kmq

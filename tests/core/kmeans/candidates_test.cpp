// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/candidates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

Centroids random_centroids(int count, ColorSpace space, Random& random) {
  Centroids centroids;
  while (centroids.size() < count) {
    const bool is_duplicate = centroids.size() > 0 && random.below(8) == 0;
    centroids.push_back(is_duplicate ? centroids[below(random, centroids.size())]
                                     : to_point(random_color(random), space));
  }
  return centroids;
}

/// A cell as the grid has them: a cube of colors, with some of the points in it.
struct CellOfPoints {
  Box box;
  std::vector<Point> points;
};

CellOfPoints random_cell(ColorSpace space, Random& random) {
  const int side = 1 << below(random, 7);
  const Rgb8 corner = random_color(random);
  CellOfPoints cell;
  for (int i = 0; i < 20; ++i) {
    const auto within = [&](int value) { return to_byte(value / side * side + below(random, side)); };
    cell.points.push_back(to_point({within(corner.red), within(corner.green), within(corner.blue)}, space));
  }
  cell.box = {cell.points[0], cell.points[0]};
  for (const Point& point : cell.points) {
    cell.box.min = cell.box.min.cwiseMin(point);
    cell.box.max = cell.box.max.cwiseMax(point);
  }
  // The corners of the box count as well: the children's boxes lie in it, not their points alone.
  for (int corners = 0; corners < 8; ++corners) {
    Point point = cell.box.min;
    for (int axis = 0; axis < 3; ++axis) {
      if ((corners >> axis & 1) != 0) point[axis] = cell.box.max[axis];
    }
    cell.points.push_back(point);
  }
  return cell;
}

std::vector<std::int64_t> sorted_distances(const Centroids& centroids, const Point& point) {
  std::vector<std::int64_t> distances;
  for (int i = 0; i < centroids.size(); ++i) distances.push_back(squared_distance(centroids[i], point));
  std::sort(distances.begin(), distances.end());
  return distances;
}

std::vector<std::int64_t> sorted_distances(const Candidates& candidates, const Point& point) {
  Centroids centroids;
  for (int i = 0; i < candidates.size; ++i) centroids.push_back(candidates.point(i));
  return sorted_distances(centroids, point);
}

std::vector<int> labels_of(const Candidates& candidates) {
  return {candidates.labels.begin(), candidates.labels.begin() + candidates.size};
}

constexpr int centroid_counts[] = {1, 2, 3, 9, 40, 256};

TEST(Candidates, AreAllCentroidsAtFirst) {
  Centroids centroids;
  centroids.push_back({1, 2, 3});
  centroids.push_back({-4, 5, 6});
  const Candidates candidates(centroids);
  EXPECT_EQ(labels_of(candidates), (std::vector{0, 1}));
  EXPECT_EQ(candidates.point(1), Point(-4, 5, 6));
}

TEST(Candidates, LeftInABoxAreThoseThatCanBeNearest) {
  Centroids centroids;
  for (const int x : {0, 100, 200, 1000}) centroids.push_back(Point(static_cast<Coordinate>(x), 0, 0));
  Candidates survivors;
  // The middle between the first two is at 50: there both are equally near, and the lower label counts.
  narrow(Candidates(centroids), {{0, 0, 0}, {50, 0, 0}}, survivors);
  EXPECT_EQ(labels_of(survivors), (std::vector{0}));
  narrow(Candidates(centroids), {{0, 0, 0}, {51, 0, 0}}, survivors);
  EXPECT_EQ(labels_of(survivors), (std::vector{0, 1}));
  narrow(Candidates(centroids), {{151, 0, 0}, {500, 0, 0}}, survivors);
  EXPECT_EQ(labels_of(survivors), (std::vector{2}));
  narrow(Candidates(centroids), {{150, 0, 0}, {500, 0, 0}}, survivors);
  EXPECT_EQ(labels_of(survivors), (std::vector{1, 2}));
}

TEST(Candidates, LeftInABoxHaveNoDuplicateOfTheNearest) {
  Centroids centroids;
  for (const int x : {900, 100, 100, 100}) centroids.push_back(Point(static_cast<Coordinate>(x), 0, 0));
  Candidates survivors;
  narrow(Candidates(centroids), {{0, 0, 0}, {50, 0, 0}}, survivors);
  EXPECT_EQ(labels_of(survivors), (std::vector{1}));
}

TEST(Candidates, LeftInABoxIncludeTheNearestOfEveryPointInIt) {
  Random random(1);
  for (const ColorSpace space : color_spaces) {
    for (const int count : centroid_counts) {
      for (int round = 0; round < 30; ++round) {
        const Centroids centroids = random_centroids(count, space, random);
        const CellOfPoints cell = random_cell(space, random);
        const auto survivors = std::make_unique<Candidates>();
        narrow(Candidates(centroids), cell.box, *survivors);
        ASSERT_TRUE(std::is_sorted(survivors->labels.begin(), survivors->labels.begin() + survivors->size));
        for (const Point& point : cell.points) {
          const std::size_t position = static_cast<std::size_t>(find_nearest(*survivors, point));
          ASSERT_EQ(survivors->labels[position], nearest_label(centroids, point));
        }
      }
    }
  }
}

TEST(Candidates, LeftAsFirstOrSecondIncludeTheTwoNearestOfEveryPoint) {
  Random random(2);
  for (const ColorSpace space : color_spaces) {
    for (const int count : centroid_counts) {
      for (int round = 0; round < 30; ++round) {
        const Centroids centroids = random_centroids(count, space, random);
        const CellOfPoints cell = random_cell(space, random);
        const auto survivors = std::make_unique<Candidates>();
        narrow_to_two(Candidates(centroids), cell.box, *survivors);
        ASSERT_GE(survivors->size, std::min(count, 2));
        for (const Point& point : cell.points) {
          const auto all = sorted_distances(centroids, point);
          const auto left = sorted_distances(*survivors, point);
          ASSERT_EQ(left[0], all[0]);
          if (count > 1) {
            ASSERT_EQ(left[1], all[1]);
          }
        }
      }
    }
  }
}

TEST(Candidates, LeftAsFirstOrSecondAreFewWhereOthersAreFar) {
  Centroids centroids;
  for (const int x : {0, 100, 200, 1000}) centroids.push_back(Point(static_cast<Coordinate>(x), 0, 0));
  Candidates survivors;
  narrow_to_two(Candidates(centroids), {{0, 0, 0}, {20, 0, 0}}, survivors);
  EXPECT_EQ(labels_of(survivors), (std::vector{0, 1}));
  narrow_to_two(Candidates(centroids), {{90, 0, 0}, {110, 0, 0}}, survivors);
  EXPECT_EQ(labels_of(survivors), (std::vector{0, 1, 2}));
}

TEST(Candidates, AreFartherThanAReferenceIfItBeatsThemEverywhereInTheBox) {
  Centroids centroids;
  centroids.push_back({100, 0, 0});
  const Candidates candidates(centroids);
  EXPECT_TRUE(are_farther(candidates, {{0, 0, 0}, {49, 0, 0}}, {0, 0, 0}));
  EXPECT_FALSE(are_farther(candidates, {{0, 0, 0}, {50, 0, 0}}, {0, 0, 0}));
  EXPECT_TRUE(are_farther(Candidates(), {{0, 0, 0}, {50, 0, 0}}, {0, 0, 0}));
}

TEST(Candidates, AreFartherOnlyIfNoneIsNearerToAnyPoint) {
  Random random(3);
  int farther_count = 0;
  for (const ColorSpace space : color_spaces) {
    for (int round = 0; round < 300; ++round) {
      const Centroids centroids = random_centroids(1 + below(random, 6), space, random);
      const CellOfPoints cell = random_cell(space, random);
      const Point reference = cell.points[0];
      if (!are_farther(Candidates(centroids), cell.box, reference)) continue;
      ++farther_count;
      for (const Point& point : cell.points) {
        ASSERT_GT(sorted_distances(centroids, point)[0], squared_distance(reference, point));
      }
    }
  }
  EXPECT_GT(farther_count, 100);
}

TEST(Candidates, NearestToThePointsOfALeafAreThoseOfComparingWithEach) {
  Random random(4);
  for (const ColorSpace space : color_spaces) {
    const ColorGrid grid = make_grid(count(clumps().pixels), space);
    for (const int centroid_count : centroid_counts) {
      const Centroids centroids = random_centroids(centroid_count, space, random);
      const Candidates candidates(centroids);
      const auto nearest = std::make_unique<std::array<std::int32_t, ColorGrid::most_points_per_leaf>>();
      const auto nearest_two = std::make_unique<NearestTwo>();
      for (const ColorGrid::Cell& cell : grid.cells()) {
        if (!cell.is_leaf()) continue;
        find_nearest(grid, cell, candidates, *nearest);
        find_nearest_two(grid, cell, candidates, *nearest_two);
        for (std::uint32_t point = cell.begin; point < cell.end; ++point) {
          const std::size_t i = point - cell.begin;
          const int expected = nearest_label(centroids, grid.point(point));
          ASSERT_EQ((*nearest)[i], expected);
          ASSERT_EQ(nearest_two->first[i], expected);
          const auto distances = sorted_distances(centroids, grid.point(point));
          ASSERT_EQ(nearest_two->first_distance[i], distances[0]);
          if (distances.size() > 1) {
            ASSERT_EQ(nearest_two->second_distance[i], distances[1]);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace kmq

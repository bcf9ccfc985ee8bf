// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/kmeans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stop_token>
#include <vector>

#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using Entry = ColorHistogram::Entry;
using testing::ElementsAre;

constexpr double unit = 64;  // of a coordinate, in ColorSpace::rgb

Rgb8 red(int value) { return {to_byte(value), 0, 0}; }

/// Two pairs of colors on one axis.
ColorGrid two_pairs() {
  const ColorHistogram histogram(std::vector<Entry>{{red(0), 1}, {red(10), 3}, {red(100), 1}, {red(110), 3}}, 1);
  return make_grid(histogram, ColorSpace::rgb);
}

Clustering start_at(const ColorGrid& grid, const std::vector<Rgb8>& colors, int fixed_count = 0) {
  return start_clustering(grid, make_centroids(colors, ColorSpace::rgb), fixed_count);
}

/// The centroids' places on the red axis, 0 .. 255.
std::vector<double> reds(const Clustering& clustering) {
  std::vector<double> result;
  for (int i = 0; i < clustering.centroids.size(); ++i) result.push_back(clustering.centroids[i][0] / unit);
  return result;
}

Clustering random_start(const ColorGrid& grid, int count, std::uint64_t seed) {
  Random random(seed);
  Centroids centroids;
  for (int i = 0; i < count; ++i) centroids.push_back(grid.point(random.below(grid.size())));
  return start_clustering(grid, centroids);
}

/// Of all points around the centroids of their labels, by slow and obvious code.
double cost_at_centroids(const ColorGrid& grid, const Clustering& clustering) {
  double cost = 0;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const Point centroid = clustering.centroids[clustering.partition.labels()[i]];
    cost += static_cast<double>(grid.weights()[i] * squared_distance(grid.point(i), centroid));
  }
  return cost;
}

TEST(KMeans, StartsWithTheCostOfTheMeansThatItWillMoveTo) {
  const ColorGrid grid = two_pairs();
  const Clustering clustering = start_at(grid, {red(0), red(10)});
  EXPECT_EQ(clustering.iterations, 0);
  EXPECT_FALSE(clustering.has_converged);
  // {0}, and {10, 100, 110} with mean 460 / 7.
  const double mean = 460.0 / 7;
  const double cost = 3 * (10 - mean) * (10 - mean) + (100 - mean) * (100 - mean) + 3 * (110 - mean) * (110 - mean);
  EXPECT_NEAR(clustering.cost, cost * unit * unit, 1e-3);
}

TEST(KMeans, IsSolvedByHand) {
  const ColorGrid grid = two_pairs();
  Clustering clustering = start_at(grid, {red(0), red(10)});
  descend(grid, clustering, {}, {});
  EXPECT_THAT(reds(clustering), ElementsAre(7.5, 107.5));
  EXPECT_NEAR(clustering.cost, 150 * unit * unit, 1e-3);
  // To 65.7, where 10 changes sides; to the means of the pairs, where nothing does.
  EXPECT_EQ(clustering.iterations, 2);
  EXPECT_TRUE(clustering.has_converged);
}

TEST(KMeans, LeavesFixedCentroidsWhereTheyAre) {
  const ColorGrid grid = two_pairs();
  Clustering clustering = start_at(grid, {red(2), red(20)}, 1);
  descend(grid, clustering, {}, {});
  EXPECT_THAT(reds(clustering), ElementsAre(2, 107.5));
  // 2² + 3 · 8² around the fixed one, 75 around the other.
  EXPECT_NEAR(clustering.cost, (4 + 192 + 75) * unit * unit, 1e-3);
}

TEST(KMeans, LeavesFixedCentroidsWithoutPointsWhereTheyAre) {
  const ColorGrid grid = two_pairs();
  Clustering clustering = start_at(grid, {{0, 255, 0}, {0, 255, 0}, red(20)}, 2);
  descend(grid, clustering, {}, {});
  EXPECT_EQ(clustering.centroids[0], to_point({0, 255, 0}, ColorSpace::rgb));
  EXPECT_EQ(clustering.centroids[1], to_point({0, 255, 0}, ColorSpace::rgb));
  EXPECT_EQ(clustering.centroids[2][0] / unit, 57.5);
}

TEST(KMeans, RefillsAnEmptyClusterWithTheMostExpensivePoint) {
  const ColorHistogram histogram(std::vector<Entry>{{red(0), 1}, {red(10), 1}, {red(200), 1}, {red(210), 5}}, 1);
  const ColorGrid grid = make_grid(histogram, ColorSpace::rgb);
  Clustering clustering = start_at(grid, {red(0), red(0), red(200)});
  ASSERT_EQ(clustering.partition.clusters()[1].weight, 0);
  descend(grid, clustering, {.max_iterations = 1}, {});
  // The others' means are 5 and 208.3: 200 costs 8.3², 0 and 10 cost 5², 210 costs 5 · 1.7².
  EXPECT_EQ(reds(clustering)[1], 200);
  descend(grid, clustering, {}, {});
  EXPECT_THAT(reds(clustering), ElementsAre(5, 200, 210));
}

TEST(KMeans, RefillsSeveralEmptyClustersWithDifferentPoints) {
  const ColorGrid grid = two_pairs();
  Clustering clustering = start_at(grid, {red(0), red(0), red(0), red(0)});
  descend(grid, clustering, {}, {});
  EXPECT_DOUBLE_EQ(clustering.cost, 0);
  EXPECT_TRUE(clustering.has_converged);
}

TEST(KMeans, LeavesAClusterEmptyIfNothingCostsAnything) {
  const ColorGrid grid = make_grid(count({red(7)}), ColorSpace::rgb);
  Clustering clustering = start_at(grid, {red(7), red(9)});
  descend(grid, clustering, {}, {});
  EXPECT_THAT(reds(clustering), ElementsAre(7, 9));
  EXPECT_EQ(clustering.cost, 0);
  EXPECT_TRUE(clustering.has_converged);
}

TEST(KMeans, FindsTheMostExpensivePoints) {
  const ColorGrid grid = two_pairs();
  const Clustering clustering = start_at(grid, {red(10), red(103)});
  const auto points = [&](std::size_t most) {
    return most_expensive_points(grid, clustering.centroids, clustering.partition.labels(), most);
  };
  // 0: 10²; 10: 0; 100: 3²; 110: 3 · 7².
  EXPECT_THAT(points(2), ElementsAre(3, 0));
  EXPECT_THAT(points(9), ElementsAre(3, 0, 2));
}

TEST(KMeans, NeverRaisesTheCostAtTheLattice) {
  for (const ColorSpace space : color_spaces) {
    for (const Picture& picture : pictures()) {
      const ColorGrid grid = make_grid(count(picture.pixels), space);
      for (const int centroid_count : {2, 7, 30}) {
        Clustering clustering = random_start(grid, centroid_count, 1);
        std::int64_t cost = cost_at(grid, clustering.centroids);
        for (int step = 0; step < 12 && !clustering.has_converged; ++step) {
          descend(grid, clustering, {.max_iterations = 1}, {});
          const std::int64_t next = cost_at(grid, clustering.centroids);
          ASSERT_LE(next, cost) << picture.name << " " << name_of(space) << ", step " << step;
          cost = next;
        }
      }
    }
  }
}

TEST(KMeans, ConvergesWhenNoPointChangesItsLabel) {
  for (const ColorSpace space : color_spaces) {
    for (const Picture& picture : pictures()) {
      const ColorGrid grid = make_grid(count(picture.pixels), space);
      for (std::uint64_t seed = 0; seed < 8; ++seed) {
        Clustering clustering = random_start(grid, 2 + static_cast<int>(7 * seed), seed);
        descend(grid, clustering, {.max_iterations = 10000}, {});
        ASSERT_TRUE(clustering.has_converged) << picture.name << " " << name_of(space) << ", seed " << seed;
        Clustering again = clustering;
        descend(grid, again, {.max_iterations = 1}, {});
        ASSERT_TRUE(nearest_labels(grid, again.centroids) == nearest_labels(grid, clustering.centroids))
            << picture.name << " " << name_of(space) << ", seed " << seed;
        ASSERT_NEAR(clustering.cost, cost_around_means(grid, clustering.centroids), 1e-12 * grid.total_variance());
      }
    }
  }
}

TEST(KMeans, ConvergesThoughRoundedMeansRaiseTheCostByATrace) {
  // A crowd of colors, and one start of some thousands in which they do.
  Random color_random(5);
  std::vector<Rgb8> pixels(2000);
  for (Rgb8& pixel : pixels) {
    pixel.red = to_byte(below(color_random, 8));
    pixel.green = to_byte(below(color_random, 9));
    pixel.blue = to_byte(below(color_random, 10));
  }
  const ColorGrid grid = make_grid(count(pixels), ColorSpace::lab);
  Random random(81);
  const int centroid_count = 2 + below(random, 60);
  Centroids centroids;
  for (int i = 0; i < centroid_count; ++i) centroids.push_back(grid.point(random.below(grid.size())));
  Clustering clustering = start_clustering(grid, centroids);
  bool has_risen = false;
  while (!clustering.has_converged) {
    const double cost = clustering.cost;
    descend(grid, clustering, {.max_iterations = 1}, {});
    has_risen = has_risen || clustering.cost > cost;
  }
  EXPECT_TRUE(has_risen);
  clustering = start_clustering(grid, centroids);
  descend(grid, clustering, {}, {});
  EXPECT_TRUE(clustering.has_converged);
}

TEST(KMeans, EndsAfterTheIterationsThatItMayMake) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::rgb);
  for (const int limit : {1, 2, 5}) {
    Clustering clustering = random_start(grid, 20, 3);
    descend(grid, clustering, {.max_iterations = limit}, {});
    EXPECT_EQ(clustering.iterations, limit);
    EXPECT_FALSE(clustering.has_converged);
    // A further descent counts on.
    descend(grid, clustering, {.max_iterations = 1}, {});
    EXPECT_EQ(clustering.iterations, limit + 1);
  }
}

TEST(KMeans, TakesTheSameStepsAtOnceAsOneByOne) {
  const ColorGrid grid = make_grid(count(gradients().pixels), ColorSpace::oklab);
  Clustering at_once = random_start(grid, 20, 4);
  Clustering one_by_one = at_once;
  descend(grid, at_once, {.max_iterations = 7}, {});
  for (int i = 0; i < 7; ++i) descend(grid, one_by_one, {.max_iterations = 1}, {});
  EXPECT_TRUE(at_once.centroids == one_by_one.centroids);
  EXPECT_EQ(at_once.cost, one_by_one.cost);
}

TEST(KMeans, EndsWhenTheCentroidsMovedLessThanTheTolerance) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::rgb);
  const Clustering start = random_start(grid, 20, 5);
  // How far they move in each iteration, by slow and obvious code.
  std::vector<double> movements;
  Clustering step = start;
  for (int i = 0; i < 8; ++i) {
    const Centroids before = step.centroids;
    descend(grid, step, {.max_iterations = 1}, {});
    std::int64_t sum = 0;
    for (int c = 0; c < before.size(); ++c) sum += squared_distance(before[c], step.centroids[c]);
    movements.push_back(std::sqrt(static_cast<double>(sum)));
  }
  for (std::size_t i = 0; i < movements.size(); ++i) {
    const auto first_below = [&](double tolerance) {
      const auto found = std::find_if(movements.begin(), movements.end(), [&](double m) { return m < tolerance; });
      return static_cast<int>(found - movements.begin()) + 1;
    };
    Clustering clustering = start;
    // Not less than what they moved is not enough; a little more is.
    for (const double tolerance : {movements[i], movements[i] * 1.000001}) {
      clustering = start;
      descend(grid, clustering, {.max_iterations = 8, .tolerance = tolerance}, {});
      EXPECT_EQ(clustering.iterations, std::min(first_below(tolerance), 8));
    }
  }
}

TEST(KMeans, EndsWhenItGainsLessThanItShould) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::rgb);
  Clustering patient = random_start(grid, 20, 6);
  Clustering impatient = patient;
  const double cost = patient.cost;
  descend(grid, patient, {}, {});
  descend(grid, impatient, {.least_gain = 0.01}, {});
  EXPECT_LT(impatient.iterations, patient.iterations);
  EXPECT_GT(impatient.iterations, 1);
  EXPECT_LT(impatient.cost, cost);
}

TEST(KMeans, GoesBeyondTheMeansButNotOutOfTheBox) {
  const ColorGrid grid = two_pairs();
  Clustering clustering = start_at(grid, {red(0), red(10)});
  // The second one's points are 10, 100 and 110 with the mean 460 / 7.
  descend(grid, clustering, {.max_iterations = 1, .over_relaxation = 0.5}, {});
  EXPECT_NEAR(reds(clustering)[1], 460.0 / 7 + 0.5 * (460.0 / 7 - 10), 1 / unit);
  clustering = start_at(grid, {red(0), red(10)});
  descend(grid, clustering, {.max_iterations = 1, .over_relaxation = 0.9}, {});
  EXPECT_EQ(reds(clustering)[1], 110);
}

TEST(KMeans, CostsLessAtTheCentroidsBeyondTheMeans) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::rgb);
  Clustering clustering = random_start(grid, 20, 7);
  double cost = cost_at_centroids(grid, clustering);
  for (int i = 0; i < 15; ++i) {
    descend(grid, clustering, {.max_iterations = 1, .over_relaxation = 0.9}, {});
    const double next = cost_at_centroids(grid, clustering);
    EXPECT_LT(next, cost);
    cost = next;
  }
}

TEST(KMeans, EndsAtTheMeansHoweverItGotThere) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::rgb);
  Clustering direct = random_start(grid, 20, 8);
  Clustering clustering = direct;
  descend(grid, clustering, {.over_relaxation = 0.9}, {});
  EXPECT_TRUE(clustering.has_converged);
  for (int i = 0; i < clustering.centroids.size(); ++i) {
    const Moments& cluster = clustering.partition.clusters()[static_cast<std::size_t>(i)];
    EXPECT_EQ(clustering.centroids[i], to_lattice(cluster.mean()));
  }
  descend(grid, direct, {}, {});
  EXPECT_LT(clustering.iterations, direct.iterations);
}

TEST(KMeans, GivesUpWhenItLagsBehind) {
  const ColorGrid grid = make_grid(count(noise().pixels), ColorSpace::rgb);
  const Clustering start = random_start(grid, 20, 9);
  Clustering whole = start;
  descend(grid, whole, {}, {});
  Clustering ahead = start;
  descend(grid, ahead, {.cost_to_beat = whole.cost * 1.0001}, {});
  EXPECT_EQ(ahead.iterations, whole.iterations);
  EXPECT_EQ(ahead.cost, whole.cost);
  Clustering behind = start;
  descend(grid, behind, {.cost_to_beat = whole.cost * 0.8}, {});
  EXPECT_LT(behind.iterations, whole.iterations);
  EXPECT_FALSE(behind.has_converged);
}

TEST(KMeans, StopsWhenCanceled) {
  const ColorGrid grid = two_pairs();
  Clustering clustering = start_at(grid, {red(0), red(10)});
  std::stop_source source;
  source.request_stop();
  RunControl control;
  control.stop = source.get_token();
  EXPECT_THROW(descend(grid, clustering, {}, control), Canceled);
}

TEST(KMeans, IsUpToDateAfterARestart) {
  const ColorGrid grid = two_pairs();
  Clustering clustering = start_at(grid, {red(0), red(10)});
  descend(grid, clustering, {}, {});
  const int iterations = clustering.iterations;
  clustering.centroids.push_back(to_point(red(100), ColorSpace::rgb));
  restart(grid, clustering);
  EXPECT_EQ(clustering.iterations, iterations);
  EXPECT_NEAR(clustering.cost, 75 * unit * unit, 1e-3);
  EXPECT_EQ(clustering.partition.clusters()[2].weight, 1);
}

}  // namespace
}  // namespace kmq

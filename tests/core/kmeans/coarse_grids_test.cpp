// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/coarse_grids.h"

#include <gtest/gtest.h>

#include "core/color/points.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

class CoarseGridsOfNoise : public testing::Test {
 protected:
  ColorHistogram histogram_ = count(noise().pixels);
  ColorGrid fine_ = ColorGrid(to_points(histogram_.keys(), ColorSpace::rgb), histogram_.keys(), histogram_.weights());
  CoarseGrids grids_ = CoarseGrids(fine_, histogram_.keys());
};

TEST_F(CoarseGridsOfNoise, HaveEnoughPointsForEachCentroid) {
  const std::size_t finest_size = count_occupied_boxes(histogram_.keys(), 6);
  for (int centroids = 1; centroids <= 256; ++centroids) {
    const ColorGrid& grid = grids_.for_search(centroids);
    const auto count = static_cast<std::size_t>(centroids);
    EXPECT_TRUE(&grid == &fine_ || grid.size() >= 4 * count);
    // Where no grid has plenty of points, it is the one with the most, or that of all colors.
    EXPECT_TRUE(&grid == &fine_ || grid.size() == finest_size || grid.size() >= 256 * count);
    EXPECT_LE(grid.size(), fine_.size());
    EXPECT_EQ(grid.moments().weight, histogram_.total_weight());
  }
}

TEST_F(CoarseGridsOfNoise, FewCentroidsDoWithFewPoints) {
  EXPECT_LT(grids_.for_search(8).size(), fine_.size());
  EXPECT_LT(grids_.for_search(2).size(), grids_.for_search(8).size());
}

TEST(CoarseGrids, FewCrowdedColorsAreNotMadeFewer) {
  const ColorHistogram histogram(std::vector<ColorHistogram::Entry>{{{0, 0, 0}, 3}, {{0, 0, 1}, 1}, {{0, 1, 0}, 7}}, 1);
  const ColorGrid fine(to_points(histogram.keys(), ColorSpace::rgb), histogram.keys(), histogram.weights());
  const CoarseGrids grids(fine, histogram.keys());
  EXPECT_EQ(&grids.for_search(2), &fine);
}

}  // namespace
}  // namespace kmq

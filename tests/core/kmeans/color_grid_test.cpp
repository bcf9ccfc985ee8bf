// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/color_grid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using Entry = ColorHistogram::Entry;

Box box_of(const ColorGrid& grid, std::uint32_t begin, std::uint32_t end) {
  Box box{grid.point(begin), grid.point(begin)};
  for (std::uint32_t i = begin; i < end; ++i) {
    box.min = box.min.cwiseMin(grid.point(i));
    box.max = box.max.cwiseMax(grid.point(i));
  }
  return box;
}

/// All colors of a cube of 16³, so that there are full leaf cells, and some elsewhere.
Picture crowd() {
  Picture picture = noise();
  for (int code = 0; code < 16 * 16 * 16; ++code) {
    picture.pixels.push_back({to_byte(code >> 8), to_byte(64 + (code >> 4 & 15)), to_byte(128 + (code & 15))});
  }
  return picture;
}

TEST(Moments, AreThoseOfWeightedPoints) {
  Moments moments;
  moments.add(1, 0, 10, -4);
  moments.add(3, 4, 2, 0);
  EXPECT_EQ(moments.weight, 4);
  EXPECT_EQ(moments.mean(), Eigen::Vector3d(3, 4, -1));
  Moments other;
  other.add(2, 1, 1, 1);
  Moments sum = moments;
  sum += other;
  EXPECT_EQ(sum.weight, 6);
  EXPECT_EQ(sum.mean(), Eigen::Vector3d(14.0 / 6, 3, -2.0 / 6));
  sum -= other;
  EXPECT_EQ(sum, moments);
}

TEST(ColorGrid, HoldsThePointsWithTheirWeights) {
  const ColorHistogram histogram(std::vector<Entry>{{{1, 2, 3}, 5}, {{200, 100, 0}, 7}}, 1);
  const ColorGrid grid = make_grid(histogram, ColorSpace::rgb);
  ASSERT_EQ(grid.size(), 2U);
  EXPECT_EQ(grid.point(0), Point(64, 128, 192));
  EXPECT_EQ(grid.point(1), Point(200 * 64, 100 * 64, 0));
  EXPECT_EQ(grid.weights()[0], 5);
  EXPECT_EQ(grid.weights()[1], 7);
  EXPECT_EQ(grid.axis(1)[1], 100 * 64);
  EXPECT_EQ(grid.moments().weight, 12);
}

TEST(ColorGrid, KnowsTheVarianceOfAllPoints) {
  // Mean 30: 3 · 10² + 1 · 30².
  const ColorHistogram histogram(std::vector<Entry>{{{20, 0, 0}, 3}, {{60, 0, 0}, 1}}, 1);
  EXPECT_DOUBLE_EQ(make_grid(histogram, ColorSpace::rgb).total_variance(), 1200.0 * 64 * 64);
}

TEST(ColorGrid, HasOneLeafCellForEachPointInEverySpace) {
  const ColorHistogram histogram = count(crowd().pixels);
  for (const ColorSpace space : color_spaces) {
    const ColorGrid grid = make_grid(histogram, space);
    std::vector<int> leaves(grid.size(), 0);
    std::size_t largest_leaf = 0;
    for (const ColorGrid::Cell& cell : grid.cells()) {
      if (!cell.is_leaf()) continue;
      largest_leaf = std::max<std::size_t>(largest_leaf, cell.point_count());
      for (std::uint32_t i = cell.begin; i < cell.end; ++i) ++leaves[i];
    }
    EXPECT_EQ(leaves, std::vector<int>(grid.size(), 1));
    EXPECT_EQ(largest_leaf, ColorGrid::most_points_per_leaf);  // full cubes are not divided further
  }
}

TEST(ColorGrid, DividesCellsAmongTheirChildrenAndAllPointsAmongTheTopCells) {
  const ColorGrid grid = make_grid(count(crowd().pixels), ColorSpace::rgb);
  const auto cells = grid.cells();
  std::uint32_t next = 0;
  for (std::size_t top = 0; top < grid.top_count(); ++top) {
    EXPECT_EQ(cells[top].begin, next);
    next = cells[top].end;
  }
  EXPECT_EQ(next, grid.size());
  std::size_t divided_cells = 0;
  for (const ColorGrid::Cell& cell : cells) {
    if (cell.is_leaf()) continue;
    ++divided_cells;
    next = cell.begin;
    for (std::uint32_t child = cell.first_child; child < cell.last_child; ++child) {
      EXPECT_EQ(cells[child].begin, next);
      next = cells[child].end;
    }
    EXPECT_EQ(next, cell.end);
  }
  EXPECT_GE(divided_cells, 3U);
}

TEST(ColorGrid, HasTheSmallestBoxesAroundThePoints) {
  const ColorHistogram histogram = count(crowd().pixels);
  for (const ColorSpace space : color_spaces) {
    const ColorGrid grid = make_grid(histogram, space);
    for (const ColorGrid::Cell& cell : grid.cells()) {
      const Box expected = box_of(grid, cell.begin, cell.end);
      ASSERT_EQ(cell.box.min, expected.min);
      ASSERT_EQ(cell.box.max, expected.max);
    }
    const Box whole = box_of(grid, 0, static_cast<std::uint32_t>(grid.size()));
    EXPECT_EQ(grid.box().min, whole.min);
    EXPECT_EQ(grid.box().max, whole.max);
  }
}

TEST(CoarsenedGrid, HasTheMeanOfEachCubeOf4x4x4Colors) {
  const ColorHistogram histogram(
      std::vector<Entry>{{{0, 0, 0}, 3}, {{3, 0, 3}, 1}, {{4, 0, 0}, 7}, {{252, 252, 252}, 1}}, 1);
  const ColorGrid coarse = coarsen(make_grid(histogram, ColorSpace::rgb), histogram.keys(), 6);
  ASSERT_EQ(coarse.size(), 3U);
  EXPECT_EQ(coarse.point(0), Point(48, 0, 48));
  EXPECT_EQ(coarse.weights()[0], 4);
  EXPECT_EQ(coarse.point(1), Point(4 * 64, 0, 0));
  EXPECT_EQ(coarse.weights()[1], 7);
  EXPECT_EQ(coarse.point(2), Point(252 * 64, 252 * 64, 252 * 64));
  EXPECT_EQ(coarse.moments().weight, 12);
}

TEST(CoarsenedGrid, HasAPointForEachOccupiedBox) {
  const ColorHistogram histogram = count(crowd().pixels);
  const ColorGrid grid = make_grid(histogram, ColorSpace::rgb);
  for (int box_bits = 0; box_bits <= 24; ++box_bits) {
    std::set<std::uint32_t> boxes;
    for (const std::uint32_t key : histogram.keys()) boxes.insert(key >> box_bits);
    EXPECT_EQ(count_occupied_boxes(histogram.keys(), box_bits), boxes.size());
    EXPECT_EQ(coarsen(grid, histogram.keys(), box_bits).size(), boxes.size());
  }
  EXPECT_EQ(count_occupied_boxes({}, 6), 0U);
}

TEST(CoarsenedGrid, HasThePointsOfItsCellsInEverySpace) {
  const ColorHistogram histogram = count(crowd().pixels);
  for (const ColorSpace space : color_spaces) {
    const ColorGrid grid = make_grid(histogram, space);
    const ColorGrid coarse = coarsen(grid, histogram.keys(), 6);
    std::map<std::uint32_t, Moments> cubes;
    for (std::size_t i = 0; i < grid.size(); ++i) {
      const Point point = grid.point(i);
      const Rgb8 color = histogram.color(i);
      const Rgb8 corner{to_byte(color.red & ~3), to_byte(color.green & ~3), to_byte(color.blue & ~3)};
      cubes[color_key(corner)].add(grid.weights()[i], point[0], point[1], point[2]);
    }
    ASSERT_EQ(coarse.size(), cubes.size());
    std::size_t position = 0;
    for (const auto& [key, moments] : cubes) {
      ASSERT_EQ(coarse.weights()[position], moments.weight);
      ASSERT_EQ(coarse.point(position), to_lattice(moments.mean()));
      ++position;
    }
  }
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The centroids that matter in a cell: the bisector test, and nearest neighbors among those it leaves.
#pragma once

#include <array>
#include <cstdint>

#include "core/kmeans/centroids.h"
#include "core/kmeans/color_grid.h"

namespace kmq {

/// Some of the centroids, labels rising.
struct Candidates {
  int size = 0;
  alignas(32) std::array<Coordinate, max_centroids> x, y, z;
  std::array<std::uint8_t, max_centroids> labels;

  explicit Candidates(const Centroids& centroids);
  Candidates() = default;

  void push_back(Coordinate cx, Coordinate cy, Coordinate cz, std::uint8_t label);
  [[nodiscard]] Point point(int index) const;
};

/// Whether all of the candidates are farther away than the reference, everywhere in the box.
bool are_farther(const Candidates& candidates, const Box& box, const Point& reference);

/// Returns the candidates that can be nearest somewhere in the box.
///
/// Source  Kanungo et al. 2002, "An efficient k-means clustering algorithm: analysis and implementation"
void narrow(const Candidates& from, const Box& box, Candidates& survivors);

/// Returns the candidates that can be nearest or second nearest somewhere in the box; a single one is both.
void narrow_to_two(const Candidates& from, const Box& box, Candidates& survivors);

/// Returns the position of the candidate nearest to a point, the first of equally near ones.
int find_nearest(const Candidates& candidates, const Point& point);

/// The nearest and the second nearest candidates of up to 512 points, by their positions among the candidates,
/// and the squared distances to them. The first of equally near ones counts.
struct NearestTwo {
  alignas(32) std::array<std::int32_t, ColorGrid::most_points_per_leaf> first, first_distance, second_distance;
};

/// For each point of a leaf cell: the position of the nearest candidate, the first of equally near ones.
void find_nearest(const ColorGrid& grid, const ColorGrid::Cell& leaf, const Candidates& candidates,
                  std::array<std::int32_t, ColorGrid::most_points_per_leaf>& nearest);

/// For each point of a leaf cell: the nearest candidate and the distances to it and to the second nearest.
void find_nearest_two(const ColorGrid& grid, const ColorGrid::Cell& leaf, const Candidates& candidates,
                      NearestTwo& nearest);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/partition.h"

#include <tbb/blocked_range.h>
#include <tbb/combinable.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cassert>

namespace kmq {
namespace {

constexpr std::size_t to_index(std::int32_t value) { return static_cast<std::size_t>(value); }

}  // namespace

/// What assigning some of the super-cells adds to the moments of the clusters.
struct Partition::Changes {
  std::array<Moments, max_centroids> clusters{};
  std::int64_t point_count = 0;
};

/// The centroids that are not where they were at the last assign().
struct Partition::Moved {
  CentroidSet set;
  Candidates places;  // where they are now

  Moved(const Centroids& before, const Centroids& now) {
    for (int i = 0; i < std::max(before.size(), now.size()); ++i) {
      const bool is_new = i >= before.size() || i >= now.size() || before[i] != now[i];
      if (!is_new) continue;
      set.insert(to_index(i));
      if (i < now.size())
        places.push_back(now.axis(0)[i], now.axis(1)[i], now.axis(2)[i], static_cast<std::uint8_t>(i));
    }
  }
};

Partition::Partition(const ColorGrid& grid) : labels_(grid.size(), 0), candidates_(grid.cells().size()) {}

std::int64_t Partition::assign(const ColorGrid& grid, const Centroids& centroids) {
  assert(centroids.size() >= 1 && labels_.size() == grid.size());
  const Moved moved(centroids_, centroids);
  centroids_ = centroids;
  const Candidates all(centroids);
  tbb::combinable<Changes> changes;
  // Sums of whole numbers: how the cells are shared out among threads cannot show in them.
  tbb::parallel_for(tbb::blocked_range<std::uint32_t>(0, static_cast<std::uint32_t>(grid.top_count()), 4),
                    [&](const auto& range) {
                      for (std::uint32_t cell = range.begin(); cell < range.end(); ++cell) {
                        assign_cell(grid, cell, all, moved, changes.local());
                      }
                    });
  std::int64_t changed_points = 0;
  changes.combine_each([&](const Changes& part) {
    for (std::size_t i = 0; i < clusters_.size(); ++i) clusters_[i] += part.clusters[i];
    changed_points += part.point_count;
  });
  is_assigned_ = true;
  return changed_points;
}

/// Whether the centroids that moved leave the nearest centroid of every point in the box as it was.
bool Partition::is_unaffected(const Box& box, const CentroidSet& candidates, const Moved& moved) const {
  if (candidates.empty() || candidates.intersects(moved.set)) return false;
  // All candidates stayed; those that moved do not matter if one of these beats them everywhere in the box.
  return are_farther(moved.places, box, centroids_[static_cast<int>(candidates.first())]);
}

void Partition::assign_cell(const ColorGrid& grid, std::uint32_t cell, const Candidates& of_parent, const Moved& moved,
                            Changes& changes) {
  const ColorGrid::Cell& here = grid.cells()[cell];
  CentroidSet& remembered = candidates_[cell];
  if (is_unaffected(here.box, remembered, moved)) return;
  Candidates candidates;
  narrow(of_parent, here.box, candidates);
  const CentroidSet before = remembered;
  remembered.clear();
  for (int i = 0; i < candidates.size; ++i) remembered.insert(candidates.labels[to_index(i)]);
  if (candidates.size == 1) {
    if (remembered != before) assign_all_points(grid, here, candidates.labels[0], changes);
  } else if (here.is_leaf()) {
    assign_points(grid, here, candidates, changes);
  } else {
    for (std::uint32_t child = here.first_child; child < here.last_child; ++child) {
      assign_cell(grid, child, candidates, moved, changes);
    }
  }
}

/// A whole cell has one nearest centroid: what its children remember is not kept up to date any more.
void Partition::assign_all_points(const ColorGrid& grid, const ColorGrid::Cell& cell, std::uint8_t label,
                                  Changes& changes) {
  for (std::uint32_t point = cell.begin; point < cell.end; ++point) set_label(grid, point, label, changes);
  forget_children(grid, cell);
}

void Partition::forget_children(const ColorGrid& grid, const ColorGrid::Cell& cell) {
  for (std::uint32_t child = cell.first_child; child < cell.last_child; ++child) {
    candidates_[child].clear();
    forget_children(grid, grid.cells()[child]);
  }
}

void Partition::assign_points(const ColorGrid& grid, const ColorGrid::Cell& leaf, const Candidates& candidates,
                              Changes& changes) {
  alignas(32) std::array<std::int32_t, ColorGrid::most_points_per_leaf> nearest;
  find_nearest(grid, leaf, candidates, nearest);
  for (std::uint32_t point = leaf.begin; point < leaf.end; ++point) {
    set_label(grid, point, candidates.labels[to_index(nearest[point - leaf.begin])], changes);
  }
}

void Partition::set_label(const ColorGrid& grid, std::uint32_t point, std::uint8_t label, Changes& changes) {
  const std::int64_t weight = grid.weights()[point];
  const Point position = grid.point(point);
  if (is_assigned_) {
    const std::uint8_t previous = labels_[point];
    if (label == previous) return;
    changes.clusters[previous].add(-weight, position[0], position[1], position[2]);
  }
  labels_[point] = label;
  changes.clusters[label].add(weight, position[0], position[1], position[2]);
  ++changes.point_count;
}

}  // namespace kmq

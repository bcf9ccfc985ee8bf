// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/partition.h"

#include <tbb/blocked_range.h>
#include <tbb/combinable.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <cassert>
#include <limits>

namespace kmq {
namespace {

constexpr std::size_t to_index(int value) { return static_cast<std::size_t>(value); }

/// A difference of two coordinates fits 16 bits again; saying so lets compilers use 16-bit multiplication.
Coordinate difference(int a, int b) { return static_cast<Coordinate>(a - b); }

std::int32_t squared_length(Coordinate x, Coordinate y, Coordinate z) { return x * x + y * y + z * z; }

}  // namespace

/// Some of the centroids, labels rising.
struct Candidates {
  int size = 0;
  alignas(32) std::array<Coordinate, max_centroids> x, y, z;
  std::array<std::uint8_t, max_centroids> labels;

  void push_back(Coordinate px, Coordinate py, Coordinate pz, std::uint8_t label) {
    const std::size_t i = to_index(size++);
    x[i] = px;
    y[i] = py;
    z[i] = pz;
    labels[i] = label;
  }
};

namespace {

Candidates all_candidates(const Centroids& centroids) {
  Candidates result;
  for (int i = 0; i < centroids.size(); ++i) {
    result.push_back(centroids.axis(0)[i], centroids.axis(1)[i], centroids.axis(2)[i], static_cast<std::uint8_t>(i));
  }
  return result;
}

/// Returns which candidate is nearest to the center of the box, the first of equally near ones.
int nearest_to_center(const Candidates& candidates, const Box& box) {
  const int x = (box.min[0] + box.max[0]) / 2;
  const int y = (box.min[1] + box.max[1]) / 2;
  const int z = (box.min[2] + box.max[2]) / 2;
  std::array<std::int32_t, max_centroids> distances;
  for (std::size_t i = 0; i < to_index(candidates.size); ++i) {
    distances[i] = squared_length(difference(candidates.x[i], x), difference(candidates.y[i], y),
                                  difference(candidates.z[i], z));
  }
  return static_cast<int>(std::min_element(distances.begin(), distances.begin() + candidates.size) - distances.begin());
}

/// How much farther a candidate is than a reference from the box's corner that favors the candidate most:
/// if that is > 0, the reference is nearer everywhere in the box.
std::int32_t handicap(const Box& box, const Candidates& candidates, std::size_t candidate, const Point& reference) {
  const Coordinate x = candidates.x[candidate];
  const Coordinate y = candidates.y[candidate];
  const Coordinate z = candidates.z[candidate];
  const Coordinate corner_x = x > reference[0] ? box.max[0] : box.min[0];
  const Coordinate corner_y = y > reference[1] ? box.max[1] : box.min[1];
  const Coordinate corner_z = z > reference[2] ? box.max[2] : box.min[2];
  return squared_length(difference(corner_x, x), difference(corner_y, y), difference(corner_z, z)) -
         squared_length(difference(corner_x, reference[0]), difference(corner_y, reference[1]),
                        difference(corner_z, reference[2]));
}

/// Returns the candidates that can be nearest somewhere in the box.
void narrow(const Candidates& from, const Box& box, Candidates& survivors) {
  survivors.size = 0;
  const std::size_t nearest = to_index(nearest_to_center(from, box));
  const Point reference(from.x[nearest], from.y[nearest], from.z[nearest]);
  std::array<std::int32_t, max_centroids> handicaps;
  for (std::size_t i = 0; i < to_index(from.size); ++i) handicaps[i] = handicap(box, from, i, reference);
  for (std::size_t i = 0; i < to_index(from.size); ++i) {
    // At handicap 0 some point of the box may be equally far from both: there the lower label counts.
    const bool survives = handicaps[i] < 0 || i == nearest || (handicaps[i] == 0 && i < nearest);
    if (survives) survivors.push_back(from.x[i], from.y[i], from.z[i], from.labels[i]);
  }
}

/// For each of `count` points: the position of the nearest candidate, the first of equally near ones.
void find_nearest(const ColorGrid& grid, std::uint32_t begin, int count, const Candidates& candidates,
                  std::int32_t* __restrict nearest) {
  const Coordinate* __restrict x = grid.axis(0) + begin;
  const Coordinate* __restrict y = grid.axis(1) + begin;
  const Coordinate* __restrict z = grid.axis(2) + begin;
  alignas(32) std::array<std::int32_t, colors_per_leaf> least;
  std::fill_n(least.begin(), count, std::numeric_limits<std::int32_t>::max());
  for (std::int32_t candidate = 0; candidate < candidates.size; ++candidate) {
    const Coordinate cx = candidates.x[to_index(candidate)];
    const Coordinate cy = candidates.y[to_index(candidate)];
    const Coordinate cz = candidates.z[to_index(candidate)];
    for (std::size_t i = 0; i < to_index(count); ++i) {
      const std::int32_t distance = squared_length(difference(x[i], cx), difference(y[i], cy), difference(z[i], cz));
      const bool is_nearer = distance < least[i];
      least[i] = is_nearer ? distance : least[i];
      nearest[i] = is_nearer ? candidate : nearest[i];
    }
  }
}

}  // namespace

void Centroids::remove(int index) {
  assert(index < size_);
  for (auto& axis : axes_) std::copy(axis.begin() + index + 1, axis.begin() + size_, axis.begin() + index);
  --size_;
}

bool operator==(const Centroids& a, const Centroids& b) {
  if (a.size_ != b.size_) return false;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!std::equal(a.axes_[axis].begin(), a.axes_[axis].begin() + a.size_, b.axes_[axis].begin())) return false;
  }
  return true;
}

/// What assigning some of the super-cells adds to the moments of the clusters.
struct Partition::Changes {
  std::array<Moments, max_centroids> clusters{};
  std::int64_t point_count = 0;
};

Partition::Partition(const ColorGrid& grid) : labels_(grid.size(), 0), candidates_(grid.super_cells().size()) {
  clusters_[0] = grid.moments();
}

std::int64_t Partition::assign(const ColorGrid& grid, const Centroids& centroids) {
  assert(centroids.size() >= 1 && labels_.size() == grid.size());
  CentroidSet moved;
  for (int i = 0; i < std::max(centroids.size(), centroids_.size()); ++i) {
    const bool stayed = i < centroids.size() && i < centroids_.size() && centroids[i] == centroids_[i];
    moved.set(to_index(i), !stayed);
  }
  centroids_ = centroids;
  const Candidates all = all_candidates(centroids);
  tbb::combinable<Changes> changes;
  // Sums of whole numbers: how the super-cells are shared out among threads cannot show in them.
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, grid.super_cells().size(), 4), [&](const auto& range) {
    for (std::size_t i = range.begin(); i < range.end(); ++i) assign_super_cell(grid, i, all, moved, changes.local());
  });
  std::int64_t changed_points = 0;
  changes.combine_each([&](const Changes& part) {
    for (std::size_t i = 0; i < clusters_.size(); ++i) clusters_[i] += part.clusters[i];
    changed_points += part.point_count;
  });
  return changed_points;
}

/// Whether the centroids that moved leave the nearest centroid of every point of the super-cell as it was.
bool Partition::is_unaffected(const ColorGrid::SuperCell& super_cell, const CentroidSet& candidates, const Candidates& all, const CentroidSet& moved) const {
  if (candidates.none() || (candidates & moved).any()) return false;
  // One that stayed and is a candidate; if it beats those that moved everywhere in the box, they do not matter.
  const auto reference = static_cast<int>(candidates._Find_first());
  for (std::size_t i = moved._Find_first(); i < to_index(centroids_.size()); i = moved._Find_next(i)) {
    if (handicap(super_cell.box, all, i, centroids_[reference]) <= 0) return false;
  }
  return true;
}

void Partition::assign_super_cell(const ColorGrid& grid, std::size_t index, const Candidates& all,
                                  const CentroidSet& moved, Changes& changes) {
  const ColorGrid::SuperCell& super_cell = grid.super_cells()[index];
  CentroidSet& remembered = candidates_[index];
  if (is_unaffected(super_cell, remembered, all, moved)) return;
  Candidates of_super_cell;
  narrow(all, super_cell.box, of_super_cell);
  remembered.reset();
  for (int i = 0; i < of_super_cell.size; ++i) remembered.set(of_super_cell.labels[to_index(i)]);
  for (std::uint32_t leaf = super_cell.first_leaf; leaf < super_cell.last_leaf; ++leaf) {
    assign_leaf(grid, grid.leaves()[leaf], of_super_cell, changes);
  }
}

void Partition::assign_leaf(const ColorGrid& grid, const ColorGrid::Leaf& leaf, const Candidates& of_super_cell,
                            Changes& changes) {
  Candidates candidates;
  narrow(of_super_cell, leaf.box, candidates);
  const int count = static_cast<int>(leaf.end - leaf.begin);
  alignas(32) std::array<std::int32_t, colors_per_leaf> nearest;
  if (candidates.size == 1) {
    std::fill_n(nearest.begin(), count, 0);
  } else {
    find_nearest(grid, leaf.begin, count, candidates, nearest.data());
  }
  for (int i = 0; i < count; ++i) {
    const std::size_t point = leaf.begin + to_index(i);
    const std::uint8_t label = candidates.labels[to_index(nearest[to_index(i)])];
    const std::uint8_t previous = labels_[point];
    if (label == previous) continue;
    labels_[point] = label;
    const std::int64_t weight = grid.weights()[point];
    changes.clusters[label].add(weight, grid.axis(0)[point], grid.axis(1)[point], grid.axis(2)[point]);
    changes.clusters[previous].add(-weight, grid.axis(0)[point], grid.axis(1)[point], grid.axis(2)[point]);
    ++changes.point_count;
  }
}

}  // namespace kmq

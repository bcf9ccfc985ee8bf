// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/candidates.h"

#include <algorithm>
#include <limits>

namespace kmq {
namespace {

constexpr std::size_t to_index(int value) { return static_cast<std::size_t>(value); }

/// A difference of two coordinates fits 16 bits again; saying so lets compilers use 16-bit multiplication.
Coordinate difference(int a, int b) { return static_cast<Coordinate>(a - b); }

std::int32_t squared_length(Coordinate x, Coordinate y, Coordinate z) { return x * x + y * y + z * z; }

using Distances = std::array<std::int32_t, max_centroids>;

void find_distances(const Candidates& candidates, const Point& point, Distances& distances) {
  const Coordinate* __restrict x = candidates.x.data();
  const Coordinate* __restrict y = candidates.y.data();
  const Coordinate* __restrict z = candidates.z.data();
  std::int32_t* __restrict result = distances.data();
  const Coordinate px = point[0];
  const Coordinate py = point[1];
  const Coordinate pz = point[2];
  const std::size_t count = to_index(candidates.size);
  for (std::size_t i = 0; i < count; ++i) {
    result[i] = squared_length(difference(x[i], px), difference(y[i], py), difference(z[i], pz));
  }
}

Point center_of(const Box& box) { return ((box.min.cast<int>() + box.max.cast<int>()) / 2).cast<Coordinate>(); }

/// One axis of the handicap: (corner - candidate)² - (corner - reference)², multiplied out so that 16 bits suffice
/// for both factors.
std::int32_t handicap_on_axis(Coordinate candidate, Coordinate reference, Coordinate min, Coordinate max) {
  const Coordinate offset = difference(candidate, reference);
  const Coordinate corner = offset > 0 ? max : min;
  const auto sum = static_cast<Coordinate>(candidate + reference - 2 * corner);
  return offset * sum;
}

/// The handicaps of all candidates against a reference: how much farther than it they are from that corner of the
/// box which favors them most. One with a handicap > 0 is farther everywhere in the box.
void find_handicaps(const Candidates& candidates, const Box& box, const Point& reference, Distances& handicaps) {
  const Coordinate* __restrict x = candidates.x.data();
  const Coordinate* __restrict y = candidates.y.data();
  const Coordinate* __restrict z = candidates.z.data();
  std::int32_t* __restrict result = handicaps.data();
  const auto& [min, max] = box;
  const std::size_t count = to_index(candidates.size);
  for (std::size_t i = 0; i < count; ++i) {
    result[i] = handicap_on_axis(x[i], reference[0], min[0], max[0]) +
                handicap_on_axis(y[i], reference[1], min[1], max[1]) +
                handicap_on_axis(z[i], reference[2], min[2], max[2]);
  }
}

std::int32_t least_of(const Distances& distances, int size) {
  std::int32_t least = std::numeric_limits<std::int32_t>::max();
  for (std::size_t i = 0; i < to_index(size); ++i) least = std::min(least, distances[i]);
  return least;
}

/// Returns the position of the least distance, the first of equal ones.
int position_of_least(const Distances& distances, int size) {
  const auto end = distances.begin() + size;
  return static_cast<int>(std::find(distances.begin(), end, least_of(distances, size)) - distances.begin());
}

/// Appends those for which `survives` holds, without a branch that would be mispredicted.
template <typename Survives>
void keep_if(const Candidates& from, const Survives& survives, Candidates& survivors) {
  std::size_t kept = 0;
  const std::size_t count = to_index(from.size);
  for (std::size_t i = 0; i < count; ++i) {
    survivors.x[kept] = from.x[i];
    survivors.y[kept] = from.y[i];
    survivors.z[kept] = from.z[i];
    survivors.labels[kept] = from.labels[i];
    kept += survives(i) ? 1 : 0;
  }
  survivors.size = static_cast<int>(kept);
}

/// The handicap that rules a candidate out against a reference: at 0 both may be equally near somewhere, and there
/// the lower label counts. The reference itself is never ruled out.
std::int32_t excluding_handicap(std::size_t candidate, int reference) {
  return candidate <= to_index(reference) ? 1 : 0;
}

}  // namespace

Candidates::Candidates(const Centroids& centroids) {
  for (int i = 0; i < centroids.size(); ++i) {
    push_back(centroids.axis(0)[i], centroids.axis(1)[i], centroids.axis(2)[i], static_cast<std::uint8_t>(i));
  }
}

void Candidates::push_back(Coordinate cx, Coordinate cy, Coordinate cz, std::uint8_t label) {
  const std::size_t i = to_index(size++);
  x[i] = cx;
  y[i] = cy;
  z[i] = cz;
  labels[i] = label;
}

Point Candidates::point(int index) const { return {x[to_index(index)], y[to_index(index)], z[to_index(index)]}; }

bool are_farther(const Candidates& candidates, const Box& box, const Point& reference) {
  if (candidates.size == 0) return true;
  Distances handicaps;
  find_handicaps(candidates, box, reference, handicaps);
  return least_of(handicaps, candidates.size) > 0;
}

void narrow(const Candidates& from, const Box& box, Candidates& survivors) {
  Distances distances;
  find_distances(from, center_of(box), distances);
  const int nearest = position_of_least(distances, from.size);
  Distances handicaps;
  find_handicaps(from, box, from.point(nearest), handicaps);
  keep_if(from, [&](std::size_t i) { return handicaps[i] < excluding_handicap(i, nearest); }, survivors);
}

void narrow_to_two(const Candidates& from, const Box& box, Candidates& survivors) {
  Distances distances;
  find_distances(from, center_of(box), distances);
  const int nearest = position_of_least(distances, from.size);
  distances[to_index(nearest)] = std::numeric_limits<std::int32_t>::max();
  const int second = position_of_least(distances, from.size);
  Distances handicaps;
  Distances handicaps_to_second;
  find_handicaps(from, box, from.point(nearest), handicaps);
  find_handicaps(from, box, from.point(second), handicaps_to_second);
  const auto survives = [&](std::size_t i) {
    return handicaps[i] < excluding_handicap(i, nearest) || handicaps_to_second[i] < excluding_handicap(i, second);
  };
  keep_if(from, survives, survivors);
}

int find_nearest(const Candidates& candidates, const Point& point) {
  Distances distances;
  find_distances(candidates, point, distances);
  return position_of_least(distances, candidates.size);
}

void find_nearest(const ColorGrid& grid, const ColorGrid::Cell& leaf, const Candidates& candidates,
                  std::array<std::int32_t, ColorGrid::most_points_per_leaf>& nearest) {
  const Coordinate* __restrict x = grid.axis(0) + leaf.begin;
  const Coordinate* __restrict y = grid.axis(1) + leaf.begin;
  const Coordinate* __restrict z = grid.axis(2) + leaf.begin;
  const std::size_t count = leaf.end - leaf.begin;
  std::fill_n(nearest.begin(), count, 0);
  if (candidates.size == 1) return;
  alignas(32) std::array<std::int32_t, ColorGrid::most_points_per_leaf> least;
  std::fill_n(least.begin(), count, std::numeric_limits<std::int32_t>::max());
  for (std::int32_t candidate = 0; candidate < candidates.size; ++candidate) {
    const Coordinate cx = candidates.x[to_index(candidate)];
    const Coordinate cy = candidates.y[to_index(candidate)];
    const Coordinate cz = candidates.z[to_index(candidate)];
    for (std::size_t i = 0; i < count; ++i) {
      const std::int32_t distance = squared_length(difference(x[i], cx), difference(y[i], cy), difference(z[i], cz));
      const bool is_nearer = distance < least[i];
      least[i] = is_nearer ? distance : least[i];
      nearest[i] = is_nearer ? candidate : nearest[i];
    }
  }
}

void find_nearest_two(const ColorGrid& grid, const ColorGrid::Cell& leaf, const Candidates& candidates,
                      NearestTwo& nearest) {
  const Coordinate* __restrict x = grid.axis(0) + leaf.begin;
  const Coordinate* __restrict y = grid.axis(1) + leaf.begin;
  const Coordinate* __restrict z = grid.axis(2) + leaf.begin;
  const std::size_t count = leaf.end - leaf.begin;
  std::int32_t* __restrict first = nearest.first.data();
  std::int32_t* __restrict least = nearest.first_distance.data();
  std::int32_t* __restrict second = nearest.second_distance.data();
  std::fill_n(first, count, 0);
  std::fill_n(least, count, std::numeric_limits<std::int32_t>::max());
  std::fill_n(second, count, std::numeric_limits<std::int32_t>::max());
  for (std::int32_t candidate = 0; candidate < candidates.size; ++candidate) {
    const Coordinate cx = candidates.x[to_index(candidate)];
    const Coordinate cy = candidates.y[to_index(candidate)];
    const Coordinate cz = candidates.z[to_index(candidate)];
    for (std::size_t i = 0; i < count; ++i) {
      const std::int32_t distance = squared_length(difference(x[i], cx), difference(y[i], cy), difference(z[i], cz));
      const std::int32_t previous = least[i];
      const bool is_nearer = distance < previous;
      const std::int32_t farther = is_nearer ? previous : distance;
      second[i] = farther < second[i] ? farther : second[i];
      least[i] = is_nearer ? distance : previous;
      first[i] = is_nearer ? candidate : first[i];
    }
  }
}

}  // namespace kmq

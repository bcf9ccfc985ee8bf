// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/coarse_grids.h"

namespace kmq {

const ColorGrid& CoarseGrids::for_one_start(int centroids) const {
  // Few points that stand for many crowded colors would hide what there is to be found among these.
  constexpr std::size_t least_points = 4;
  Level& finest = levels_.back();
  return has_points(finest, least_points, centroids) ? grid_of(finest) : fine_;
}

const ColorGrid& CoarseGrids::for_many_starts(int centroids) const {
  constexpr std::size_t least_points = 256;
  for (Level& level : levels_) {
    if (has_points(level, least_points, centroids)) return grid_of(level);
  }
  return for_one_start(centroids);
}

bool CoarseGrids::has_points(const Level& level, std::size_t per_centroid, int centroids) const {
  return count_occupied_boxes(keys_, level.box_bits) >= per_centroid * static_cast<std::size_t>(centroids);
}

const ColorGrid& CoarseGrids::grid_of(Level& level) const {
  std::call_once(level.once, [&] { level.grid.emplace(coarsen(fine_, keys_, level.box_bits)); });
  return *level.grid;
}

}  // namespace kmq

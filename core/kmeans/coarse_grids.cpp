// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/coarse_grids.h"

namespace kmq {

const ColorGrid& CoarseGrids::for_search(int centroids) const {
  constexpr std::size_t enough_points = 256;
  for (Level& level : levels_) {
    if (has_points(level, enough_points, centroids)) return grid_of(level);
  }
  // Few points that stand for many crowded colors would hide what there is to be found among these.
  constexpr std::size_t least_points = 4;
  Level& finest = levels_.back();
  return has_points(finest, least_points, centroids) ? grid_of(finest) : fine_;
}

bool CoarseGrids::has_points(const Level& level, std::size_t per_centroid, int centroids) const {
  return count_occupied_boxes(keys_, level.box_bits) >= per_centroid * static_cast<std::size_t>(centroids);
}

const ColorGrid& CoarseGrids::grid_of(Level& level) const {
  std::call_once(level.once, [&] { level.grid.emplace(coarsen(fine_, keys_, level.box_bits)); });
  return *level.grid;
}

}  // namespace kmq

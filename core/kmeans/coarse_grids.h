// SPDX-License-Identifier: GPL-3.0-or-later
// Fewer points that stand for all colors, as few as a search can do with.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>

#include "core/kmeans/color_grid.h"

namespace kmq {

/// Each grid is made when it is first asked for, from any thread.
class CoarseGrids {
 public:
  /// fine  the grid of all colors; it and its keys are kept by reference and have to live as long
  CoarseGrids(const ColorGrid& fine, std::span<const std::uint32_t> keys) : fine_(fine), keys_(keys) {}

  /// Returns the grid with as few points as it takes to tell good centroids from bad ones: what a search saves by that
  /// it can try more.
  [[nodiscard]] const ColorGrid& for_search(int centroids) const;

 private:
  struct Level {
    int box_bits;
    std::once_flag once = {};
    std::optional<ColorGrid> grid = {};
  };

  [[nodiscard]] bool has_points(const Level& level, std::size_t per_centroid, int centroids) const;
  const ColorGrid& grid_of(Level& level) const;

  const ColorGrid& fine_;
  std::span<const std::uint32_t> keys_;
  // From the fewest points to the most.
  mutable std::array<Level, 4> levels_{{{.box_bits = 9}, {.box_bits = 8}, {.box_bits = 7}, {.box_bits = 6}}};
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Which centroid each point belongs to, found on the grid and kept up to date as centroids move.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/kmeans/candidates.h"
#include "core/kmeans/centroid_set.h"
#include "core/kmeans/centroids.h"
#include "core/kmeans/color_grid.h"

namespace kmq {

/// Labels: the nearest centroid of each point, the lowest index among equally near ones; and the moments
/// of each cluster. Before the first assign() no point has a label.
///
/// It remembers which centroids matter in each cell, so that assign() skips what did not change.
class Partition {
 public:
  explicit Partition(const ColorGrid& grid);

  /// Gives every point the label of its nearest centroid, exactly as comparing it with each would.
  ///
  /// Returns  how many points changed their label; at first all of them
  /// Source   the bisector test: Kanungo et al. 2002, "An efficient k-means clustering algorithm"
  std::int64_t assign(const ColorGrid& grid, const Centroids& centroids);

  [[nodiscard]] std::span<const std::uint8_t> labels() const { return labels_; }
  /// Of each centroid of the last assign(); a cluster without points has weight 0.
  [[nodiscard]] std::span<const Moments> clusters() const {
    return {clusters_.data(), static_cast<std::size_t>(centroids_.size())};
  }

 private:
  struct Changes;
  struct Moved;
  [[nodiscard]] bool is_unaffected(const Box& box, const CentroidSet& candidates, const Moved& moved) const;
  void assign_cell(const ColorGrid& grid, std::uint32_t cell, const Candidates& of_parent, const Moved& moved,
                   Changes& changes);
  void assign_points(const ColorGrid& grid, const ColorGrid::Cell& leaf, const Candidates& candidates,
                     Changes& changes);
  void assign_all_points(const ColorGrid& grid, const ColorGrid::Cell& cell, std::uint8_t label, Changes& changes);
  void forget_children(const ColorGrid& grid, const ColorGrid::Cell& cell);
  void set_label(const ColorGrid& grid, std::uint32_t point, std::uint8_t label, Changes& changes);

  bool is_assigned_ = false;
  Centroids centroids_;  // of the last assign()
  std::vector<std::uint8_t> labels_;
  std::array<Moments, max_centroids> clusters_{};
  std::vector<CentroidSet> candidates_;  // per cell: the centroids that can be nearest somewhere in it
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Colors → colors that a palette can mix, fast.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <vector>

#include "core/dither/color_lattice.h"
#include "core/dither/palette_hull.h"

namespace kmq {

/// Knows the place in the hull for the corners of a ColorLattice. For a color it mixes those of its corners, which
/// keeps luminance and never leaves the hull. Any threads may ask.
class MixableColors {
 public:
  /// light  outlives the colors
  MixableColors(const Palette& palette, const LightModel& light);

  /// Returns the color itself if its corners can be mixed, else what stands for it.
  [[nodiscard]] LinearColor nearest(Rgb8 color) const;

 private:
  static constexpr int cube_bits = 3;

  struct Corner {
    LinearColor nearest;
    bool is_mixable = false;
  };

  const Corner& corner(std::size_t position) const {
    if (!is_known_[position].load(std::memory_order_acquire)) [[unlikely]] {
      find(position);
    }
    return corners_[position];
  }
  void find(std::size_t position) const;

  const LightModel& light_;
  PaletteHull hull_;
  ColorLattice lattice_;
  mutable std::mutex mutex_;
  mutable std::vector<std::atomic<bool>> is_known_;
  mutable std::vector<Corner> corners_;
};

}  // namespace kmq

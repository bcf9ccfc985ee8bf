// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/mixable_colors.h"

namespace kmq {

MixableColors::MixableColors(const Palette& palette, const LightModel& light)
    : light_(light),
      hull_(palette, light),
      lattice_(light, cube_bits),
      is_known_(lattice_.size()),
      corners_(lattice_.size()) {}

LinearColor MixableColors::nearest(Rgb8 color) const {
  constexpr std::int32_t half = ColorLattice::whole_share / 2;
  LinearColor sum{half, half, half};
  bool is_mixable = true;
  for (const auto& [position, share] : lattice_.parts(color)) {
    if (share == 0) continue;
    const Corner& part = corner(position);
    is_mixable = is_mixable && part.is_mixable;
    sum += part.nearest * share;
  }
  return is_mixable ? light_.linear(color) : sum / ColorLattice::whole_share;
}

void MixableColors::find(std::size_t position) const {
  const std::lock_guard lock(mutex_);
  if (is_known_[position].load(std::memory_order_relaxed)) return;
  const Rgb8 color = lattice_.color(position);
  const LinearColor nearest = hull_.nearest(color);
  corners_[position] = {nearest, nearest == light_.linear(color)};
  is_known_[position].store(true, std::memory_order_release);
}

}  // namespace kmq

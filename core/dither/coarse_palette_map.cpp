// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/coarse_palette_map.h"

#include "core/color/points.h"
#include "core/kmeans/candidates.h"
#include "core/palette/map.h"

namespace kmq {

CoarsePaletteMap::CoarsePaletteMap(const Palette& palette)
    : candidates_(std::make_unique<const Candidates>(candidates_of(palette, ColorSpace::rgb))),
      entries_(std::size_t{1} << (3 * kept_bits), unknown) {}
CoarsePaletteMap::~CoarsePaletteMap() = default;
CoarsePaletteMap::CoarsePaletteMap(CoarsePaletteMap&&) noexcept = default;
CoarsePaletteMap& CoarsePaletteMap::operator=(CoarsePaletteMap&&) noexcept = default;

std::uint8_t CoarsePaletteMap::searched_index(Rgb8 color) const {
  const auto middle = [](unsigned value) {
    return static_cast<std::uint8_t>(value >> dropped_bits << dropped_bits | 1U << (dropped_bits - 1));
  };
  const Rgb8 center{middle(color.red), middle(color.green), middle(color.blue)};
  return candidates_->labels[static_cast<std::size_t>(find_nearest(*candidates_, to_point(center, ColorSpace::rgb)))];
}

}  // namespace kmq

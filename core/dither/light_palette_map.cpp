// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/light_palette_map.h"

#include <algorithm>
#include <cstddef>

#include "core/kmeans/candidates.h"

namespace kmq {
namespace {

// Units of a coordinate per encoded level, and per so much light: differences stay within 16 bits.
constexpr std::int32_t units_per_level = 8;
constexpr std::int32_t light_per_unit = 8;

constexpr std::int32_t end_levels = 8;
constexpr std::int32_t white = 255 * units_per_level;
constexpr std::int32_t furthest = 8000;

}  // namespace

LightPaletteMap::LightPaletteMap(const Palette& palette, const LightModel& light, Scale scale)
    : light_(light), scale_(scale) {
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const LightModel::Curve& curve = light.curve(channel);
    ends_[channel] = {std::max(curve[end_levels], 1), std::max(linear_white - curve[255 - end_levels], 1)};
  }
  Candidates candidates;
  for (const std::uint8_t index : palette.usable()) {
    const auto [x, y, z] = coordinates_of(light.linear(palette[index]));
    candidates.push_back(x, y, z, index);
  }
  candidates_ = std::make_unique<const Candidates>(candidates);
}
LightPaletteMap::~LightPaletteMap() = default;
LightPaletteMap::LightPaletteMap(LightPaletteMap&&) noexcept = default;

std::uint8_t LightPaletteMap::index(const LinearColor& color) const {
  const auto [x, y, z] = coordinates_of(color);
  return candidates_->labels[static_cast<std::size_t>(find_nearest(*candidates_, Point(x, y, z)))];
}

std::array<LightPaletteMap::Coordinate, 3> LightPaletteMap::coordinates_of(const LinearColor& color) const {
  if (scale_ == Scale::linear) {
    const LinearColor near = clamped(color, -linear_white, 2 * linear_white) / light_per_unit;
    return {static_cast<Coordinate>(near.red), static_cast<Coordinate>(near.green), static_cast<Coordinate>(near.blue)};
  }
  const Rgb8 inside = light_.encoded(clamped(color));
  const auto coordinate = [this](std::size_t channel, std::int32_t light, std::uint8_t level) {
    const bool is_inside = light >= 0 && light <= linear_white;
    return is_inside ? static_cast<Coordinate>(level * units_per_level) : beyond(channel, light);
  };
  return {coordinate(0, color.red, inside.red), coordinate(1, color.green, inside.green),
          coordinate(2, color.blue, inside.blue)};
}

/// light  below black or above white
LightPaletteMap::Coordinate LightPaletteMap::beyond(std::size_t channel, std::int32_t light) const {
  constexpr std::int32_t end_units = end_levels * units_per_level;
  const std::int32_t unit = light < 0 ? light * end_units / ends_[channel].dark
                                      : white + (light - linear_white) * end_units / ends_[channel].bright;
  return static_cast<Coordinate>(std::clamp(unit, -furthest, white + furthest));
}

}  // namespace kmq

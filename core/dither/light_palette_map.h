// SPDX-License-Identifier: GPL-3.0-or-later
// Light, perhaps beyond black and white, → nearest palette index.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/dither/light_model.h"

namespace kmq {

struct Candidates;

/// Finds the palette color that is nearest to a color with its errors, without cutting these off at black or white:
/// what lies further out has to be made good by a color that lies in that direction, or errors grow without end.
class LightPaletteMap {
 public:
  enum class Scale {
    linear,   ///< distances of light: a long sequence of errors stays small
    encoded,  ///< distances of encoded values, continued straight beyond black and white: neighbors look alike
  };

  /// light  outlives the map
  LightPaletteMap(const Palette& palette, const LightModel& light, Scale scale);
  ~LightPaletteMap();
  LightPaletteMap(LightPaletteMap&&) noexcept;
  LightPaletteMap(const LightPaletteMap&) = delete;
  LightPaletteMap& operator=(const LightPaletteMap&) = delete;

  [[nodiscard]] std::uint8_t index(const LinearColor& color) const;

 private:
  /// Light over the levels next to black and next to white, where the scale goes on straight.
  struct Ends {
    std::int32_t dark;
    std::int32_t bright;
  };

  using Coordinate = std::int16_t;

  [[nodiscard]] std::array<Coordinate, 3> coordinates_of(const LinearColor& color) const;
  [[nodiscard]] Coordinate beyond(std::size_t channel, std::int32_t light) const;

  const LightModel& light_;
  Scale scale_;
  std::array<Ends, 3> ends_;
  std::unique_ptr<const Candidates> candidates_;
};

}  // namespace kmq

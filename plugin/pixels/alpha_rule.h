// SPDX-License-Identifier: GPL-3.0-or-later
// What the alpha of a pixel means in the result.
#pragma once

#include <babl/babl.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/color/color.h"

namespace kmq {

/// What the alpha of a pixel means in the result: kept, or as an indexed image has it.
struct AlphaRule {
  /// A pixel is opaque and counts, or transparent and does not; else alpha stays, and a pixel counts by it.
  bool is_one_bit = false;
  /// A pixel is opaque from this alpha on, 1..255. GIMP's own conversion has 128.
  std::uint8_t lowest_opaque = 128;
  /// Color, in the space of the palette, with which soft pixels are blended: they become opaque, whatever their alpha.
  std::optional<Rgb8> matte = {};

  friend bool operator==(const AlphaRule&, const AlphaRule&) = default;
};

/// Applies a rule to pixels.
class AlphaApplier {
 public:
  /// space  of the pixels, which says how bright their values are
  AlphaApplier(const AlphaRule& rule, const Babl* space);

  /// Makes alpha 0 or 255 if the rule says so, and blends with the matte in linear light, as GIMP's Semi-Flatten does.
  void apply(std::span<Rgba8> pixels) const;

 private:
  /// Light by channel and value, and the light half-way between two values, in units of full_light.
  struct Lights {
    std::array<std::array<std::uint32_t, 256>, 3> at;
    std::array<std::array<std::uint32_t, 255>, 3> between;
  };

  void blend(Rgba8& pixel) const;

  AlphaRule rule_;
  Lights lights_{};  // only with a matte
};

}  // namespace kmq

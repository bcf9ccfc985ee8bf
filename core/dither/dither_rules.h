// SPDX-License-Identifier: GPL-3.0-or-later
// What dithering with a palette aims at, which color it chooses, and what it passes on.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "core/dither/coarse_palette_map.h"
#include "core/dither/dither_options.h"
#include "core/dither/light_palette_map.h"
#include "core/dither/mixable_colors.h"

namespace kmq {

/// The part of its error that a pixel passes on.
class ErrorShare {
 public:
  /// share  0 .. 1
  explicit constexpr ErrorShare(double share) : share_(detail::nearest_integer(share * whole)) {}

  [[nodiscard]] constexpr LinearColor of(const LinearColor& error) const { return error * share_ / whole; }

 private:
  static constexpr std::int32_t whole = 256;
  std::int32_t share_;
};

/// Not all of it for a found palette, even at full amount: where it cannot mix a color, the error would grow until it
/// shows in places that have nothing to do with it. 95 % leave the lowest error after a blur (as kmq-dither measures
/// it) on photographs with 8 to 64 colors, or nearly so; all of it leaves up to a third more.
///
/// amount  0 (no dithering) .. 1
constexpr ErrorShare found_palette_share(double amount) { return ErrorShare(0.95 * amount); }

/// Of a palette that was found for the picture, which reaches nearly everywhere: colors are dithered as they are, and
/// what it cannot mix is given up.
class FoundPaletteRules {
 public:
  FoundPaletteRules(const Palette& palette, const DitherOptions& options)
      : light_(*options.light),
        map_(palette),
        palette_(linear_colors(palette, light_)),
        share_(found_palette_share(options.amount)) {}

  /// Returns the light that stands for a color.
  [[nodiscard]] LinearColor target(Rgb8 color) const { return light_.linear(color); }
  /// Returns the light to aim at, from a target and the errors of other pixels.
  [[nodiscard]] LinearColor corrected(const LinearColor& color) const { return clamped(color); }
  /// Returns the palette index for a light.
  [[nodiscard]] std::uint8_t choose(const LinearColor& color) { return map_.index(light_.encoded(clamped(color))); }
  /// Returns what is passed on if this was chosen for a light.
  [[nodiscard]] LinearColor error(const LinearColor& color, std::uint8_t index) const {
    return share_.of(color - palette_[index]);
  }

 private:
  const LightModel& light_;
  CoarsePaletteMap map_;
  std::vector<LinearColor> palette_;
  ErrorShare share_;
};

/// Of a palette that was given and may lie anywhere: colors first move to where it can mix them, and then no error is
/// lost.
class GivenPaletteRules {
 public:
  GivenPaletteRules(const Palette& palette, const DitherOptions& options, LightPaletteMap::Scale scale)
      : colors_(std::make_unique<const MixableColors>(palette, *options.light)),
        map_(palette, *options.light, scale),
        palette_(linear_colors(palette, *options.light)),
        share_(options.amount) {}

  [[nodiscard]] LinearColor target(Rgb8 color) const { return colors_->nearest(color); }
  [[nodiscard]] LinearColor corrected(const LinearColor& color) const { return guarded(color); }
  [[nodiscard]] std::uint8_t choose(const LinearColor& color) const { return map_.index(color); }
  [[nodiscard]] LinearColor error(const LinearColor& color, std::uint8_t index) const {
    return share_.of(guarded(color - palette_[index]));
  }

 private:
  /// Errors of what can be mixed stay within about white; this keeps the sums of any others within 32 bits.
  static LinearColor guarded(const LinearColor& color) {
    constexpr std::int32_t limit = 8 * linear_white;
    return clamped(color, -limit, limit);
  }

  std::unique_ptr<const MixableColors> colors_;
  LightPaletteMap map_;
  std::vector<LinearColor> palette_;
  ErrorShare share_;
};

using DitherRules = std::variant<FoundPaletteRules, GivenPaletteRules>;

/// Returns the rules for the origin of a palette.
///
/// scale  where the nearest color of a given palette is looked for
inline DitherRules rules_for(const Palette& palette, const DitherOptions& options, LightPaletteMap::Scale scale) {
  if (palette.origin() == PaletteOrigin::found) return FoundPaletteRules(palette, options);
  return GivenPaletteRules(palette, options, scale);
}

}  // namespace kmq

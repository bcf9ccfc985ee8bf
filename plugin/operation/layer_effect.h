// SPDX-License-Identifier: GPL-3.0-or-later
// The layer effect without its host: a picture and the user's settings → the same picture in palette colors.
#pragma once

#include <gegl.h>

#include <memory>
#include <string>

#include "core/dither/dither.h"
#include "core/quantize_options.h"
#include "plugin/pixels/pixel_counting.h"
#include "plugin/pixels/pixel_mapping.h"

namespace kmq {

struct EffectSettings {
  PaletteSize k{16};
  std::uint32_t seed = 42;
  /// A host runs the effect anew for each stroke below it.
  Effort effort = Effort::fast;
  ColorSpace color_space = ColorSpace::rgb;
  DitherOptions dither;
  double rare_colors = 0;
  /// Given colors, as parse_slots() reads them; a part that cannot be read does not count.
  std::string colors;

  friend bool operator==(const EffectSettings&, const EffectSettings&) = default;
};

/// What the settings mean, and which part of the given colors does not count.
struct EffectOptions {
  QuantizeOptions quantize;
  std::string unread = {};  ///< the first part of the text that is no color; empty: there is none
  int surplus = 0;          ///< given colors for which there is no room
};

EffectOptions effect_options(const EffectSettings& settings);

/// Quantizes a picture again and again, with what it keeps of the last time: the same picture is not counted again, and
/// the same picture with the same settings is only mapped. The result does not depend on what it keeps.
///
/// One call at a time.
class LayerEffect {
 public:
  LayerEffect();
  ~LayerEffect();
  LayerEffect(const LayerEffect&) = delete;
  LayerEffect& operator=(const LayerEffect&) = delete;

  /// Writes the pixels in palette colors; those of a picture without any opaque pixel as they are.
  ///
  /// from    the whole picture
  /// target  any part of its area, in its format
  void render(const PixelArea& from, GeglBuffer* target, const QuantizeOptions& options, const DitherOptions& dither);

  /// How often a picture was counted, and a palette searched: the tests of what is kept ask.
  [[nodiscard]] int count_count() const { return count_count_; }
  [[nodiscard]] int search_count() const { return search_count_; }

 private:
  struct Counted;
  struct Searched;

  void count(const PixelArea& from);
  void search(const QuantizeOptions& options);

  std::unique_ptr<Counted> counted_;
  std::unique_ptr<Searched> searched_;
  int count_count_ = 0;
  int search_count_ = 0;
};

}  // namespace kmq

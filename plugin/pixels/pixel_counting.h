// SPDX-License-Identifier: GPL-3.0-or-later
// GEGL's buffers → core: what is counted and told of pixels. GIMP is not here.
#pragma once

#include <gegl.h>

#include <cstddef>
#include <set>
#include <span>
#include <vector>

#include "core/base/digest.h"
#include "core/histogram/appearance.h"
#include "core/histogram/color_histogram.h"
#include "core/histogram/flat_areas.h"
#include "plugin/pixels/alpha_rule.h"
#include "plugin/pixels/picture.h"
#include "plugin/pixels/pixel_area.h"

namespace kmq {

/// Counts pixels by color, by alpha × selection × mask.
class PixelCounter {
 public:
  explicit PixelCounter(const AlphaRule& alpha_rule) : alpha_rule_(alpha_rule) {}

  void add(const PixelArea& from);
  /// Counts a copy by copy_pixels() with the same rule; the selection counts if the copy has it.
  void add(const Picture& picture);

  [[nodiscard]] ColorHistogram histogram() const { return counter_.histogram(); }

 private:
  AlphaRule alpha_rule_;
  ColorCounter counter_;
};

/// Counts pixels as PixelCounter does; the histogram knows its flat_weights().
class FlatPixelCounter {
 public:
  explicit FlatPixelCounter(const AlphaRule& alpha_rule) : alpha_rule_(alpha_rule) {}

  void add(const PixelArea& from);

  [[nodiscard]] ColorHistogram histogram() const { return counter_.histogram(); }

 private:
  AlphaRule alpha_rule_;
  FlatAreaCounter counter_;
};

/// Notes the colors of the pixels that count, row by row.
void note_appearance(const PixelArea& from, const AlphaRule& alpha_rule, AppearanceOrder& order);

/// Some pixel, whether it counts or not, will be transparent.
bool has_transparency(const PixelArea& from, const AlphaRule& alpha_rule);

/// Some pixel is neither opaque nor transparent.
bool has_soft_pixels(const PixelArea& from);

/// The colors of selected and not fully transparent pixels at their own depth, as long as they are few.
class DistinctColors {
 public:
  explicit DistinctColors(std::size_t most) : most_(most) {}

  /// Adds those of an area, whose drawables have all the same format; after too many it reads no further.
  void add(const PixelArea& from);

  [[nodiscard]] bool are_too_many() const { return colors_.size() > most_; }

 private:
  void add(std::span<const std::byte> pixel, std::size_t color_bytes);

  std::size_t most_;
  std::set<std::vector<std::byte>> colors_;
};

/// Returns a short number for the pixels as they are stored: to see whether they are the ones of last time.
Digest::Value digest_of(const PixelArea& from);

}  // namespace kmq

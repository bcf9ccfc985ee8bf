// SPDX-License-Identifier: GPL-3.0-or-later
// GEGL's buffers ↔ core: count, map to palette colors, map to indices. The only tile loops are here; GIMP is not.
#pragma once

#include <gegl.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "core/base/digest.h"
#include "core/dither/dither.h"
#include "core/histogram/appearance.h"
#include "core/histogram/color_histogram.h"
#include "core/histogram/flat_areas.h"
#include "core/palette/map.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/pixels/alpha_rule.h"
#include "plugin/pixels/picture.h"

namespace kmq {

/// How pixels become palette colors.
struct PixelMapping {
  PaletteMap& map;
  DitherOptions dither;
  /// In an indexed image: the index of transparent pixels; nothing: that of the color which they hide.
  std::optional<std::uint8_t> transparent_index = {};
};

/// Pixels of a drawable, and where they lie in its image.
struct PixelArea {
  GeglBuffer* buffer;
  GeglRectangle area;
  /// Of the drawable: its encoding and its color space.
  const Babl* format;
  /// Place of the drawable's origin in the image.
  int offset_x = 0;
  int offset_y = 0;
  /// In the coordinates of the image; nullptr: all is selected.
  GeglBuffer* selection = nullptr;
  /// Of the layer: a pixel counts by it too; nullptr: there is none.
  GeglBuffer* mask = nullptr;
  /// Place of the mask's origin in the drawable.
  int mask_x = 0;
  int mask_y = 0;
  /// Of the palette; nullptr: that of the drawable.
  const Babl* palette_space = nullptr;

  /// Returns a format, such as "R'G'B'A u8", in the color space of the palette.
  [[nodiscard]] const Babl* palette_format(const char* encoding) const;
  /// Returns where a part of the drawable lies in the image.
  [[nodiscard]] GeglRectangle in_image(const GeglRectangle& part) const;
  /// Returns where a part of the drawable lies in the mask.
  [[nodiscard]] GeglRectangle in_mask(const GeglRectangle& part) const;
};

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

/// Whether the pixels are deeper than 8 bits.
bool is_deep(const PixelArea& from);

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

/// Copies the pixels in 8 bits, as they are counted and written.
///
/// alpha_rule  of one bit: the selection is left out, because all pixels become indexed
Picture copy_pixels(const PixelArea& from, const AlphaRule& alpha_rule);

/// Writes palette colors into the same area of another buffer. Alpha stays as it is to the bit, and so do fully
/// transparent pixels; what is selected decides about dithering only.
void write_palette_colors(const PixelArea& from, GeglBuffer* target, const PixelMapping& mapping);

/// Returns a buffer with the palette index and alpha (0 or 255) of each pixel, selected or not.
///
/// A pixel that will be transparent in an indexed image does not take part in dithering.
///
/// alpha_rule  of one bit
GObjectPtr<GeglBuffer> palette_indices(const PixelArea& from, const PixelMapping& mapping, const AlphaRule& alpha_rule);

/// Writes indices, and alpha if there is any, into a buffer of indexed pixels.
///
/// indices  made by palette_indices()
/// format   of the target: an index of 8 bits, and perhaps 8 bits of alpha
void write_indices(GeglBuffer* indices, GeglBuffer* target, const Babl* format);

}  // namespace kmq

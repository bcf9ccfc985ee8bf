// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels of GIMP's drawables: read, counted, and written with what belongs to that, selection and undo.
#pragma once

#include <libgimp/gimp.h>

#include <functional>
#include <span>
#include <vector>

#include "plugin/pixels/picture.h"
#include "plugin/pixels/pixel_counting.h"
#include "plugin/pixels/pixel_mapping.h"

namespace kmq {

struct CountedPixels {
  ColorHistogram histogram;
  /// Some pixel, whether it counts or not, will be transparent in an indexed image.
  bool has_transparency = false;
  /// Of an indexed image whose pixels show it; else empty.
  std::vector<Rgb8> colormap = {};

  friend bool operator==(const CountedPixels&, const CountedPixels&) = default;
};

struct CountingRules {
  AlphaRule alpha = {};
  /// The histogram knows in which order its colors appear.
  bool is_in_order = false;
  /// The histogram knows how much of each color lies inside areas of it.
  bool finds_flat_areas = false;

  friend bool operator==(const CountingRules&, const CountingRules&) = default;
};

/// Returns "R'G'B' u8" in the color space in which the image will hold the palette: its own; but a gray image that
/// becomes indexed (the rule of one bit) loses its profile, and is in sRGB from then on.
const Babl* palette_format(GimpDrawable* drawable, const AlphaRule& alpha_rule);

/// Copies the pixels in 8 bits, with the layer's effects, as they are counted and written; as large as the drawable.
///
/// alpha_rule  of one bit: the selection is left out, because all pixels become indexed
Picture copy_picture(GimpDrawable* drawable, const AlphaRule& alpha_rule);

/// A drawable whose pixels need not be read again.
struct CopiedDrawable {
  GimpDrawable* drawable;
  const Picture& picture;  ///< by copy_picture(), with the rule of the count
};

/// Counts what is seen of all drawables together: their pixels with layer effects, by alpha × selection × layer mask.
///
/// Hidden layers count only if there is no other; what lies outside the canvas only if nothing lies inside.
///
/// drawables  of the same image, at least one
/// copied     one of them, or nullptr
CountedPixels count_pixels(std::span<GimpDrawable* const> drawables, const CountingRules& rules,
                           const CopiedDrawable* copied = nullptr);

/// Replaces the colors of the selected pixels by their palette colors; GIMP blends along a feathered edge.
///
/// Alpha stays as it is to the bit, and so do fully transparent pixels. One step in the undo history.
/// Throws  std::runtime_error if GIMP refuses
void write_palette_colors(GimpDrawable* drawable, const PixelMapping& mapping);

/// Returns a buffer with the palette index and alpha (0 or 255) of each pixel of the drawable, selected or not.
///
/// A pixel that will be transparent in an indexed image does not take part in dithering.
///
/// alpha_rule  of one bit
GObjectPtr<GeglBuffer> palette_indices(GimpDrawable* drawable, const PixelMapping& mapping,
                                       const AlphaRule& alpha_rule);

/// A palette color that a drawable has.
struct SeparatedColor {
  Rgb8 color;
  double share;         ///< of the pixels that are seen and selected, 0..1
  GeglRectangle place;  ///< in the image, of what is seen of the drawable
};

/// Writes each palette color that a drawable has, in the order of the palette, into a drawable of its own: where it is
/// used, with the alpha of what is seen × selection × layer mask. No step in the undo history.
///
/// new_drawable  returns a transparent one with alpha, as large as the place
void separate_colors(GimpDrawable* drawable, const PixelMapping& mapping,
                     const std::function<GimpDrawable*(const SeparatedColor&)>& new_drawable);

/// Whether drawables of one image are deeper than 8 bits, and their selected pixels have at most so many colors: then
/// nothing needs to be reduced.
bool have_few_deep_colors(std::span<GimpDrawable* const> drawables, std::size_t most);

/// Whether some pixel is neither opaque nor transparent.
bool has_soft_pixels(GimpDrawable* drawable);

/// Writes indices and alpha into a drawable of an indexed image. No step in the undo history.
void write_indices(GimpDrawable* drawable, GeglBuffer* indices);

/// Returns a copy of all pixels that lasts longer than the drawable.
GObjectPtr<GeglBuffer> copy_of_pixels(GimpDrawable* drawable);

/// Overwrites the selected pixels as a tool would: a text layer is a layer of pixels afterwards.
///
/// One step in the undo history.
///
/// pixels  as large as the drawable
/// Throws  std::runtime_error if GIMP refuses
void paint_pixels(GimpDrawable* drawable, GeglBuffer* pixels);

/// Overwrites all pixels; no step in the undo history.
///
/// pixels  as large as the drawable
void write_pixels(GimpDrawable* drawable, GeglBuffer* pixels);

}  // namespace kmq

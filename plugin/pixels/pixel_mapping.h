// SPDX-License-Identifier: GPL-3.0-or-later
// Core → GEGL's buffers: pixels become palette colors or indices. GIMP is not here.
#pragma once

#include <gegl.h>

#include "plugin/gimp/gobject_ptr.h"
#include "plugin/pixels/alpha_rule.h"
#include "plugin/pixels/labels.h"
#include "plugin/pixels/picture.h"
#include "plugin/pixels/pixel_area.h"

namespace kmq {

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

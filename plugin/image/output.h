// SPDX-License-Identifier: GPL-3.0-or-later
// The result goes into the image, in one step of its undo history.
#pragma once

#include <libgimp/gimp.h>

#include <span>

#include "plugin/pixels/drawable_pixels.h"

namespace kmq {

/// Rewrites the drawables.
void write_layers(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping);

/// Adds copies, each above its original, with the name of rewritten ones.
void add_copied_layers(GimpImage* image, std::span<GimpDrawable* const> layers, int color_count);

/// Rewrites copies, each above its original.
void add_mapped_layers(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping);

/// Adds a group above each drawable, with a layer for each color that it has then: that color where it is used, with
/// the alpha of what is seen and selected, and transparent elsewhere. From top to bottom in the order of the palette.
void add_separations(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping);

/// Makes the whole image indexed, with the colors of the palette in its order as colormap.
///
/// Effects become part of their layers. An image that would not change is left alone, to the byte.
///
/// layers      all layers of the image
/// alpha_rule  of one bit
/// palette     the colors of the map, in the space of the image
void convert_to_indexed(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping,
                        const AlphaRule& alpha_rule, GimpPalette* palette);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// What a run counts, and what follows from it for the palette: the same with and without the dialog.
#pragma once

#include "plugin/image/drawables.h"
#include "plugin/pixels/drawable_pixels.h"
#include "plugin/settings.h"

namespace kmq {

/// Returns the drawables whose pixels count: those that are chosen, or all layers if all get the palette.
Drawables counted_drawables(GimpImage* image, const Drawables& chosen, Output output);

/// Whether an indexed image shows the same pixels with the same weights as any other output: then all count alike.
bool all_outputs_count_alike(GimpImage* image, const Drawables& chosen);

/// Returns how the pixels count for the settings.
CountingRules counting_rules(const Settings& settings);

/// Counts what the output will show.
///
/// drawables  as counted_drawables() returns them
/// copied     one of them, or nullptr
/// Throws     UserError if there is no pixel that counts
CountedPixels count_for(GimpImage* image, const Drawables& drawables, const CountingRules& rules,
                        const CopiedDrawable* copied = nullptr);

/// Returns the options that the pixels leave room for: in an indexed image transparency takes a place, so k may become
/// smaller; and a colormap that fits stays as it is if nothing is to be sorted.
///
/// Throws  UserError if no palette can be made of the given colors, or if there is no room for any color
QuantizeOptions fitted_options(const Settings& settings, const CountedPixels& counted);

}  // namespace kmq

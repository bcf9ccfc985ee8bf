// SPDX-License-Identifier: GPL-3.0-or-later
// What a run counts, and the search for its palette: the same with and without the dialog.
#pragma once

#include <memory>

#include "core/quantize.h"
#include "plugin/image/drawables.h"
#include "plugin/pixels/drawable_pixels.h"
#include "plugin/settings.h"

namespace kmq {

struct TimedQuantization {
  Quantization quantization;
  std::shared_ptr<const ColorHistogram> histogram;
  double seconds;  ///< of the search alone
};

/// Returns the drawables whose pixels count: those that are chosen, or all layers if all get the palette.
Drawables counted_drawables(GimpImage* image, const Drawables& chosen, Output output);

/// Whether an indexed image shows the same pixels with the same weights as any other output: then all count alike.
bool all_outputs_count_alike(GimpImage* image, const Drawables& chosen);

/// Counts what the output will show.
///
/// drawables  as counted_drawables() returns them
/// copied     one of them, or nullptr
/// Throws     UserError if there is no pixel that counts
CountedPixels count_for(GimpImage* image, const Drawables& drawables, Output output,
                        const CopiedDrawable* copied = nullptr);

/// Leaves room for transparency where an indexed image needs it: k may become smaller.
///
/// Throws  UserError if there are more fixed colors than there is room for
QuantizeOptions fitted_options(QuantizeOptions options, Output output, const CountedPixels& counted);

/// Finds the palette, and measures how long that takes.
///
/// Throws  Canceled if control.stop was requested
TimedQuantization find_palette(std::shared_ptr<const ColorHistogram> histogram, const QuantizeOptions& options,
                               const RunControl& control);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The filter's dialog: the settings, and what comes of them.
#pragma once

#include <libgimp/gimp.h>

#include <optional>

#include "plugin/image/drawables.h"
#include "plugin/timed_quantization.h"

namespace kmq {

/// The user pressed OK.
struct ConfirmedDialog {
  /// What the dialog showed, if it is all that the settings ask for: it need not be searched again.
  std::optional<TimedQuantization> found;
};

/// Lets the user change the settings, and shows what comes of them.
///
/// chosen   at least one
/// Returns  nothing if the user canceled
std::optional<ConfirmedDialog> run_quantize_dialog(GimpProcedure* procedure, GimpProcedureConfig* config,
                                                   GimpImage* image, const Drawables& chosen);

}  // namespace kmq

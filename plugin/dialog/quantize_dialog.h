// SPDX-License-Identifier: GPL-3.0-or-later
// The filter's dialog, made from the arguments.
#pragma once

#include <libgimp/gimp.h>

namespace kmq {

/// Lets the user change the settings; returns whether to go on with them.
bool run_quantize_dialog(GimpProcedure* procedure, GimpProcedureConfig* config);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// plug-in-kmeans-quantize: the filter as GIMP and scripts see it.
#pragma once

#include <libgimp/gimp.h>

namespace kmq {

inline constexpr char quantize_procedure_name[] = "plug-in-kmeans-quantize";

GimpProcedure* new_quantize_procedure(GimpPlugIn* plug_in);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// plug-in-kmeans-metrics: cost and time for a range of k, as a table and as a chart. It changes nothing.
#pragma once

#include <libgimp/gimp.h>

namespace kmq {

inline constexpr char metrics_procedure_name[] = "plug-in-kmeans-metrics";

GimpProcedure* new_metrics_procedure(GimpPlugIn* plug_in);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// plug-in-kmeans-palette-from-files: one palette for many pictures on the disk, of which one at a time is in memory.
#pragma once

#include <libgimp/gimp.h>

namespace kmq {

inline constexpr char palette_from_files_procedure_name[] = "plug-in-kmeans-palette-from-files";

GimpProcedure* new_palette_from_files_procedure(GimpPlugIn* plug_in);

}  // namespace kmq

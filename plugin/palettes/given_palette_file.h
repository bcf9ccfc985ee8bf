// SPDX-License-Identifier: GPL-3.0-or-later
// The colors of a palette file on the user's disk.
#pragma once

#include <gio/gio.h>

#include <vector>

#include "core/color/color.h"

namespace kmq {

/// Returns the colors of a palette file in its order, as they stand there; of a picture its colormap, or the colors of
/// its pixels as they appear, row by row.
///
/// The colors of the last file are remembered until it changes: the dialog asks with each change of a setting.
///
/// Throws  UserError if the file cannot be read as what its name says
std::vector<Rgb8> colors_of_file(GFile* file);

}  // namespace kmq

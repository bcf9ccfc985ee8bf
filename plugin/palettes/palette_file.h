// SPDX-License-Identifier: GPL-3.0-or-later
// A palette as a file on the user's disk.
#pragma once

#include "plugin/palettes/named_palette.h"
#include "plugin/settings.h"

namespace kmq {

/// Writes the file completely or not at all; a file that exists is replaced, as GIMP's own exports do.
///
/// Throws  std::runtime_error with the system's words if the disk refuses
void write_palette_file(const PaletteFile& target, const NamedPalette& palette);

}  // namespace kmq

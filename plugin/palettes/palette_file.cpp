// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/palettes/palette_file.h"

#include "plugin/gimp/whole_file.h"

namespace kmq {

void write_palette_file(const PaletteFile& target, const NamedPalette& palette) {
  write_whole_file(target.file.get(),
                   palette_file_bytes(target.type, palette.colors, palette.color_names, palette.name));
}

}  // namespace kmq

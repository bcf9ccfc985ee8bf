// SPDX-License-Identifier: GPL-3.0-or-later
// Palette files that are binary.
#pragma once

#include "core/files/palette_reading.h"

namespace kmq {

/// Each reads a whole file of its type. Throws PaletteFileError; a file may have no colors.
std::vector<Rgb8> read_riff_pal(std::string_view bytes);
std::vector<Rgb8> read_act(std::string_view bytes);
std::vector<Rgb8> read_aco(std::string_view bytes);
std::vector<Rgb8> read_ase(std::string_view bytes);

}  // namespace kmq

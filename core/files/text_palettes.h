// SPDX-License-Identifier: GPL-3.0-or-later
// Palette files that are texts.
#pragma once

#include "core/files/palette_reading.h"

namespace kmq {

/// Each reads a whole file of its type; line ends of any kind. Throws PaletteFileError; a file may have no colors.
std::vector<Rgb8> read_gpl(std::string_view text);
std::vector<Rgb8> read_jasc_pal(std::string_view text);
std::vector<Rgb8> read_hex(std::string_view text);
std::vector<Rgb8> read_css(std::string_view text);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a palette file → its colors. Core touches no disk: fetching them is the caller's.
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "core/color/color.h"
#include "core/files/palette_files.h"

namespace kmq {

/// Why a palette file cannot be read.
enum class PaletteFileProblem {
  other_type,  ///< it does not begin as files of its type do
  broken,      ///< it ends too early, or holds what the format does not have
  no_colors,   ///< it is a palette without colors
};

struct PaletteFileError {
  PaletteFileProblem problem;
  /// Of a text that is broken: where, from 1 on; else 0.
  int line = 0;

  friend bool operator==(const PaletteFileError&, const PaletteFileError&) = default;
};

/// Returns the colors of a palette file in its order, those that are there twice included, or why it cannot be read.
///
/// Read is what this program writes and what others do: .gpl with alpha and other headers (Aseprite, Krita, Inkscape),
/// .pal of Paint Shop Pro and of Microsoft's RIFF, .act, .aco and .ase with colors in RGB, HSB, CMYK, Lab and gray,
/// .hex with and without "#", .css with all ways to write a color. Alpha is left out.
///
/// type   not png, which is a picture
/// bytes  all of the file
///
/// Source  the descriptions of the formats that palette_files.cpp names; for RIFF, Microsoft and IBM, "Multimedia
///         Programming Interface and Data Specifications 1.0", 1991, "Palette File Format"
std::variant<std::vector<Rgb8>, PaletteFileError> read_palette(PaletteFileType type, std::string_view bytes);

}  // namespace kmq

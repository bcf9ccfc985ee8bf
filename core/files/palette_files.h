// SPDX-License-Identifier: GPL-3.0-or-later
// Palettes as the bytes of a file. Core touches no disk: writing them is the caller's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/palette/palette.h"

namespace kmq {

enum class PaletteFileType {
  gpl,       ///< GIMP palette
  jasc_pal,  ///< Paint Shop Pro's palette, not Microsoft's RIFF .pal
  act,       ///< Adobe Color Table
  aco,       ///< Adobe Color, Photoshop's swatches
  ase,       ///< Adobe Swatch Exchange
  hex,       ///< one rrggbb a line
  css,       ///< custom properties of a style sheet
  png,       ///< a picture of swatches
};

/// Returns the type that a file name's extension names (.gpl .pal .act .aco .ase .hex .css .png, either case), or
/// nothing if it names none of them.
std::optional<PaletteFileType> palette_file_type(std::string_view file_name);

/// Returns the whole content of a palette file.
///
/// Names are cut and cleaned as the format needs it: no control characters, at most 200 characters.
///
/// color_names   UTF-8, as many as colors; .jasc_pal, .act, .hex and .png do not hold them
/// palette_name  UTF-8; only .gpl, .ase and .css hold it
std::string palette_file_bytes(PaletteFileType type, const Palette& palette, std::span<const std::string> color_names,
                               std::string_view palette_name);

}  // namespace kmq

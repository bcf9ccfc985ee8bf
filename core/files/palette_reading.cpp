// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/palette_reading.h"

#include <cassert>

#include "core/files/binary_palettes.h"
#include "core/files/text_palettes.h"

namespace kmq {
namespace {

/// A zero byte is in no text, but soon in everything else.
void require_text(std::string_view bytes) {
  if (bytes.find('\0') != std::string_view::npos) throw PaletteFileError{PaletteFileProblem::other_type};
}

bool is_text(PaletteFileType type) {
  return type == PaletteFileType::gpl || type == PaletteFileType::hex || type == PaletteFileType::css;
}

std::vector<Rgb8> read_colors(PaletteFileType type, std::string_view bytes) {
  switch (type) {
    case PaletteFileType::gpl: return read_gpl(bytes);
    case PaletteFileType::jasc_pal: return bytes.starts_with("RIFF") ? read_riff_pal(bytes) : read_jasc_pal(bytes);
    case PaletteFileType::act: return read_act(bytes);
    case PaletteFileType::aco: return read_aco(bytes);
    case PaletteFileType::ase: return read_ase(bytes);
    case PaletteFileType::hex: return read_hex(bytes);
    case PaletteFileType::css: return read_css(bytes);
    case PaletteFileType::png: break;
  }
  assert(false);
  return {};
}

}  // namespace

std::variant<std::vector<Rgb8>, PaletteFileError> read_palette(PaletteFileType type, std::string_view bytes) {
  try {
    if (is_text(type)) require_text(bytes);
    std::vector<Rgb8> colors = read_colors(type, bytes);
    if (colors.empty()) return PaletteFileError{PaletteFileProblem::no_colors};
    return colors;
  } catch (const PaletteFileError& error) {
    return error;
  }
}

}  // namespace kmq

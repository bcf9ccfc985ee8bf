// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/palette_files.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <utility>

#include "core/base/unicode.h"
#include "core/files/big_endian.h"
#include "core/files/palette_png.h"

namespace kmq {
namespace {

/// What there is to write, with the names cleaned.
struct NamedColors {
  std::span<const Rgb8> colors;
  std::vector<std::u32string> color_names;
  std::u32string palette_name;
};

// GIMP reads lines of at most 1024 bytes from a .gpl file; a character takes up to 4.
constexpr std::size_t longest_name = 200;

std::u32string clean_name(std::string_view text) {
  std::u32string name = decode_utf8(text).substr(0, longest_name);
  std::ranges::replace_if(name, is_control, U' ');
  return name;
}

std::string decimal(Rgb8 color, std::string_view separator) {
  std::string text = std::to_string(color.red);
  text.append(separator).append(std::to_string(color.green));
  return text.append(separator).append(std::to_string(color.blue));
}

/// Source  GIMP, devel-docs/gpl-format and app/core/gimppalette-load.c: "name" starts after one tab
std::string gpl_bytes(const NamedColors& palette) {
  const std::size_t columns = std::min<std::size_t>(palette.colors.size(), 16);
  std::string text = "GIMP Palette\nName: " + encode_utf8(palette.palette_name) + "\n";
  text += "Columns: " + std::to_string(columns) + "\n#\n";
  for (std::size_t i = 0; i < palette.colors.size(); ++i) {
    text += decimal(palette.colors[i], " ") + "\t" + encode_utf8(palette.color_names[i]) + "\n";
  }
  return text;
}

/// Source  Corel, "Paint Shop Pro palette file format": lines end in CR LF, and GIMP insists on it
std::string jasc_pal_bytes(const NamedColors& palette) {
  std::string text = "JASC-PAL\r\n0100\r\n" + std::to_string(palette.colors.size()) + "\r\n";
  for (const Rgb8 color : palette.colors) text += decimal(color, " ") + "\r\n";
  return text;
}

/// A table of 256 colors; behind it, if fewer are used, their number and the index of the transparent one.
///
/// A full table ends without these four bytes, as the format allows: GIMP 3.0 reads only files of 768 bytes.
///
/// Source  Adobe Photoshop File Formats Specification, "Color Table"
std::string act_bytes(const NamedColors& palette) {
  constexpr std::size_t table_size = 256;
  constexpr std::uint16_t no_transparent_index = 0xFFFF;
  std::string bytes;
  for (const Rgb8 color : palette.colors) {
    for (const std::uint8_t channel : {color.red, color.green, color.blue}) append_u8(bytes, channel);
  }
  bytes.resize(3 * table_size);
  if (palette.colors.size() < table_size) {
    append_u16(bytes, static_cast<std::uint16_t>(palette.colors.size()));
    append_u16(bytes, no_transparent_index);
  }
  return bytes;
}

void append_utf16(std::string& bytes, std::u16string_view units) {
  for (const char16_t unit : units) append_u16(bytes, unit);
  append_u16(bytes, 0);
}

/// Color space, then four values of 16 bits.
void append_aco_color(std::string& bytes, Rgb8 color) {
  constexpr std::uint16_t rgb_space = 0;
  append_u16(bytes, rgb_space);
  for (const std::uint8_t channel : {color.red, color.green, color.blue}) {
    append_u16(bytes, static_cast<std::uint16_t>(channel * 257));
  }
  append_u16(bytes, 0);
}

/// Section 1 for old readers, then section 2: the same colors, with names.
///
/// Source  Adobe Photoshop File Formats Specification, "Color Swatches"
std::string aco_bytes(const NamedColors& palette) {
  const auto count = static_cast<std::uint16_t>(palette.colors.size());
  std::string bytes;
  append_u16(bytes, 1);
  append_u16(bytes, count);
  for (const Rgb8 color : palette.colors) append_aco_color(bytes, color);
  append_u16(bytes, 2);
  append_u16(bytes, count);
  for (std::size_t i = 0; i < palette.colors.size(); ++i) {
    const std::u16string name = encode_utf16(palette.color_names[i]);
    append_aco_color(bytes, palette.colors[i]);
    append_u32(bytes, static_cast<std::uint32_t>(name.size() + 1));
    append_utf16(bytes, name);
  }
  return bytes;
}

enum class AseBlock : std::uint16_t { color = 0x0001, group_start = 0xC001, group_end = 0xC002 };

void append_ase_block(std::string& bytes, AseBlock type, const std::string& content) {
  append_u16(bytes, static_cast<std::uint16_t>(type));
  append_u32(bytes, static_cast<std::uint32_t>(content.size()));
  bytes += content;
}

std::string ase_name(std::u32string_view name) {
  const std::u16string units = encode_utf16(name);
  std::string bytes;
  append_u16(bytes, static_cast<std::uint16_t>(units.size() + 1));
  append_utf16(bytes, units);
  return bytes;
}

/// Name, color model, one float per channel in [0, 1], and what kind of swatch it is.
std::string ase_color(std::u32string_view name, Rgb8 color) {
  constexpr std::uint16_t global_swatch = 0;
  std::string bytes = ase_name(name) + "RGB ";
  for (const std::uint8_t channel : {color.red, color.green, color.blue}) {
    append_u32(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(channel) / 255.0F));
  }
  append_u16(bytes, global_swatch);
  return bytes;
}

/// One group with the palette's name. Adobe never published the format.
///
/// Source  O. Berten, "Adobe Swatch Exchange", selapa.net/swatches/colors/fileformats.php
std::string ase_bytes(const NamedColors& palette) {
  std::string bytes = "ASEF";
  append_u16(bytes, 1);  // version 1.0
  append_u16(bytes, 0);
  append_u32(bytes, static_cast<std::uint32_t>(palette.colors.size() + 2));
  append_ase_block(bytes, AseBlock::group_start, ase_name(palette.palette_name));
  for (std::size_t i = 0; i < palette.colors.size(); ++i) {
    append_ase_block(bytes, AseBlock::color, ase_color(palette.color_names[i], palette.colors[i]));
  }
  append_ase_block(bytes, AseBlock::group_end, "");
  return bytes;
}

/// Source  Lospec's "HEX file", as pixel-art editors read it
std::string hex_bytes(const NamedColors& palette) {
  std::string text;
  for (const Rgb8 color : palette.colors) text += hex_name(color).substr(1) + "\n";
  return text;
}

/// The name as a comment that ends where it should.
std::string css_comment(std::u32string_view name) {
  std::string text = encode_utf8(name);
  for (std::size_t end = text.find("*/"); end != std::string::npos; end = text.find("*/", end)) {
    text.insert(end + 1, " ");
  }
  return "/* " + text + " */";
}

/// The channel as "12.34%", which is near enough to come back as the same 8 bits.
std::string css_percentage(std::uint8_t channel) {
  const int hundredths = (channel * 10000 + 127) / 255;
  const std::string fraction = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + (fraction.size() == 1 ? ".0" : ".") + fraction + "%";
}

std::string css_color(Rgb8 color) {
  return "rgb(" + css_percentage(color.red) + ", " + css_percentage(color.green) + ", " + css_percentage(color.blue) +
         ")";
}

/// Custom properties, written for the import of GIMP, which takes what follows the last colon of a line that contains
/// "color": the comments stand in front. It stumbles over "#rrggbb;", and after some colors over "rgb(1, 2, 3);".
///
/// Source  W3C, CSS Custom Properties for Cascading Variables Module Level 1; CSS Color Module Level 4, section 5.1
std::string css_bytes(const NamedColors& palette) {
  std::string text = css_comment(palette.palette_name) + " :root {\n";
  for (std::size_t i = 0; i < palette.colors.size(); ++i) {
    text += "  " + css_comment(palette.color_names[i]) + " --color-" + std::to_string(i + 1);
    text += ": " + css_color(palette.colors[i]) + ";\n";
  }
  return text + "}\n";
}

char to_lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

}  // namespace

std::optional<PaletteFileType> palette_file_type(std::string_view file_name) {
  using enum PaletteFileType;
  static constexpr std::array<std::pair<std::string_view, PaletteFileType>, 8> extensions{{
      {".gpl", gpl},
      {".pal", jasc_pal},
      {".act", act},
      {".aco", aco},
      {".ase", ase},
      {".hex", hex},
      {".css", css},
      {".png", png},
  }};
  std::string extension(file_name.substr(std::min(file_name.rfind('.'), file_name.size())));
  std::ranges::transform(extension, extension.begin(), to_lower);
  for (const auto& [known, type] : extensions) {
    if (extension == known) return type;
  }
  return std::nullopt;
}

std::string palette_file_bytes(PaletteFileType type, const Palette& palette, std::span<const std::string> color_names,
                               std::string_view palette_name) {
  assert(color_names.size() == palette.colors().size());
  NamedColors named{palette.colors(), {}, clean_name(palette_name)};
  for (const std::string& name : color_names) named.color_names.push_back(clean_name(name));
  switch (type) {
    case PaletteFileType::gpl: return gpl_bytes(named);
    case PaletteFileType::jasc_pal: return jasc_pal_bytes(named);
    case PaletteFileType::act: return act_bytes(named);
    case PaletteFileType::aco: return aco_bytes(named);
    case PaletteFileType::ase: return ase_bytes(named);
    case PaletteFileType::hex: return hex_bytes(named);
    case PaletteFileType::css: return css_bytes(named);
    case PaletteFileType::png: return palette_png_bytes(palette);
  }
  assert(false);
  return {};
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// What this program writes comes back, and so does what other programs write.
#include "core/files/palette_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace kmq {
namespace {

using testing::ElementsAre;
using enum PaletteFileType;
using Colors = std::vector<Rgb8>;

constexpr PaletteFileType types[] = {gpl, jasc_pal, act, aco, ase, hex, css};
constexpr Rgb8 red{255, 0, 0};
constexpr Rgb8 green{0, 128, 0};
constexpr Rgb8 blue{16, 32, 255};

/// The colors of a file that can be read.
Colors colors_of(PaletteFileType type, std::string_view bytes) {
  const auto read = read_palette(type, bytes);
  if (const auto* error = std::get_if<PaletteFileError>(&read)) {
    ADD_FAILURE() << "problem " << static_cast<int>(error->problem) << ", line " << error->line;
    return {};
  }
  return std::get<Colors>(read);
}

PaletteFileError error_of(PaletteFileType type, std::string_view bytes) {
  const auto read = read_palette(type, bytes);
  const auto* error = std::get_if<PaletteFileError>(&read);
  EXPECT_NE(error, nullptr) << "it could be read";
  return error != nullptr ? *error : PaletteFileError{};
}

PaletteFileError broken(int line = 0) { return {PaletteFileProblem::broken, line}; }

const PaletteFileError other_type{PaletteFileProblem::other_type};
const PaletteFileError no_colors{PaletteFileProblem::no_colors};

/// Colors in no order, some of them twice.
Colors many_colors(int count) {
  Colors colors;
  for (int i = 0; i < count; ++i) {
    colors.push_back({static_cast<std::uint8_t>(37 * (i % 200)), static_cast<std::uint8_t>(255 - i % 200),
                      static_cast<std::uint8_t>(7 * (i % 200))});
  }
  return colors;
}

std::string written(PaletteFileType type, const Colors& colors) {
  std::vector<Slot> slots;
  for (const Rgb8 color : colors) slots.push_back({color});
  const std::vector<std::string> names(colors.size(), "5 ünusual; {name}: #fff 12.5 %");
  return palette_file_bytes(type, Palette::of_slots(slots), names, "Red: 1 2 3");
}

std::string u16(int value) { return {static_cast<char>(value >> 8), static_cast<char>(value & 0xFF)}; }

TEST(PaletteReading, GivesBackWhatWasWritten) {
  for (const PaletteFileType type : types) {
    for (const int count : {1, 2, 17, 255, 256}) {
      EXPECT_EQ(colors_of(type, written(type, many_colors(count))), many_colors(count)) << static_cast<int>(type);
    }
  }
}

TEST(PaletteReading, ACutFileIsAnErrorOrHasTheFirstColors) {
  const Colors all = many_colors(20);
  for (const PaletteFileType type : types) {
    const std::string bytes = written(type, all);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto read = read_palette(type, std::string_view(bytes).substr(0, size));
      const auto* colors = std::get_if<Colors>(&read);
      // A text that ends in the middle of a number has another one there; binary files say how long they are.
      const bool is_text = type == gpl || type == jasc_pal || type == hex || type == css;
      const bool is_whole = (type == aco && size >= 4 + 200) || (type == act && size == 768);
      if (colors == nullptr || is_whole) continue;
      ASSERT_TRUE(is_text) << static_cast<int>(type) << " of " << size;
      ASSERT_TRUE(std::equal(colors->begin(), colors->end() - 1, all.begin())) << static_cast<int>(type);
    }
  }
}

TEST(PaletteReading, GplOfAllPrograms) {
  EXPECT_THAT(colors_of(gpl,
                        "GIMP Palette\nName: 255 0 0\nColumns: 4\n# 1 2 3\n255   0   0\tRed 7\n  0 128 0\n\n16 32 255 "
                        "blue"),
              ElementsAre(red, green, blue));
  // GIMP 1.x has no headers, Aseprite writes alpha, Windows its line ends, and editors a mark in front.
  EXPECT_THAT(colors_of(gpl, "GIMP Palette\n#\n255 0 0\n0 128 0"), ElementsAre(red, green));
  EXPECT_THAT(colors_of(gpl, "GIMP Palette\r\nChannels: RGBA\r\n#\r\n255   0   0 255\tUntitled\r\n0 128 0 0\tUntitled"),
              ElementsAre(red, green));
  EXPECT_THAT(colors_of(gpl, "\xEF\xBB\xBFGIMP Palette\rName: ä\r255\t0\t0\tRed\r"), ElementsAre(red));
}

TEST(PaletteReading, GplWithErrors) {
  EXPECT_EQ(error_of(gpl, ""), other_type);
  EXPECT_EQ(error_of(gpl, "JASC-PAL\n"), other_type);
  EXPECT_EQ(error_of(gpl, std::string("GIMP Palette\n1 2 3\n\0", 20)), other_type);
  EXPECT_EQ(error_of(gpl, "GIMP Palette\nName: x\n#\n"), no_colors);
  EXPECT_EQ(error_of(gpl, "GIMP Palette\n#\n1 2 3\n1 2\n"), broken(4));
  EXPECT_EQ(error_of(gpl, "GIMP Palette\n1 2 256"), broken(2));
  EXPECT_EQ(error_of(gpl, "GIMP Palette\n-1 2 3"), broken(2));
  EXPECT_EQ(error_of(gpl, "GIMP Palette\n1 2 3x"), broken(2));
  EXPECT_EQ(error_of(gpl, "GIMP Palette\n1 2 3\nName: too late"), broken(3));
}

TEST(PaletteReading, PalOfPaintShopPro) {
  EXPECT_THAT(colors_of(jasc_pal, "JASC-PAL\r\n0100\r\n2\r\n255 0 0\r\n0 128 0\r\n"), ElementsAre(red, green));
  EXPECT_THAT(colors_of(jasc_pal, "JASC-PAL\n0100\n1\n255 0 0 255\n\n"), ElementsAre(red));
  EXPECT_EQ(error_of(jasc_pal, "JASC-PAL\n0100\n2\n255 0 0\n"), broken(4));
  EXPECT_EQ(error_of(jasc_pal, "JASC-PAL\n0100\n1\n255 0 0\n1 2 3"), broken(5));
  EXPECT_EQ(error_of(jasc_pal, "JASC-PAL\n0100\nmany"), broken(3));
  EXPECT_EQ(error_of(jasc_pal, "JASC-PAL\n0100\n0\n"), no_colors);
  EXPECT_EQ(error_of(jasc_pal, "GIMP Palette\n"), other_type);
}

std::string riff(const std::string& chunks) { return "RIFF" + std::string("\x2A\0\0\0", 4) + "PAL " + chunks; }

TEST(PaletteReading, PalOfWindows) {
  const std::string data("data\x0C\0\0\0\0\3\2\0\xFF\0\0\0\0\x80\0\1", 20);
  EXPECT_THAT(colors_of(jasc_pal, riff(data)), ElementsAre(red, green));
  // A chunk of odd size has a byte behind it.
  EXPECT_THAT(colors_of(jasc_pal, riff(std::string("offl\3\0\0\0abc\0", 12) + data)), ElementsAre(red, green));
  EXPECT_EQ(error_of(jasc_pal, riff("")), broken());
  EXPECT_EQ(error_of(jasc_pal, riff(data).substr(0, 30)), broken());
  EXPECT_EQ(error_of(jasc_pal, riff(std::string("data\x0C\0\0\0\0\3\3\0\xFF\0\0\0\0\x80\0\1", 20))), broken());
  EXPECT_EQ(error_of(jasc_pal, "RIFF1234WAVEfmt "), other_type);
}

TEST(PaletteReading, ActWithAndWithoutACount) {
  const std::string table = std::string("\xFF\0\0\0\x80\0", 6) + std::string(762, '\0');
  EXPECT_EQ(colors_of(act, table).size(), 256U);
  EXPECT_THAT(colors_of(act, table + u16(2) + u16(0)), ElementsAre(red, green));
  EXPECT_EQ(error_of(act, table + u16(257) + u16(0)), broken());
  EXPECT_EQ(error_of(act, table + u16(0) + u16(0)), no_colors);
  EXPECT_EQ(error_of(act, table.substr(1)), other_type);
  EXPECT_EQ(error_of(act, "123"), other_type);
}

std::string aco_color(int model, int a, int b, int c, int d) { return u16(model) + u16(a) + u16(b) + u16(c) + u16(d); }

TEST(PaletteReading, AcoInAllModels) {
  const std::string colors = aco_color(0, 0xFF00, 0, 0, 0) + aco_color(1, 21845, 65535, 32896, 0) +
                             aco_color(2, 65535, 0, 0, 65535) + aco_color(8, 10000, 0, 0, 0) +
                             aco_color(7, 5429, 8081, 6989, 0) + aco_color(9, 0, 10000, 10000, 5000);
  const Colors wanted{red, green, red, {255, 255, 255}, red, {128, 0, 0}};
  EXPECT_EQ(colors_of(aco, u16(1) + u16(6) + colors), wanted);
  EXPECT_EQ(colors_of(aco, u16(1) + u16(6) + colors + u16(2) + u16(6)), wanted);
  EXPECT_THAT(colors_of(aco, u16(2) + u16(2) + aco_color(0, 65535, 0, 0, 0) + u16(0) + u16(2) + u16('a') + u16(0) +
                                 aco_color(0, 0, 32896, 0, 0) + u16(0) + u16(1) + u16(0)),
              ElementsAre(red, green));
}

TEST(PaletteReading, AcoWithErrors) {
  EXPECT_EQ(error_of(aco, u16(3) + u16(1) + aco_color(0, 0, 0, 0, 0)), other_type);
  EXPECT_EQ(error_of(aco, "x"), other_type);
  EXPECT_EQ(error_of(aco, u16(1) + u16(0)), no_colors);
  EXPECT_EQ(error_of(aco, u16(1) + u16(2) + aco_color(0, 0, 0, 0, 0)), broken());
  EXPECT_EQ(error_of(aco, u16(1) + u16(1) + aco_color(3, 0, 0, 0, 0)), broken()) << "a custom model";
}

std::string f32(const char* bytes) { return {bytes, 4}; }

std::string ase_block(int type, const std::string& content) {
  return u16(type) + u16(0) + u16(static_cast<int>(content.size())) + content;
}

std::string ase_file(const std::vector<std::string>& blocks) {
  std::string file = "ASEF" + u16(1) + u16(0) + u16(0) + u16(static_cast<int>(blocks.size()));
  for (const std::string& block : blocks) file += block;
  return file;
}

TEST(PaletteReading, AseInAllModels) {
  const std::string zero = f32("\0\0\0\0");
  const std::string half = f32("\x3F\0\0\0");
  const std::string one = f32("\x3F\x80\0\0");
  const std::string name = u16(2) + u16('a') + u16(0);
  EXPECT_THAT(
      colors_of(ase, ase_file({ase_block(0xC001, name), ase_block(1, name + "RGB " + one + zero + zero + u16(0)),
                               ase_block(1, name + "CMYK" + zero + one + one + zero + u16(2)), ase_block(0xC002, ""),
                               ase_block(1, name + "Gray" + half + u16(0)),
                               ase_block(1, name + "LAB " + one + zero + zero + u16(0))})),
      ElementsAre(red, red, Rgb8{128, 128, 128}, Rgb8{255, 255, 255}));
}

TEST(PaletteReading, AseWithErrors) {
  const std::string color = "RGB " + std::string(12, '\0') + u16(0);
  EXPECT_EQ(error_of(ase, std::string("\0\0\0\0\xE0\xA5", 6)), other_type) << "a picture of Aseprite";
  EXPECT_EQ(error_of(ase, ase_file({})), no_colors);
  EXPECT_EQ(error_of(ase, ase_file({ase_block(1, u16(0) + "XYZ " + std::string(14, '\0'))})), broken());
  EXPECT_EQ(error_of(ase, ase_file({ase_block(1, u16(9) + color)})), broken()) << "a name beyond its block";
  EXPECT_EQ(error_of(ase, ase_file({ase_block(1, u16(0) + "RGB " + f32("\x7F\x80\0\0") + std::string(10, '\0'))})),
            broken())
      << "an infinite channel";
  EXPECT_EQ(error_of(ase, std::string("ASEF\0\1\0\0\xFF\xFF\xFF\xFF", 12)), broken());
}

TEST(PaletteReading, HexWithAndWithoutSigns) {
  EXPECT_THAT(colors_of(hex, "ff0000\r\n#008000\n\n; a comment\n 1020FF "), ElementsAre(red, green, blue));
  EXPECT_EQ(error_of(hex, "ff0000\nred\n"), broken(2));
  EXPECT_EQ(error_of(hex, "ff0000\nff00001\n"), broken(2));
  EXPECT_EQ(error_of(hex, "##ff000"), broken(1));
  EXPECT_EQ(error_of(hex, "\n\n"), no_colors);
}

TEST(PaletteReading, CssInAllWaysToWriteAColor) {
  EXPECT_THAT(colors_of(css,
                        ":root { --a: #f00; --b:#008000ff;--c: rgb(16 32 255 / 50%) }\n"
                        "b:hover, #fab { color: RED; background: linear-gradient(green, rgba(16, 32, 255, .5)) }"),
              ElementsAre(red, green, blue, red, green, blue));
  EXPECT_THAT(colors_of(css, "a { color: hsl(0, 100%, 50%); border: 1px solid hsl(120deg 100% 25.1%) }"),
              ElementsAre(red, green));
  // Variables of style-sheet languages, and what only looks like colors.
  EXPECT_THAT(colors_of(css, "$red: #ff0000;\n@green: #008000"), ElementsAre(red, green));
  EXPECT_THAT(colors_of(css, "/* a: #111; */ a { b: url(#fff) var(--red) \"blue\" 123 add; c: #f00 }"),
              ElementsAre(red));
}

TEST(PaletteReading, CssWithErrors) {
  EXPECT_EQ(error_of(css, "a { b: c }"), no_colors);
  EXPECT_EQ(error_of(css, "/* a { b: #f00 }"), no_colors);
  EXPECT_EQ(error_of(css, "a {\n b: rgb(300, 0, 0) }"), broken(2));
  EXPECT_EQ(error_of(css, "a { b: hsl(red) }"), broken(1));
  EXPECT_EQ(error_of(css, "a { b: rgb(1, 2"), broken(1));
}

}  // namespace
}  // namespace kmq

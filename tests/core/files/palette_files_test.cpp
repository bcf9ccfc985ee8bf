// SPDX-License-Identifier: GPL-3.0-or-later
// Each format is read back by a parser of its own that shares nothing with the writer.
#include "core/files/palette_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <stdexcept>
#include <utility>

namespace kmq {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

Palette three_colors() { return Palette({{255, 0, 0}, {1, 128, 254}, {16, 32, 48}}); }

Palette many_colors(int count) {
  std::vector<Rgb8> colors;
  for (int i = 0; i < count; ++i) {
    colors.push_back(
        {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(255 - i), static_cast<std::uint8_t>(7 * i)});
  }
  return Palette(colors);
}

std::vector<std::string> names_for(const Palette& palette) {
  std::vector<std::string> names;
  for (const Rgb8 color : palette.colors()) names.push_back(hex_name(color) + " 12.5 %");
  return names;
}

std::string bytes_of(PaletteFileType type, const Palette& palette) {
  return palette_file_bytes(type, palette, names_for(palette), "Daisy, 3 colors");
}

/// A palette of one black color with this name.
std::string named(PaletteFileType type, const std::string& color_name, const std::string& palette_name = "p") {
  return palette_file_bytes(type, Palette({{0, 0, 0}}), std::vector{color_name}, palette_name);
}

std::vector<std::string> lines_of(const std::string& text, const std::string& line_end) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find(line_end, begin)) != std::string::npos; begin = end + line_end.size()) {
    lines.push_back(text.substr(begin, end - begin));
  }
  EXPECT_EQ(begin, text.size()) << "the last line has no end";
  return lines;
}

std::vector<Rgb8> colors_of(const Palette& palette) { return {palette.colors().begin(), palette.colors().end()}; }

/// Takes big-endian numbers off the front of a file; reading past its end is a failure.
class Reader {
 public:
  explicit Reader(std::string bytes) : bytes_(std::move(bytes)) {}

  std::uint32_t number(int size) {
    std::uint32_t value = 0;
    for (const char byte : text(static_cast<std::size_t>(size))) value = value * 256 + static_cast<unsigned char>(byte);
    return value;
  }
  std::string text(std::size_t size) {
    if (position_ + size > bytes_.size()) throw std::runtime_error("the file ends too early");
    position_ += size;
    return bytes_.substr(position_ - size, size);
  }
  /// UTF-16 code units up to and without the terminating zero, which must be the last of `count`.
  std::u16string name(std::uint32_t count) {
    std::u16string units;
    for (std::uint32_t i = 0; i < count; ++i) units += static_cast<char16_t>(number(2));
    EXPECT_EQ(units.find(u'\0'), count - 1);
    units.pop_back();
    return units;
  }
  bool at_end() const { return position_ == bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t position_ = 0;
};

std::u16string widened(const std::string& ascii) { return {ascii.begin(), ascii.end()}; }

TEST(PaletteFileType, IsNamedByTheExtensionInEitherCase) {
  EXPECT_EQ(palette_file_type("a.gpl"), PaletteFileType::gpl);
  EXPECT_EQ(palette_file_type("/b.c/Two Words.PAL"), PaletteFileType::jasc_pal);
  EXPECT_EQ(palette_file_type("a.b.aCt"), PaletteFileType::act);
  EXPECT_EQ(palette_file_type("a.aco"), PaletteFileType::aco);
  EXPECT_EQ(palette_file_type("a.ase"), PaletteFileType::ase);
  EXPECT_EQ(palette_file_type("a.hex"), PaletteFileType::hex);
  EXPECT_EQ(palette_file_type("a.css"), PaletteFileType::css);
  EXPECT_EQ(palette_file_type("a.png"), PaletteFileType::png);
}

TEST(PaletteFileType, IsNothingForOtherNames) {
  for (const char* name : {"", "gpl", "a", "a.", "a.gpl2", "a.gpl ", "a.xgpl", "a.gpl/b", "agpl", "a.jpg"}) {
    EXPECT_FALSE(palette_file_type(name)) << name;
  }
}

TEST(PaletteFiles, GplIsGimpsFormat) {
  EXPECT_EQ(bytes_of(PaletteFileType::gpl, three_colors()),
            "GIMP Palette\nName: Daisy, 3 colors\nColumns: 3\n#\n"
            "255 0 0\t#ff0000 12.5 %\n1 128 254\t#0180fe 12.5 %\n16 32 48\t#102030 12.5 %\n");
}

TEST(PaletteFiles, GplShowsSixteenColumnsAtMost) {
  EXPECT_THAT(bytes_of(PaletteFileType::gpl, many_colors(200)), HasSubstr("\nColumns: 16\n"));
}

TEST(PaletteFiles, GplKeepsNamesOnTheirLine) {
  EXPECT_EQ(named(PaletteFileType::gpl, "a\nb\tc\r\x7F é ☃ 🎨", "x\ny\xE2\x80\xA8z"),
            "GIMP Palette\nName: x y z\nColumns: 1\n#\n0 0 0\ta b c   é ☃ 🎨\n");
}

TEST(PaletteFiles, NamesAreCutSoThatGimpReadsTheLine) {
  std::string long_name;
  for (int i = 0; i < 300; ++i) long_name += "🎨";
  for (const std::string& line : lines_of(named(PaletteFileType::gpl, long_name, long_name), "\n")) {
    EXPECT_LE(line.size(), 1024U);
  }
}

TEST(PaletteFiles, BytesThatAreNotUtf8BecomeReplacementCharacters) {
  EXPECT_THAT(named(PaletteFileType::gpl, "a\xFFz\xC3"), HasSubstr("\ta\xEF\xBF\xBDz\xEF\xBF\xBD\n"));
}

TEST(PaletteFiles, JascPalHasItsHeaderAndWindowsLineEnds) {
  EXPECT_THAT(lines_of(bytes_of(PaletteFileType::jasc_pal, three_colors()), "\r\n"),
              ElementsAre("JASC-PAL", "0100", "3", "255 0 0", "1 128 254", "16 32 48"));
}

TEST(PaletteFiles, ActHasATableOf256AndTheNumberOfColors) {
  const std::string bytes = bytes_of(PaletteFileType::act, three_colors());
  ASSERT_THAT(bytes, SizeIs(772));
  EXPECT_EQ(bytes.substr(0, 9), std::string("\xFF\0\0\x01\x80\xFE\x10\x20\x30", 9));
  EXPECT_EQ(bytes.substr(9, 759), std::string(759, '\0'));
  EXPECT_EQ(bytes.substr(768), std::string("\0\x03\xFF\xFF", 4));
}

TEST(PaletteFiles, ActOfAFullPaletteIsTheTableAlone) {
  const Palette palette = many_colors(256);
  Reader reader(bytes_of(PaletteFileType::act, palette));
  for (const Rgb8 color : palette.colors()) {
    EXPECT_EQ(reader.number(3), color.red * 65536U + color.green * 256U + color.blue);
  }
  EXPECT_TRUE(reader.at_end());
  EXPECT_THAT(bytes_of(PaletteFileType::act, many_colors(255)), SizeIs(772));
}

TEST(PaletteFiles, AcoHoldsTheColorsTwiceAndThenWithNames) {
  const Palette palette = many_colors(256);
  const std::vector<std::string> names = names_for(palette);
  Reader reader(bytes_of(PaletteFileType::aco, palette));
  for (const std::uint32_t version : {1U, 2U}) {
    ASSERT_EQ(reader.number(2), version);
    ASSERT_EQ(reader.number(2), 256U);
    for (int i = 0; i < 256; ++i) {
      EXPECT_EQ(reader.number(2), 0U) << "color space RGB";
      EXPECT_EQ(reader.number(2), palette[i].red * 257U);
      EXPECT_EQ(reader.number(2), palette[i].green * 257U);
      EXPECT_EQ(reader.number(2), palette[i].blue * 257U);
      EXPECT_EQ(reader.number(2), 0U);
      if (version == 2) {
        EXPECT_EQ(reader.name(reader.number(4)), widened(names[static_cast<std::size_t>(i)]));
      }
    }
  }
  EXPECT_TRUE(reader.at_end());
}

TEST(PaletteFiles, AcoNamesAreUtf16WithSurrogates) {
  Reader reader(named(PaletteFileType::aco, "é☃🎨"));
  reader.text(4 + 10 + 4 + 10);
  EXPECT_EQ(reader.name(reader.number(4)), u"é☃🎨");
  EXPECT_TRUE(reader.at_end());
}

struct AseFile {
  std::u16string group;
  std::vector<std::u16string> names;
  std::vector<Rgb8> colors;
};

std::uint8_t ase_channel(Reader& reader) {
  const std::uint32_t bits = reader.number(4);
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  const float scaled = value * 255;
  EXPECT_NEAR(scaled, static_cast<int>(scaled + 0.5F), 1e-4);
  return static_cast<std::uint8_t>(scaled + 0.5F);
}

AseFile parse_ase(const std::string& bytes) {
  AseFile file;
  Reader reader(bytes);
  EXPECT_EQ(reader.text(4), "ASEF");
  EXPECT_EQ(reader.number(4), 0x00010000U);
  const std::uint32_t block_count = reader.number(4);
  for (std::uint32_t i = 0; i < block_count; ++i) {
    const std::uint32_t type = reader.number(2);
    Reader block(reader.text(reader.number(4)));
    if (type == 0xC001) {
      file.group = block.name(block.number(2));
    } else if (type == 0x0001) {
      file.names.push_back(block.name(block.number(2)));
      EXPECT_EQ(block.text(4), "RGB ");
      const std::uint8_t red = ase_channel(block);
      const std::uint8_t green = ase_channel(block);
      file.colors.push_back({red, green, ase_channel(block)});
      EXPECT_EQ(block.number(2), 0U);
    } else {
      EXPECT_EQ(type, 0xC002U);
      EXPECT_EQ(i, block_count - 1);
    }
    EXPECT_TRUE(block.at_end());
  }
  EXPECT_TRUE(reader.at_end());
  return file;
}

TEST(PaletteFiles, AseHoldsOneGroupOfNamedColors) {
  const Palette palette = many_colors(256);
  const AseFile file = parse_ase(bytes_of(PaletteFileType::ase, palette));
  EXPECT_EQ(file.group, u"Daisy, 3 colors");
  EXPECT_EQ(file.colors, colors_of(palette));
  ASSERT_THAT(file.names, SizeIs(256));
  EXPECT_EQ(file.names[1], u"#01fe07 12.5 %");
}

TEST(PaletteFiles, AseNamesAreUtf16WithSurrogates) {
  const AseFile file = parse_ase(named(PaletteFileType::ase, "é☃🎨", "ж"));
  EXPECT_EQ(file.group, u"ж");
  EXPECT_THAT(file.names, ElementsAre(u"é☃🎨"));
}

TEST(PaletteFiles, HexHasOneColorALine) {
  EXPECT_EQ(bytes_of(PaletteFileType::hex, three_colors()), "ff0000\n0180fe\n102030\n");
}

TEST(PaletteFiles, CssHasOneCustomPropertyAColor) {
  EXPECT_EQ(bytes_of(PaletteFileType::css, three_colors()),
            "/* Daisy, 3 colors */ :root {\n"
            "  /* #ff0000 12.5 % */ --color-1: rgb(100.00%, 0.00%, 0.00%);\n"
            "  /* #0180fe 12.5 % */ --color-2: rgb(0.39%, 50.20%, 99.61%);\n"
            "  /* #102030 12.5 % */ --color-3: rgb(6.27%, 12.55%, 18.82%);\n"
            "}\n");
}

TEST(PaletteFiles, CssPercentagesComeBackAsTheSame8Bits) {
  for (int channel = 0; channel < 256; ++channel) {
    const auto value = static_cast<std::uint8_t>(channel);
    const std::string text = bytes_of(PaletteFileType::css, Palette({{value, value, value}}));
    const double percentage = std::stod(text.substr(text.find("rgb(") + 4));
    EXPECT_NEAR(percentage / 100 * 255, channel, 0.02) << text;
  }
}

TEST(PaletteFiles, CssCommentsEndOnlyWhereTheyShould) {
  const std::string text = named(PaletteFileType::css, "a*/b**/\nc*", "*/*/");
  EXPECT_EQ(text, "/* * /* / */ :root {\n  /* a* /b** / c* */ --color-1: rgb(0.00%, 0.00%, 0.00%);\n}\n");
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// A reader of just enough PNG, by the specification's text.
#include "core/files/palette_png.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <vector>

namespace kmq {
namespace {

std::uint32_t number(const std::string& bytes, std::size_t position) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes.at(position + i));
  return value;
}

/// Content of each chunk, by type; checks the order, and the checksum of IEND, which is the same in every PNG.
std::map<std::string, std::string> chunks(const std::string& png) {
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1A\n");
  EXPECT_EQ(number(png, png.size() - 4), 0xAE426082U);
  std::map<std::string, std::string> result;
  std::string order;
  for (std::size_t position = 8; position < png.size();) {
    const std::uint32_t size = number(png, position);
    const std::string type = png.substr(position + 4, 4);
    order += type;
    result[type] = png.substr(position + 8, size);
    position += size + 12;
  }
  EXPECT_EQ(order, "IHDRPLTEIDATIEND");
  return result;
}

/// Data of a zlib stream of stored blocks.
std::string stored_data(const std::string& stream) {
  EXPECT_EQ((static_cast<unsigned char>(stream[0]) * 256 + static_cast<unsigned char>(stream[1])) % 31, 0);
  std::string data;
  bool is_last = false;
  std::size_t position = 2;
  while (!is_last) {
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(stream.at(position + offset)); };
    EXPECT_LE(byte(0), 1);
    is_last = byte(0) == 1;
    const std::size_t length = byte(1) + 256U * byte(2);
    EXPECT_EQ(length ^ 0xFFFF, byte(3) + 256U * byte(4));
    data += stream.substr(position + 5, length);
    position += 5 + length;
  }
  EXPECT_EQ(position + 4, stream.size()) << "nothing but the checksum follows";
  return data;
}

Palette grays(int count) {
  std::vector<Rgb8> colors;
  for (int i = 0; i < count; ++i) {
    const auto value = static_cast<std::uint8_t>(255 - i);
    colors.push_back({value, value, value});
  }
  return Palette(colors);
}

/// Indices of a picture, row by row; checks the size against the header.
std::vector<int> indices(const std::string& png, std::uint32_t width, std::uint32_t height) {
  auto parts = chunks(png);
  EXPECT_EQ(number(parts["IHDR"], 0), width);
  EXPECT_EQ(number(parts["IHDR"], 4), height);
  EXPECT_EQ(parts["IHDR"].substr(8), std::string("\x08\x03\0\0\0", 5));
  const std::string data = stored_data(parts["IDAT"]);
  EXPECT_EQ(data.size(), std::size_t{height} * (width + 1));
  std::vector<int> result;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const int value = static_cast<unsigned char>(data[i]);
    if (i % (width + 1) == 0) {
      EXPECT_EQ(value, 0) << "filter";
    } else {
      result.push_back(value);
    }
  }
  return result;
}

std::vector<int> first_appearances(const std::vector<int>& values) {
  std::vector<int> result;
  for (const int value : values) {
    if (std::find(result.begin(), result.end(), value) == result.end()) result.push_back(value);
  }
  return result;
}

TEST(PalettePng, ColorTableIsThePalette) {
  const std::string png = palette_png_bytes(Palette({{255, 0, 1}, {2, 3, 4}}));
  EXPECT_EQ(chunks(png)["PLTE"], std::string("\xFF\0\x01\x02\x03\x04", 6));
}

TEST(PalettePng, PixelsShowTheColorsInPaletteOrder) {
  for (const int count : {1, 2, 16, 17, 40, 256}) {
    const int rows = (count + 15) / 16;
    const auto pixels = indices(palette_png_bytes(grays(count)), static_cast<std::uint32_t>(std::min(count, 16) * 16),
                                static_cast<std::uint32_t>(rows * 16));
    std::vector<int> expected;
    for (int i = 0; i < count; ++i) expected.push_back(i);
    EXPECT_EQ(first_appearances(pixels), expected) << count;
  }
}

TEST(PalettePng, SwatchesAreSixteenPixelsWideAndHigh) {
  const std::vector<int> pixels = indices(palette_png_bytes(grays(18)), 256, 32);
  EXPECT_EQ(pixels[15 * 256 + 15], 0);
  EXPECT_EQ(pixels[16], 1);
  EXPECT_EQ(pixels[16 * 256], 16);
  EXPECT_EQ(pixels[31 * 256 + 255], 17) << "the rest of the last row repeats the last color";
}

TEST(PalettePng, ChecksumsAreThoseOfTheSpecifications) {
  // As zlib computes them: crc32 of "PLTE" and three zeros; adler32 of the rows of a full palette.
  const std::string black = palette_png_bytes(Palette({{0, 0, 0}}));
  EXPECT_EQ(number(black, black.find("PLTE") + 4 + 3), 0xA77A3DDAU);
  const std::string full = palette_png_bytes(grays(256));
  EXPECT_EQ(number(full, full.size() - 12 - 4 - 4), 0x10238772U);
}

}  // namespace
}  // namespace kmq

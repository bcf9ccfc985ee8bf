// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/palette.h"

#include <gtest/gtest.h>

#include <vector>

namespace kmq {
namespace {

TEST(HexName, IsLowerCaseWithLeadingZeros) {
  EXPECT_EQ(hex_name({0x00, 0x0a, 0xff}), "#000aff");
  EXPECT_EQ(hex_name({0xAB, 0xCD, 0xEF}), "#abcdef");
}

TEST(ParseHexColor, ReadsEitherCase) {
  EXPECT_EQ(parse_hex_color("#000aff"), (Rgb8{0x00, 0x0a, 0xff}));
  EXPECT_EQ(parse_hex_color("#ABCdef"), (Rgb8{0xab, 0xcd, 0xef}));
}

TEST(ParseHexColor, RefusesEveryOtherForm) {
  for (const char* text :
       {"", "#", "#fff", "#12345", "#1234567", "123456", "1234567", "#12 456", "#12g456", "#+1234f"}) {
    EXPECT_EQ(parse_hex_color(text), std::nullopt) << text;
  }
}

TEST(ParseHexColor, InvertsHexName) {
  for (int value = 0; value < 256; ++value) {
    const auto channel = static_cast<std::uint8_t>(value);
    const Rgb8 color{channel, static_cast<std::uint8_t>(255 - value), 7};
    EXPECT_EQ(parse_hex_color(hex_name(color)), color);
  }
}

TEST(Palette, KeepsItsOrder) {
  const std::vector<Rgb8> colors{{255, 0, 0}, {0, 0, 255}, {0, 255, 0}};
  const Palette palette(colors);
  EXPECT_EQ(palette.size(), 3);
  EXPECT_EQ(palette[0], colors[0]);
  EXPECT_EQ(palette[1], colors[1]);
  EXPECT_EQ(palette[2], colors[2]);
}

TEST(Palette, DiffersFromTheSameColorsInAnotherOrder) {
  const Palette palette({{1, 2, 3}, {4, 5, 6}});
  EXPECT_EQ(palette, Palette({{1, 2, 3}, {4, 5, 6}}));
  EXPECT_NE(palette, Palette({{4, 5, 6}, {1, 2, 3}}));
}

TEST(Palette, HoldsUpTo256Colors) {
  std::vector<Rgb8> colors;
  for (int value = 0; value < 256; ++value) colors.push_back({static_cast<std::uint8_t>(value), 0, 0});
  EXPECT_EQ(Palette(colors).size(), 256);
}

}  // namespace
}  // namespace kmq

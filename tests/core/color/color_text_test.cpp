// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/color_text.h"

#include <gtest/gtest.h>

#include <string>

#include "core/color/css_names.h"
#include "core/palette/palette.h"

namespace kmq {
namespace {

TEST(ParseColor, ReadsHexadecimalDigitsWithAndWithoutNumberSign) {
  EXPECT_EQ(parse_color("#000aff"), (Rgb8{0x00, 0x0a, 0xff}));
  EXPECT_EQ(parse_color("ABCdef"), (Rgb8{0xab, 0xcd, 0xef}));
  EXPECT_EQ(parse_color("#1aF"), (Rgb8{0x11, 0xaa, 0xff}));
  EXPECT_EQ(parse_color("add"), (Rgb8{0xaa, 0xdd, 0xdd}));
}

TEST(ParseColor, InvertsHexName) {
  for (int value = 0; value < 256; ++value) {
    const auto channel = static_cast<std::uint8_t>(value);
    const Rgb8 color{channel, static_cast<std::uint8_t>(255 - value), 7};
    EXPECT_EQ(parse_color(hex_name(color)), color);
  }
}

TEST(ParseColor, ReadsNamesOfCssInEitherCase) {
  EXPECT_EQ(parse_color("red"), (Rgb8{255, 0, 0}));
  EXPECT_EQ(parse_color("RebeccaPurple"), (Rgb8{0x66, 0x33, 0x99}));
  EXPECT_EQ(parse_color("grey"), parse_color("gray"));
  EXPECT_EQ(parse_color("aliceblue"), (Rgb8{0xf0, 0xf8, 0xff}));
  EXPECT_EQ(parse_color("yellowgreen"), (Rgb8{0x9a, 0xcd, 0x32}));
  EXPECT_EQ(css_color("#f00"), std::nullopt);
}

TEST(ParseColor, ReadsTheFunctionRgb) {
  EXPECT_EQ(parse_color("rgb(255,0,10)"), (Rgb8{255, 0, 10}));
  EXPECT_EQ(parse_color("RGB( 255 , 0 , 10 )"), (Rgb8{255, 0, 10}));
  EXPECT_EQ(parse_color("rgb(1 2 3)"), (Rgb8{1, 2, 3}));
  EXPECT_EQ(parse_color("rgb(100%, 50%, 0.39%)"), (Rgb8{255, 128, 1}));
  EXPECT_EQ(parse_color("rgb(254.6, 0.4, 7)"), (Rgb8{255, 0, 7}));
}

TEST(ParseColor, RefusesEveryOtherForm) {
  for (const char* text : {"",
                           "#",
                           "#ff",
                           "#12345",
                           "#1234567",
                           "1234567",
                           "#12 456",
                           "#12g456",
                           "#+1234f",
                           "-12",
                           "+ff",
                           "0xfff",
                           "#-ff",
                           "#red",
                           "redd",
                           "transparent",
                           " red",
                           "red ",
                           "rgb",
                           "rgb()",
                           "rgb(1,2)",
                           "rgb(1,2,3,4)",
                           "rgb(1,2,256)",
                           "rgb(-1,2,3)",
                           "rgb(1,2,101%)",
                           "rgb(1,,3)",
                           "rgb(1,2,3",
                           "rgb(1 2,3)",
                           "rgb(nan,0,0)",
                           "rgb(1e2,0,0)",
                           "rgb(0x1,2,3)",
                           "rgba(1,2,3)",
                           "rgb 1,2,3",
                           "réd"}) {
    EXPECT_EQ(parse_color(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_color(std::string(1 << 20, 'f')), std::nullopt);
  EXPECT_EQ(parse_color(std::string("red\0", 4)), std::nullopt);
}

}  // namespace
}  // namespace kmq

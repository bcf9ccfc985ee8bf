// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/palette.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace kmq {
namespace {

TEST(HexName, IsLowerCaseWithLeadingZeros) {
  EXPECT_EQ(hex_name({0x00, 0x0a, 0xff}), "#000aff");
  EXPECT_EQ(hex_name({0xAB, 0xCD, 0xEF}), "#abcdef");
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

TEST(Palette, TheFirstOfEqualColorsGetsThePixels) {
  const std::vector<Slot> slots{
      {{9, 9, 9}, SlotKind::reserved}, {{1, 1, 1}}, {{2, 2, 2}, SlotKind::exact}, {{1, 1, 1}}, {{9, 9, 9}},
      {{2, 2, 2}, SlotKind::exact}};
  const Palette palette = Palette::of_slots(slots);
  EXPECT_EQ(palette.size(), 6);
  EXPECT_THAT(palette.usable(), testing::ElementsAre(1, 4));
  EXPECT_THAT(palette.exact(), testing::ElementsAre(2));
  EXPECT_FALSE(palette.is_plain());
  EXPECT_TRUE(Palette({{1, 2, 3}}).is_plain());
}

TEST(Palette, WithoutNormalColorsTheExactOnesAreNearest) {
  const std::vector<Slot> slots{{{1, 1, 1}, SlotKind::reserved}, {{2, 2, 2}, SlotKind::exact}};
  EXPECT_THAT(Palette::of_slots(slots).usable(), testing::ElementsAre(1));
}

}  // namespace
}  // namespace kmq

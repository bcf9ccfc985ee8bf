// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/color_bits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace kmq {
namespace {

using testing::ElementsAre;

constexpr ColorBits small_devices[] = {ColorBits::b444, ColorBits::b333, ColorBits::b332, ColorBits::b222};

TEST(ColorBits, AChannelShowsItsBitsRepeated) {
  EXPECT_EQ(device_color({0x84, 0x82, 0xFF}, ColorBits::b565), (Rgb8{0x84, 0x82, 0xFF}));
  EXPECT_EQ(device_color({0x12, 0xEF, 0x80}, ColorBits::b444), (Rgb8{0x11, 0xEE, 0x88}));
  EXPECT_EQ(device_color({0x24, 0x48, 0xAA}, ColorBits::b332), (Rgb8{0x24, 0x49, 0xAA}));
  EXPECT_EQ(device_color({1, 2, 3}, ColorBits::b888), (Rgb8{1, 2, 3}));
}

TEST(ColorBits, TheNearestColorIsTaken) {
  for (const ColorBits bits : small_devices) {
    const std::vector<Rgb8> colors = device_colors(bits);
    EXPECT_EQ(colors.size(), device_color_count(bits));
    EXPECT_EQ(std::set<Rgb8>(colors.begin(), colors.end()).size(), colors.size());
    for (int value = 0; value < 256; ++value) {
      const Rgb8 color{static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(255 - value),
                       static_cast<std::uint8_t>(value * 7)};
      const auto distance = [&](Rgb8 other) {
        const int red = color.red - other.red;
        const int green = color.green - other.green;
        const int blue = color.blue - other.blue;
        return red * red + green * green + blue * blue;
      };
      const Rgb8 nearest = *std::ranges::min_element(colors, {}, distance);
      EXPECT_EQ(distance(device_color(color, bits)), distance(nearest));
    }
  }
}

TEST(ColorBits, NeighborsAreSomeStepsAway) {
  EXPECT_EQ(device_neighbors({0x77, 0x77, 0x77}, ColorBits::b444, 1).size(), 27U);
  EXPECT_EQ(device_neighbors({0x77, 0, 0x77}, ColorBits::b444, 2).size(), 75U);
  EXPECT_THAT(device_neighbors({0, 0, 0xFF}, ColorBits::b222, 1),
              ElementsAre(Rgb8{0, 0, 0xAA}, Rgb8{0, 0, 0xFF}, Rgb8{0, 0x55, 0xAA}, Rgb8{0, 0x55, 0xFF},
                          Rgb8{0x55, 0, 0xAA}, Rgb8{0x55, 0, 0xFF}, Rgb8{0x55, 0x55, 0xAA}, Rgb8{0x55, 0x55, 0xFF}));
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/flat_art.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace kmq {
namespace {

Picture plain_picture(int width, int height, Rgba8 color) {
  Picture picture{width, height};
  picture.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), color);
  return picture;
}

TEST(FlatArt, OneColorIsFlat) {
  EXPECT_EQ(flat_share(plain_picture(7, 5, {1, 2, 3})), 1);
  EXPECT_EQ(flat_share(plain_picture(1, 1, {1, 2, 3})), 1);
}

TEST(FlatArt, NeighborsCountOnAllSides) {
  Picture picture = plain_picture(5, 5, {});
  picture.pixels[12] = {9, 9, 9};  // the middle and its four neighbors are edges
  EXPECT_DOUBLE_EQ(flat_share(picture), 20.0 / 25);
}

TEST(FlatArt, TransparentPixelsAreNoPart) {
  Picture picture = plain_picture(4, 4, {0, 0, 0, 0});
  EXPECT_EQ(flat_share(picture), 0);
  for (std::size_t i = 0; i < 8; ++i) picture.pixels[i] = {static_cast<std::uint8_t>(i < 4 ? 10 : 20), 0, 0};
  EXPECT_EQ(flat_share(picture), 0);
  for (std::size_t i = 0; i < 8; ++i) picture.pixels[i] = {10, 0, 0};
  EXPECT_EQ(flat_share(picture), 1);
}

TEST(FlatArt, RowsOfAHighPictureAreASample) {
  // Each second of these rows has another color; the others of 512 rows do not.
  Picture picture = plain_picture(3, 4096, {});
  for (int y = 0; y < 2048; y += 2) {
    for (std::size_t x = 0; x < 3; ++x) picture.pixels[static_cast<std::size_t>(y) * 3 + x] = {9, 9, 9};
  }
  EXPECT_NEAR(flat_share(picture), 0.5, 0.01);
}

TEST(FlatArt, AreasAndFewBlends) {
  EXPECT_TRUE(is_flat_art(0.58, 223, 400 * 300));       // text of 11 pixels
  EXPECT_TRUE(is_flat_art(0.46, 1213, 256 * 256));      // a logo
  EXPECT_TRUE(is_flat_art(0.79, 1460, 1192 * 648));     // a screenshot
  EXPECT_FALSE(is_flat_art(0.72, 13752, 768 * 512));    // a photograph on white
  EXPECT_FALSE(is_flat_art(0.49, 36896, 768 * 512));    // a chart with noise
  EXPECT_FALSE(is_flat_art(0.11, 16, 640 * 1248));      // dithered tiles
  EXPECT_FALSE(is_flat_art(0.8, 20000, 6000 * 4000));   // a large photograph on white
  EXPECT_FALSE(is_flat_art(0.9, 300, 64 * 64));         // a small one
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <utility>
#include <vector>

#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using testing::ElementsAre;

Palette random_palette(int size, std::uint64_t seed) {
  Random random(seed);
  std::set<Rgb8> colors;
  while (static_cast<int>(colors.size()) < size) colors.insert(random_color(random));
  return Palette({colors.begin(), colors.end()});
}

std::vector<Rgba8> random_pixels(std::size_t size, std::uint64_t seed) {
  Random random(seed);
  std::vector<Rgba8> pixels(size);
  for (Rgba8& pixel : pixels) {
    const Rgb8 color = random_color(random);
    pixel = {color.red, color.green, color.blue, to_byte(below(random, 3) == 0 ? 0 : below(random, 256))};
  }
  return pixels;
}

TEST(PaletteMap, FindsTheNearestPaletteColorInEverySpace) {
  for (const ColorSpace space : color_spaces) {
    for (const int size : {1, 2, 17, 256}) {
      const Palette palette = random_palette(size, 1);
      const Centroids centroids = make_centroids({palette.colors().begin(), palette.colors().end()}, space);
      PaletteMap map(palette, space);
      Random random(2);
      for (int i = 0; i < 500; ++i) {
        const Rgb8 color = random_color(random);
        const std::uint8_t expected = nearest_label(centroids, to_point(color, space));
        ASSERT_EQ(map.index(color), expected) << hex_name(color);
        ASSERT_EQ(map.index(color), expected) << "looked up again";
      }
      for (int i = 0; i < size; ++i) ASSERT_EQ(map.index(palette[i]), i);
    }
  }
}

TEST(PaletteMap, GivesAColorBetweenTwoToTheFirst) {
  PaletteMap map(Palette({gray(0), gray(12), gray(8), gray(16)}), ColorSpace::rgb);
  EXPECT_EQ(map.index(gray(10)), 1);
  EXPECT_EQ(map.index(gray(14)), 1);
  EXPECT_EQ(map.index(gray(4)), 0);
}

TEST(PaletteMap, MapsPixelsWhateverTheirAlphaToIndices) {
  PaletteMap map(Palette({gray(0), gray(255)}), ColorSpace::rgb);
  const std::vector<Rgba8> pixels{{200, 200, 200, 255}, {10, 10, 10, 0}, {255, 255, 255, 0}, {90, 90, 90, 1}};
  std::vector<std::uint8_t> indices(pixels.size(), 9);
  map.map_indices(pixels, indices);
  EXPECT_THAT(indices, ElementsAre(1, 0, 1, 0));
}

TEST(PaletteMap, MapsColorsAndLeavesAlphaAndTransparentPixelsAlone) {
  PaletteMap map(Palette({gray(0), gray(255)}), ColorSpace::rgb);
  const std::vector<Rgba8> pixels{{200, 200, 200, 255}, {10, 10, 10, 0}, {90, 90, 90, 1}};
  std::vector<Rgba8> mapped(pixels.size());
  map.map_colors(pixels, mapped);
  EXPECT_THAT(mapped, ElementsAre(Rgba8{255, 255, 255, 255}, Rgba8{10, 10, 10, 0}, Rgba8{0, 0, 0, 1}));
}

TEST(PaletteMap, MapsColorsWithoutAlpha) {
  PaletteMap map(Palette({gray(0), {255, 0, 0}}), ColorSpace::oklab);
  const std::vector<Rgb8> pixels{{200, 30, 30}, {20, 20, 20}};
  std::vector<Rgb8> mapped(pixels.size());
  map.map_colors(pixels, mapped);
  EXPECT_THAT(mapped, ElementsAre(Rgb8{255, 0, 0}, gray(0)));
}

TEST(PaletteMap, MapsInPlace) {
  PaletteMap map(random_palette(20, 3), ColorSpace::lab);
  std::vector<Rgba8> pixels = random_pixels(1000, 4);
  std::vector<Rgba8> mapped(pixels.size());
  map.map_colors(pixels, mapped);
  map.map_colors(pixels, pixels);
  EXPECT_EQ(pixels, mapped);
}

TEST(PaletteMap, MapsManyPixelsAsItMapsEach) {
  // So many that several threads share them.
  const std::vector<Rgba8> pixels = random_pixels(150000, 5);
  PaletteMap map(random_palette(16, 6), ColorSpace::rgb);
  PaletteMap one_by_one(map.palette(), ColorSpace::rgb);
  std::vector<std::uint8_t> indices(pixels.size());
  map.map_indices(pixels, indices);
  std::vector<Rgba8> mapped(pixels.size());
  map.map_colors(pixels, mapped);
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    ASSERT_EQ(indices[i], one_by_one.index(pixels[i].rgb()));
    const Rgb8 expected = pixels[i].alpha == 0 ? pixels[i].rgb() : map.palette()[indices[i]];
    ASSERT_EQ(mapped[i].rgb(), expected);
    ASSERT_EQ(mapped[i].alpha, pixels[i].alpha);
  }
}

TEST(PaletteMap, BelievesWhatItLearned) {
  PaletteMap map(Palette({gray(0), gray(255)}), ColorSpace::rgb);
  const ColorHistogram histogram = count({gray(100), gray(50)});
  // Not what a search would find, so that it shows.
  const std::vector<std::uint8_t> indices{1, 0};
  map.learn(histogram, indices);
  EXPECT_EQ(map.index(gray(50)), 1);
  EXPECT_EQ(map.index(gray(100)), 0);
  EXPECT_EQ(map.index(gray(200)), 1);
}

TEST(PaletteMap, CanBeMoved) {
  PaletteMap map(Palette({gray(0), gray(255)}), ColorSpace::rgb);
  PaletteMap other = std::move(map);
  EXPECT_EQ(other.index(gray(250)), 1);
  EXPECT_EQ(other.palette(), Palette({gray(0), gray(255)}));
}

TEST(PaletteMap, ExactColorsAreForTheirPixelsOnlyAndReservedOnesForNone) {
  const std::vector<Slot> slots{{gray(50), SlotKind::reserved}, {gray(100), SlotKind::exact}, {gray(0)}, {gray(255)}};
  PaletteMap map(Palette::of_slots(slots), ColorSpace::rgb);
  EXPECT_EQ(map.index(gray(100)), 1);
  EXPECT_EQ(map.index(gray(101)), 2);
  EXPECT_EQ(map.index(gray(50)), 2);
  EXPECT_EQ(map.index(gray(200)), 3);
}

}  // namespace
}  // namespace kmq

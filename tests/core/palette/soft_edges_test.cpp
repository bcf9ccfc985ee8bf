// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/soft_edges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "core/quantize.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using testing::ElementsAre;

Rgb8 blend(Rgb8 a, Rgb8 b, int share) {
  const auto mixed = [share](int from, int to) { return to_byte((from * (8 - share) + to * share) / 8); };
  return {mixed(a.red, b.red), mixed(a.green, b.green), mixed(a.blue, b.blue)};
}

/// Thin letters: few of their pixels are quite of their color.
std::vector<Rgb8> text(Rgb8 letters, Rgb8 paper) {
  std::vector<Rgb8> pixels(4000, paper);
  pixels.insert(pixels.end(), 100, letters);
  for (int share = 1; share < 8; ++share) pixels.insert(pixels.end(), 45, blend(letters, paper, share));
  return pixels;
}

std::vector<Rgb8> palette_of(const std::vector<Rgb8>& pixels, int k) {
  const Palette palette = quantize(count(pixels), {.k = PaletteSize(k)}, {}).palette;
  return {palette.colors().begin(), palette.colors().end()};
}

TEST(SoftEdges, TextKeepsItsTwoColors) {
  const Rgb8 red{0xc1, 0x27, 0x2d};
  const Rgb8 paper{0xf4, 0xf0, 0xe6};
  EXPECT_THAT(palette_of(text(gray(0), gray(255)), 2), ElementsAre(gray(0), gray(255)));
  EXPECT_THAT(palette_of(text(gray(255), gray(0)), 2), ElementsAre(gray(0), gray(255)));
  EXPECT_THAT(palette_of(text(red, paper), 2), ElementsAre(red, paper));
}

TEST(SoftEdges, ThinLettersMayHaveAStepThatIsMoreFrequent) {
  std::vector<Rgb8> pixels(4000, gray(255));
  for (int step = 1; step < 32; ++step) pixels.insert(pixels.end(), 20, gray(8 * step));
  pixels.insert(pixels.end(), 60, gray(0));
  pixels.insert(pixels.end(), 50, gray(128));
  EXPECT_THAT(palette_of(pixels, 2), ElementsAre(gray(0), gray(255)));
  // But two areas without steps keep their mean.
  pixels.assign(4000, gray(255));
  pixels.insert(pixels.end(), 100, gray(0));
  pixels.insert(pixels.end(), 120, gray(128));
  EXPECT_NE(palette_of(pixels, 2).front(), gray(0));
}

TEST(SoftEdges, WhatLiesOnEdgesOnlyIsNoOtherArea) {
  std::vector<Rgb8> pixels(4000, gray(255));
  for (const int value : {0, 28, 92}) pixels.insert(pixels.end(), 22, gray(value));
  ColorHistogram histogram = count(pixels);
  EXPECT_NE(quantize(histogram, {.k = PaletteSize(2)}, {}).palette[0], gray(0));
  histogram.remember_flat(count(std::vector<Rgb8>(3900, gray(255))));
  const Quantization result = quantize(histogram, {.k = PaletteSize(2), .flat_areas = true}, {});
  EXPECT_THAT(result.palette.colors(), ElementsAre(gray(0), gray(255)));
  // What is told of the pixels is about pixels.
  EXPECT_THAT(result.populations, ElementsAre(66, 4000));
}

TEST(SoftEdges, HardlyCountWhereFlatAreasDecide) {
  // More pixels lie on the way between two areas than in a third one, which is small.
  const std::vector<Rgb8> areas{gray(0), {200, 30, 30}, gray(255)};
  std::vector<Rgb8> flat;
  for (const auto& [area, size] : {std::pair{areas[0], 900}, {areas[1], 12}, {areas[2], 900}}) {
    flat.insert(flat.end(), static_cast<std::size_t>(size), area);
  }
  std::vector<Rgb8> pixels = flat;
  for (int value = 1; value < 255; ++value) pixels.insert(pixels.end(), 4, gray(value));
  ColorHistogram histogram = count(pixels);
  histogram.remember_flat(count(flat));
  QuantizeOptions options{.k = PaletteSize(3)};
  EXPECT_THAT(quantize(histogram, options, {}).palette.colors(), testing::Not(testing::Contains(areas[1])));
  options.flat_areas = true;
  EXPECT_THAT(quantize(histogram, options, {}).palette.colors(), testing::ElementsAreArray(areas));
}

TEST(SoftEdges, AFlagKeepsItsColors) {
  const std::vector<Rgb8> flag{gray(0), {0, 85, 164}, {239, 65, 53}, {255, 205, 0}, gray(255)};
  std::vector<Rgb8> pixels;
  for (std::size_t i = 0; i < flag.size(); ++i) {
    pixels.insert(pixels.end(), 1000, flag[i]);
    if (i == 0) continue;
    for (int share = 1; share < 8; ++share) pixels.insert(pixels.end(), 90, blend(flag[i], flag[i - 1], share));
  }
  EXPECT_EQ(palette_of(pixels, 5), flag);
}

TEST(SoftEdges, AStepOfAnEdgeIsNoArea) {
  // With three colors the middle one is the mean of what it stands for.
  const std::vector<Rgb8> colors = palette_of(text(gray(0), gray(255)), 3);
  EXPECT_EQ(colors.front(), gray(0));
  EXPECT_EQ(colors.back(), gray(255));
  for (int share = 1; share < 8; ++share) EXPECT_NE(colors[1], blend(gray(0), gray(255), share));
}

TEST(SoftEdges, WhatIsNoFlatPictureStaysAtItsMeans) {
  // A ramp with a peak at its end: most pixels are elsewhere.
  std::vector<Rgb8> pixels(60, gray(0));
  for (int i = 0; i < 256; ++i) pixels.push_back(gray(i));
  EXPECT_NE(palette_of(pixels, 2).front(), gray(0));
}

TEST(SoftEdges, ColorsOfTheirOwnAreNoEdge) {
  // Beside the flat gray there are colors that lie between nothing.
  std::vector<Rgb8> pixels(900, gray(255));
  pixels.insert(pixels.end(), 50, gray(60));
  for (int i = 0; i < 50; ++i) pixels.push_back({to_byte(i), 0, to_byte(60 - i)});
  EXPECT_NE(palette_of(pixels, 2).front(), gray(60));
}

}  // namespace
}  // namespace kmq

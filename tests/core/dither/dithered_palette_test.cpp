// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/dithered_palette.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "core/dither/dither.h"
#include "core/quantize.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using testing::Contains;
using testing::ElementsAreArray;
using Entry = ColorHistogram::Entry;

Rgb8 gray(int value) {
  const auto byte = static_cast<std::uint8_t>(value);
  return {byte, byte, byte};
}

/// Every gray from 60 to 190, each as often.
ColorHistogram grays() {
  std::vector<Entry> entries;
  for (int value = 60; value <= 190; ++value) entries.push_back({gray(value), 10});
  return {entries, 1};
}

std::vector<Rgb8> colors_of(const ColorHistogram& histogram, int k, double dither_amount) {
  const auto colors =
      quantize(histogram, {.k = PaletteSize(k), .effort = Effort::fast, .dither_amount = dither_amount}, {}).palette;
  return {colors.colors().begin(), colors.colors().end()};
}

/// Mean squared distance, in encoded RGB, of some of the colors to what large flat areas of them, dithered, look like
/// from afar.
double error_from_afar(const ColorHistogram& histogram, const std::vector<Rgb8>& colors, DitherMethod method) {
  constexpr int size = 24;
  const std::size_t step = std::max<std::size_t>(1, histogram.size() / 50);
  PaletteMap map(Palette(colors), ColorSpace::rgb);
  double sum = 0;
  for (std::size_t i = 0; i < histogram.size(); i += step) {
    const Rgb8 color = histogram.color(i);
    const std::vector<Rgba8> row(size, {color.red, color.green, color.blue, 255});
    Ditherer ditherer(map, {.method = method}, 0, 0, size);
    LinearColor light;
    for (int y = 0; y < size; ++y) {
      std::vector<std::uint8_t> indices(size);
      ditherer.dither_rows(row, {}, indices);
      for (const std::uint8_t index : indices) light += LightModel::srgb().linear(colors[index]) / size;
    }
    const Rgb8 seen = LightModel::srgb().encoded(light / size);
    const auto square = [](int value) { return value * value; };
    sum += static_cast<double>(histogram.weights()[i]) *
           (square(seen.red - color.red) + square(seen.green - color.green) + square(seen.blue - color.blue));
  }
  return sum / static_cast<double>(histogram.total_weight());
}

TEST(PaletteForDithering, ReachesFurtherOutThanTheMeans) {
  const std::vector<Rgb8> means = colors_of(grays(), 2, 0);
  const std::vector<Rgb8> reaching = colors_of(grays(), 2, 1);
  EXPECT_LT(reaching[0].red, means[0].red - 10);
  EXPECT_GT(reaching[1].red, means[1].red + 10);
  EXPECT_GE(reaching[0].red, 50);  // but not much beyond what there is
  EXPECT_LE(reaching[1].red, 200);
}

TEST(PaletteForDithering, LowersTheErrorFromAfarOfEachDither) {
  for (const Picture& picture : {gradients(), clumps(), dark_crowd()}) {
    const ColorHistogram histogram = count(picture.pixels);
    for (const int k : {4, 12}) {
      const std::vector<Rgb8> means = colors_of(histogram, k, 0);
      const std::vector<Rgb8> reaching = colors_of(histogram, k, 1);
      for (const DitherMethod method : {DitherMethod::floyd_steinberg, DitherMethod::blue_noise, DitherMethod::bayer}) {
        EXPECT_LT(error_from_afar(histogram, reaching, method), error_from_afar(histogram, means, method))
            << picture.name << ", k " << k << ", method " << static_cast<int>(method);
      }
    }
  }
}

TEST(PaletteForDithering, MovesLessTheLessIsDithered) {
  const std::vector<Rgb8> means = colors_of(grays(), 2, 0);
  EXPECT_THAT(palette_for_dithering(grays(), means, 0, 0, LightModel::srgb()), ElementsAreArray(means));
  const int little = means[0].red - palette_for_dithering(grays(), means, 0, 0.5, LightModel::srgb())[0].red;
  const int much = means[0].red - palette_for_dithering(grays(), means, 0, 1, LightModel::srgb())[0].red;
  EXPECT_GT(little, 0);
  EXPECT_GT(much, little);
}

TEST(PaletteForDithering, LeavesFixedColorsWhereTheyAre) {
  const std::vector<Rgb8> colors{gray(100), gray(150), gray(170)};
  const std::vector<Rgb8> moved = palette_for_dithering(grays(), colors, 2, 1, LightModel::srgb());
  EXPECT_EQ(moved[0], colors[0]);
  EXPECT_EQ(moved[1], colors[1]);
  EXPECT_NE(moved[2], colors[2]);
}

TEST(PaletteForDithering, LeavesColorsOfFlatAreasWhereTheyAre) {
  std::vector<Entry> entries{{gray(180), 1000}};
  for (int value = 60; value <= 250; ++value) {
    if (value != 180) entries.push_back({gray(value), 10});
  }
  const ColorHistogram histogram(entries, 1);
  const std::vector<Rgb8> moved =
      palette_for_dithering(histogram, {gray(90), gray(130), gray(180)}, 0, 1, LightModel::srgb());
  EXPECT_EQ(moved[2], gray(180));
  EXPECT_LT(moved[0].red, 90);
}

TEST(PaletteForDithering, LeavesAPictureThatHasItsColorsAsItIs) {
  const ColorHistogram histogram(std::vector<Entry>{{gray(10), 3}, {gray(200), 1}, {{9, 99, 199}, 5}}, 1);
  EXPECT_EQ(colors_of(histogram, 3, 1).size(), 3U);
  EXPECT_THAT(colors_of(histogram, 8, 1), Contains(gray(200)));
  EXPECT_EQ(quantize(histogram, {.k = PaletteSize(3), .dither_amount = 1}, {}).cost, 0);
}

TEST(PaletteForDithering, KeepsTheNumberOfColors) {
  for (const Picture& picture : pictures()) {
    const ColorHistogram histogram = count(picture.pixels);
    for (const int k : {1, 2, 30}) {
      const std::vector<Rgb8> colors = colors_of(histogram, k, 1);
      EXPECT_EQ(std::set<Rgb8>(colors.begin(), colors.end()).size(),
                std::min(static_cast<std::size_t>(k), histogram.size()))
          << picture.name;
    }
  }
}

}  // namespace
}  // namespace kmq

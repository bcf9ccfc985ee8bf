// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/dither.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

#include "core/base/random.h"

namespace kmq {
namespace {

using testing::Each;
using testing::ElementsAre;

constexpr DitherMethod all_methods[] = {DitherMethod::none, DitherMethod::floyd_steinberg, DitherMethod::blue_noise,
                                        DitherMethod::bayer};
constexpr DitherMethod dithering_methods[] = {DitherMethod::floyd_steinberg, DitherMethod::blue_noise,
                                              DitherMethod::bayer};

Palette black_and_white() { return Palette({{0, 0, 0}, {255, 255, 255}}); }
Palette primaries() {
  return Palette({{0, 0, 0}, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {200, 190, 180}, {255, 255, 255}});
}

struct Raster {
  int width;
  int height;
  std::vector<Rgba8> pixels;
  std::vector<std::uint8_t> selection;  // empty: all

  Rgba8& at(int x, int y) { return pixels[static_cast<std::size_t>(y * width + x)]; }
};

Raster filled(int width, int height, Rgba8 pixel) {
  return {width, height, std::vector<Rgba8>(static_cast<std::size_t>(width * height), pixel), {}};
}

Raster noise(int width, int height) {
  Random random(7);
  Raster raster = filled(width, height, {});
  for (Rgba8& pixel : raster.pixels) {
    const auto channel = [&] { return static_cast<std::uint8_t>(random.below(256)); };
    pixel = {channel(), channel(), channel(), 255};
  }
  return raster;
}

/// A smooth picture, as dithering likes it.
Raster gradient(int width, int height) {
  Raster raster = filled(width, height, {});
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      raster.at(x, y) = {static_cast<std::uint8_t>(40 + 3 * x), static_cast<std::uint8_t>(60 + 2 * y),
                         static_cast<std::uint8_t>(100 + x), 255};
    }
  }
  return raster;
}

std::vector<std::uint8_t> dithered(const Raster& raster, const Palette& palette, const DitherOptions& options,
                                   int x = 0, int y = 0) {
  PaletteMap map(palette, ColorSpace::rgb);
  Ditherer ditherer(map, options, x, y, raster.width);
  std::vector<std::uint8_t> indices(raster.pixels.size());
  const auto width = static_cast<std::size_t>(raster.width);
  for (std::size_t begin = 0; begin < indices.size(); begin += width) {
    const std::span<const std::uint8_t> selection(raster.selection);
    ditherer.dither_row(std::span(raster.pixels).subspan(begin, width),
                        selection.empty() ? selection : selection.subspan(begin, width),
                        std::span(indices).subspan(begin, width));
  }
  return indices;
}

std::vector<std::uint8_t> nearest(const Raster& raster, const Palette& palette) {
  PaletteMap map(palette, ColorSpace::rgb);
  std::vector<std::uint8_t> indices;
  for (const Rgba8 pixel : raster.pixels) indices.push_back(map.index(pixel.rgb()));
  return indices;
}

/// The rectangle of a picture's indices, row by row.
std::vector<std::uint8_t> part(const std::vector<std::uint8_t>& indices, int width, int x, int y, int part_width,
                               int part_height) {
  std::vector<std::uint8_t> result;
  for (int row = y; row < y + part_height; ++row) {
    const auto begin = indices.begin() + row * width + x;
    result.insert(result.end(), begin, begin + part_width);
  }
  return result;
}

std::ptrdiff_t count_differing(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), std::ptrdiff_t{0}, std::plus<>(), std::not_equal_to<>());
}

TEST(Dither, NoneIsTheNearestPaletteColor) {
  const Raster raster = noise(40, 20);
  EXPECT_EQ(dithered(raster, primaries(), {DitherMethod::none}), nearest(raster, primaries()));
}

TEST(Dither, AmountZeroIsTheNearestPaletteColor) {
  const Raster raster = noise(40, 20);
  for (const DitherMethod method : dithering_methods) {
    EXPECT_EQ(dithered(raster, primaries(), {method, 0}), nearest(raster, primaries()));
  }
}

TEST(Dither, AGreaterAmountDithersMore) {
  const Raster raster = gradient(64, 64);
  const std::vector<std::uint8_t> plain = nearest(raster, primaries());
  for (const DitherMethod method : dithering_methods) {
    const auto changed = [&](double amount) {
      return count_differing(dithered(raster, primaries(), {method, amount}), plain);
    };
    EXPECT_LT(0, changed(0.3));
    EXPECT_LT(changed(0.3), changed(0.6));
    EXPECT_LT(changed(0.6), changed(1));
  }
}

TEST(Dither, FloydSteinbergByHand) {
  // Gray with half the light of white; behind each index the light wanted there, computed by hand with white at
  // 65535. White is nearer from 14 000 on: encoded, that is the middle.
  const std::vector<std::uint8_t> indices =
      dithered(filled(5, 2, {188, 188, 188, 255}), black_and_white(), {DitherMethod::floyd_steinberg});
  EXPECT_THAT(part(indices, 5, 0, 0, 5, 1),
              ElementsAre(1,     // 32957
                          1,     // 19429 = 32957 − 7/16 × 0.95 × (65535 − 32957)
                          0,     // 13811
                          1,     // 38692
                          1));   // 21810
  EXPECT_THAT(part(indices, 5, 0, 1, 5, 1),
              ElementsAre(1,     // 17106
                          0,     // 4859
                          1,     // 29541
                          0,     // 0
                          1));   // 18395: this row starts here
}

TEST(Dither, AFlatAreaKeepsNearlyItsLight) {
  // Without dithering it would be all white.
  for (const DitherMethod method : dithering_methods) {
    const std::vector<std::uint8_t> indices =
        dithered(filled(64, 64, {188, 188, 188, 255}), black_and_white(), {method});
    const auto white = std::ranges::count(indices, 1);
    EXPECT_NEAR(static_cast<double>(white) / 4096, 0.503, 0.04);
  }
}

TEST(Dither, PaletteColorsStayUndithered) {
  // Every third pixel has a palette color; those around it pass on large errors.
  const Palette palette = primaries();
  Raster raster = noise(48, 48);
  for (std::size_t i = 0; i < raster.pixels.size(); i += 3) {
    const Rgb8 color = palette[static_cast<int>(i / 3 % 6)];
    raster.pixels[i] = {color.red, color.green, color.blue, 255};
  }
  for (const DitherMethod method : dithering_methods) {
    const std::vector<std::uint8_t> indices = dithered(raster, palette, {method});
    for (std::size_t i = 0; i < indices.size(); i += 3) EXPECT_EQ(indices[i], i / 3 % 6);
  }
}

TEST(Dither, ColorsWithTheLowKeyBitsOfAPaletteColorAreDithered) {
  for (const DitherMethod method : dithering_methods) {
    const std::vector<std::uint8_t> indices =
        dithered(filled(16, 16, {160, 160, 160, 255}), black_and_white(), {method});
    EXPECT_THAT(indices, testing::AllOf(testing::Contains(0), testing::Contains(1)));
  }
}

TEST(Dither, APictureInPaletteColorsStaysAsItIs) {
  Random random(3);
  const Palette palette({{0, 0, 0}, {200, 190, 180}, {201, 190, 180}, {200, 191, 180}, {200, 190, 181}, {255, 0, 9}});
  Raster raster = filled(33, 9, {});
  std::vector<std::uint8_t> expected;
  for (Rgba8& pixel : raster.pixels) {
    expected.push_back(static_cast<std::uint8_t>(random.below(6)));
    const Rgb8 color = palette[expected.back()];
    pixel = {color.red, color.green, color.blue, 255};
  }
  for (const DitherMethod method : all_methods) EXPECT_EQ(dithered(raster, palette, {method}), expected);
}

enum class Wall { transparent, unselected, palette_color };

class DitherWall : public testing::TestWithParam<Wall> {};

TEST_P(DitherWall, LetsNoErrorThrough) {
  // A wall one pixel wide: what is right of it comes out as if there were nothing left of it.
  Raster whole = gradient(31, 20);
  Raster right = gradient(31, 20);
  if (GetParam() == Wall::unselected) whole.selection.assign(whole.pixels.size(), 255);
  for (int y = 0; y < 20; ++y) {
    if (GetParam() == Wall::transparent) whole.at(10, y).alpha = 0;
    if (GetParam() == Wall::palette_color) whole.at(10, y) = {200, 190, 180, 255};
    if (GetParam() == Wall::unselected) whole.selection[static_cast<std::size_t>(y * 31 + 10)] = 0;
  }
  const DitherOptions options{DitherMethod::floyd_steinberg};
  right.pixels.clear();
  right.width = 20;
  for (int y = 0; y < 20; ++y) {
    for (int x = 11; x < 31; ++x) right.pixels.push_back(whole.at(x, y));
  }
  EXPECT_EQ(part(dithered(whole, primaries(), options), 31, 11, 0, 20, 20), dithered(right, primaries(), options));
}

TEST_P(DitherWall, KeepsItsNearestColors) {
  for (const DitherMethod method : dithering_methods) {
    Raster raster = gradient(31, 20);
    if (GetParam() == Wall::unselected) raster.selection.assign(raster.pixels.size(), 1);
    for (int y = 0; y < 20; ++y) {
      if (GetParam() == Wall::transparent) raster.at(10, y).alpha = 0;
      if (GetParam() == Wall::palette_color) raster.at(10, y) = {200, 190, 180, 255};
      if (GetParam() == Wall::unselected) raster.selection[static_cast<std::size_t>(y * 31 + 10)] = 0;
    }
    EXPECT_EQ(part(dithered(raster, primaries(), {method}), 31, 10, 0, 1, 20),
              part(nearest(raster, primaries()), 31, 10, 0, 1, 20));
  }
}

INSTANTIATE_TEST_SUITE_P(All, DitherWall, testing::Values(Wall::transparent, Wall::unselected, Wall::palette_color));

TEST(Dither, PartlySelectedAndTranslucentPixelsAreDithered) {
  const Raster full = gradient(32, 32);
  Raster partial = full;
  partial.selection.assign(partial.pixels.size(), 1);
  for (Rgba8& pixel : partial.pixels) pixel.alpha = 1;
  for (const DitherMethod method : dithering_methods) {
    EXPECT_EQ(dithered(partial, primaries(), {method}), dithered(full, primaries(), {method}));
  }
}

TEST(Dither, PatternsStayInTheirPlace) {
  // A part dithered alone equals that part of the whole: tiles and previews show what will come.
  Raster whole = gradient(70, 70);
  Raster corner = filled(40, 30, {});
  for (int y = 0; y < 30; ++y) {
    for (int x = 0; x < 40; ++x) corner.at(x, y) = whole.at(x + 13, y + 27);
  }
  for (const DitherMethod method : {DitherMethod::blue_noise, DitherMethod::bayer}) {
    EXPECT_EQ(dithered(corner, primaries(), {method}, 13, 27),
              part(dithered(whole, primaries(), {method}), 70, 13, 27, 40, 30));
  }
}

TEST(Dither, SerpentinesGoByTheRowInTheDrawable) {
  // Above the selection nothing happens, so a part that starts at an odd row goes leftward first, as in the whole.
  Raster whole = gradient(20, 11);
  whole.selection.assign(whole.pixels.size(), 255);
  std::fill_n(whole.selection.begin(), 20 * 3, std::uint8_t{0});
  Raster lower = whole;
  lower.selection.clear();
  lower.pixels.erase(lower.pixels.begin(), lower.pixels.begin() + 20 * 3);
  lower.height = 8;
  const DitherOptions options{DitherMethod::floyd_steinberg};
  EXPECT_EQ(dithered(lower, primaries(), options, 0, 3), part(dithered(whole, primaries(), options), 20, 0, 3, 20, 8));
}

TEST(Dither, OnePaletteColorIsEverywhere) {
  for (const DitherMethod method : all_methods) {
    EXPECT_THAT(dithered(noise(17, 5), Palette({{9, 8, 7}}), {method}), Each(0));
  }
}

TEST(OrderedDither, BayerPatternIsBayers) {
  const ThresholdPattern pattern = bayer_pattern();
  ASSERT_EQ(pattern.size, 8);
  // The first two rows of the published matrix are 0 32 8 40 2 34 10 42 and 48 16 56 24 50 18 58 26, of 64.
  const auto row = [&](int y) {
    return std::vector<int>(pattern.levels.begin() + 8 * y, pattern.levels.begin() + 8 * (y + 1));
  };
  EXPECT_THAT(row(0), ElementsAre(0, 16, 4, 20, 1, 17, 5, 21));
  EXPECT_THAT(row(1), ElementsAre(24, 8, 28, 12, 25, 9, 29, 13));
}

TEST(OrderedDither, PatternsHaveEveryLevelEquallyOften) {
  for (const ThresholdPattern& pattern : {bayer_pattern(), blue_noise_pattern()}) {
    const std::ptrdiff_t places = pattern.size * pattern.size;
    ASSERT_EQ(static_cast<std::ptrdiff_t>(pattern.levels.size()), places);
    for (int level = 0; level < mix_size; ++level) {
      EXPECT_EQ(std::ranges::count(pattern.levels, level), places / mix_size);
    }
  }
}

TEST(OrderedDither, LighterPlacesOfThePatternGetTheLighterColor) {
  const std::vector<std::uint8_t> indices =
      dithered(filled(8, 8, {150, 150, 150, 255}), black_and_white(), {DitherMethod::bayer});
  const ThresholdPattern pattern = bayer_pattern();
  int darkest_white = mix_size;
  int lightest_black = -1;
  for (std::size_t i = 0; i < 64; ++i) {
    const int level = pattern.levels[i];
    if (indices[i] == 1) {
      darkest_white = std::min(darkest_white, level);
    } else {
      lightest_black = std::max(lightest_black, level);
    }
  }
  EXPECT_EQ(darkest_white, lightest_black + 1);
}

TEST(CoarsePaletteMap, FindsTheColorNearestToTheMiddleOfTheCube) {
  // Of 124 .. 127 the middle is 126: five from one gray, six from the other.
  CoarsePaletteMap coarse(Palette({{0, 0, 0}, {120, 120, 120}, {131, 131, 131}, {255, 255, 255}}));
  for (std::uint8_t value = 124; value < 128; ++value) EXPECT_EQ(coarse.index({value, value, value}), 2);
  EXPECT_EQ(coarse.index({123, 123, 123}), 1);
  EXPECT_EQ(coarse.index({0, 0, 0}), 0);
  EXPECT_EQ(coarse.index({255, 255, 255}), 3);
}

TEST(LinearColor, EncodingIsTheInverseOfLinearLight) {
  for (int value = 0; value < 256; ++value) {
    EXPECT_EQ(encoded_light(linear_light[static_cast<std::size_t>(value)]), value);
  }
}

TEST(LinearColor, IsClampedToTheLightThatThereIs) {
  const Rgb8 color = to_encoded(clamped({-5, 70000, 26}));
  EXPECT_EQ(color, (Rgb8{0, 255, 1}));
}

}  // namespace
}  // namespace kmq

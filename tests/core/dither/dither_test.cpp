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

constexpr DitherMethod all_methods[] = {
    DitherMethod::none,   DitherMethod::floyd_steinberg, DitherMethod::atkinson,   DitherMethod::stucki,
    DitherMethod::jarvis, DitherMethod::sierra,          DitherMethod::blue_noise, DitherMethod::bayer};
constexpr auto dithering_methods = std::span(all_methods).subspan(1);

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
    ditherer.dither_rows(std::span(raster.pixels).subspan(begin, width),
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
                          1,     // 19428 = 32957 − 7/16 × 0.95 × (65535 − 32957)
                          0,     // 13810
                          1,     // 38692
                          1));   // 21810
  EXPECT_THAT(part(indices, 5, 0, 1, 5, 1),
              ElementsAre(0,     // 0: with what left the first row behind its first pixel
                          1,     // 23881
                          0,     // 9814
                          1,     // 18032
                          0));   // 0: this row starts here, with what left the first row ahead of its last pixel
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

enum class Wall { transparent, unselected };

class DitherWall : public testing::TestWithParam<Wall> {};

void expect_wall_to_hold(Wall wall, DitherMethod method, int wall_width) {
  // What is right of the wall does not depend on what is left of it.
  const int left_width = 11 - wall_width;
  Raster one = gradient(31, 20);
  if (wall == Wall::unselected) one.selection.assign(one.pixels.size(), 255);
  for (int y = 0; y < 20; ++y) {
    for (int x = left_width; x < 11; ++x) {
      if (wall == Wall::transparent) one.at(x, y).alpha = 0;
      if (wall == Wall::unselected) one.selection[static_cast<std::size_t>(y * 31 + x)] = 0;
    }
  }
  Raster other = one;
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < left_width; ++x) other.at(x, y) = {200, 10, 77, 255};
  }
  EXPECT_EQ(part(dithered(one, primaries(), {method}), 31, 11, 0, 20, 20),
            part(dithered(other, primaries(), {method}), 31, 11, 0, 20, 20));
}

TEST_P(DitherWall, LetsNoErrorThrough) {
  // As wide as the kernel reaches.
  for (const DitherMethod method : dithering_methods) {
    expect_wall_to_hold(GetParam(), method, method == DitherMethod::floyd_steinberg ? 1 : kernel_reach);
  }
}

TEST_P(DitherWall, KeepsItsNearestColors) {
  for (const DitherMethod method : dithering_methods) {
    Raster raster = gradient(31, 20);
    if (GetParam() == Wall::unselected) raster.selection.assign(raster.pixels.size(), 1);
    for (int y = 0; y < 20; ++y) {
      if (GetParam() == Wall::transparent) raster.at(10, y).alpha = 0;
      if (GetParam() == Wall::unselected) raster.selection[static_cast<std::size_t>(y * 31 + 10)] = 0;
    }
    EXPECT_EQ(part(dithered(raster, primaries(), {method}), 31, 10, 0, 1, 20),
              part(nearest(raster, primaries()), 31, 10, 0, 1, 20));
  }
}

INSTANTIATE_TEST_SUITE_P(All, DitherWall, testing::Values(Wall::transparent, Wall::unselected));

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

TEST(Dither, ManyRowsAtOnceAreTheSame) {
  // More pixels than one thread takes.
  const Raster raster = gradient(70, 300);
  for (const DitherMethod method : all_methods) {
    PaletteMap map(primaries(), ColorSpace::rgb);
    Ditherer ditherer(map, {method}, 5, 3, raster.width);
    std::vector<std::uint8_t> indices(raster.pixels.size());
    ditherer.dither_rows(raster.pixels, {}, indices);
    EXPECT_EQ(indices, dithered(raster, primaries(), {method}, 5, 3));
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
  const ThresholdPattern pattern = bayer_pattern(BayerSize::b8);
  ASSERT_EQ(pattern.size, 8);
  const auto row = [&](int y) {
    return std::vector<int>(pattern.ranks.begin() + 8 * y, pattern.ranks.begin() + 8 * (y + 1));
  };
  EXPECT_THAT(row(0), ElementsAre(0, 32, 8, 40, 2, 34, 10, 42));
  EXPECT_THAT(row(1), ElementsAre(48, 16, 56, 24, 50, 18, 58, 26));
  EXPECT_THAT(bayer_pattern(BayerSize::b2).ranks, ElementsAre(0, 2, 3, 1));
}

TEST(OrderedDither, PatternsHaveEveryRankEquallyOften) {
  for (const ThresholdPattern& pattern :
       {bayer_pattern(BayerSize::b2), bayer_pattern(BayerSize::b4), bayer_pattern(BayerSize::b8),
        bayer_pattern(BayerSize::b16), blue_noise_pattern()}) {
    const std::ptrdiff_t places = pattern.size * pattern.size;
    ASSERT_EQ(static_cast<std::ptrdiff_t>(pattern.ranks.size()), places);
    for (int rank = 0; rank < pattern.rank_count; ++rank) {
      ASSERT_EQ(std::ranges::count(pattern.ranks, rank), places / pattern.rank_count);
    }
  }
}

TEST(OrderedDither, LighterPlacesOfThePatternGetTheLighterColor) {
  for (const BayerSize size : {BayerSize::b2, BayerSize::b4, BayerSize::b8, BayerSize::b16}) {
    const ThresholdPattern pattern = bayer_pattern(size);
    const std::vector<std::uint8_t> indices =
        dithered(filled(pattern.size, pattern.size, {152, 152, 152, 255}), black_and_white(),
                 {.method = DitherMethod::bayer, .bayer_size = size});
    int darkest_white = pattern.rank_count;
    int lightest_black = -1;
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const int rank = pattern.ranks[i];
      if (indices[i] == 1) {
        darkest_white = std::min(darkest_white, rank);
      } else {
        lightest_black = std::max(lightest_black, rank);
      }
    }
    EXPECT_EQ(darkest_white, lightest_black + 1);
    EXPECT_LT(darkest_white, pattern.rank_count);
  }
}

/// A palette that somebody brings.
Palette given(const std::vector<Rgb8>& colors) {
  std::vector<Slot> slots;
  for (const Rgb8 color : colors) slots.push_back({color});
  return Palette::of_slots(slots, PaletteOrigin::given);
}

Rgb8 gray(int value) {
  const auto byte = static_cast<std::uint8_t>(value);
  return {byte, byte, byte};
}

Raster checkerboard(Rgb8 a, Rgb8 b) {
  Raster raster = filled(96, 96, {});
  for (int y = 0; y < 96; ++y) {
    for (int x = 0; x < 96; ++x) {
      const Rgb8 color = (x + y) % 2 == 0 ? a : b;
      raster.at(x, y) = {color.red, color.green, color.blue, 255};
    }
  }
  return raster;
}

/// Mean luminance, 0 .. 1, of palette colors.
double mean_luminance(const std::vector<std::uint8_t>& indices, const Palette& palette) {
  double sum = 0;
  for (const std::uint8_t index : indices) sum += luminance(palette[index]);
  return sum / static_cast<double>(indices.size()) / 10000 / linear_white;
}

double luminance_of(Rgb8 color) { return luminance(color) / 10000.0 / linear_white; }

class GivenPalette : public testing::TestWithParam<DitherMethod> {
 protected:
  [[nodiscard]] double light_of(const Raster& raster, const Palette& palette) const {
    return mean_luminance(dithered(raster, palette, {.method = GetParam(), .bayer_size = BayerSize::b16}), palette);
  }
  [[nodiscard]] double light_of(Rgb8 color, const Palette& palette) const {
    return light_of(filled(96, 96, {color.red, color.green, color.blue, 255}), palette);
  }
};

TEST_P(GivenPalette, BlackAndWhiteShowTheLuminanceOfAnyColor) {
  const Palette palette = given({gray(0), gray(255)});
  for (const Rgb8 color : {Rgb8{0, 255, 0}, Rgb8{255, 0, 0}, Rgb8{0, 0, 255}, Rgb8{0, 255, 255}, Rgb8{255, 255, 0},
                           Rgb8{40, 160, 60}, gray(20), gray(26), gray(128), gray(250), gray(252)}) {
    EXPECT_NEAR(light_of(color, palette), luminance_of(color), 0.008) << hex_name(color);
  }
}

TEST_P(GivenPalette, GraysShowTheLuminanceOfAnyColor) {
  const Palette palette = given({gray(0), gray(85), gray(170), gray(255)});
  for (const Rgb8 color : {Rgb8{40, 160, 60}, Rgb8{255, 0, 0}, Rgb8{90, 80, 250}, gray(30), gray(240)}) {
    EXPECT_NEAR(light_of(color, palette), luminance_of(color), 0.006) << hex_name(color);
  }
}

TEST_P(GivenPalette, WhatIsTooDarkOrTooBrightGetsTheDarkestOrBrightest) {
  const Palette palette = given({gray(100), gray(120)});
  EXPECT_NEAR(light_of(gray(90), palette), luminance_of(gray(100)), 1e-9);
  EXPECT_NEAR(light_of({255, 255, 0}, palette), luminance_of(gray(120)), 1e-9);
}

TEST_P(GivenPalette, KeepsTheLightOfEveryMixtureOfItsColors) {
  // Three inks span a plane, four a body; some colors lie inside, some outside.
  Random random(5);
  const auto channel = [&random] { return static_cast<std::uint8_t>(random.below(256)); };
  for (int run = 0; run < 12; ++run) {
    std::vector<Rgb8> colors(static_cast<std::size_t>(2 + run % 5));
    for (Rgb8& color : colors) color = {channel(), channel(), channel()};
    const Palette palette = given(colors);
    double darkest = 1;
    double brightest = 0;
    for (const Rgb8 color : colors) darkest = std::min(darkest, luminance_of(color));
    for (const Rgb8 color : colors) brightest = std::max(brightest, luminance_of(color));
    for (int i = 0; i < 5; ++i) {
      const Rgb8 color{channel(), channel(), channel()};
      EXPECT_NEAR(light_of(color, palette), std::clamp(luminance_of(color), darkest, brightest), 0.012)
          << "run " << run << ' ' << hex_name(color);
    }
  }
}

TEST_P(GivenPalette, TextureOfPaletteColorsAndOthersKeepsItsTone) {
  if (GetParam() == DitherMethod::bayer) return;  // its pattern has the period of the texture
  const Palette palette = given({gray(100), gray(120)});
  for (const int other : {104, 108}) {
    const double expected = (luminance_of(gray(100)) + luminance_of(gray(other))) / 2;
    const double level = (luminance_of(gray(120)) - luminance_of(gray(100))) / 20;
    EXPECT_NEAR(light_of(checkerboard(gray(100), gray(other)), palette), expected, 0.3 * level) << other;
  }
}

TEST_P(GivenPalette, APictureOnePixelWideKeepsItsLight) {
  if (!is_error_diffusion(GetParam())) return;  // one column of a pattern does not have all of its levels
  const Palette palette = given({gray(0), gray(255)});
  for (const Rgb8 color : {gray(60), gray(188), Rgb8{0, 255, 0}}) {
    EXPECT_NEAR(light_of(filled(1, 4096, {color.red, color.green, color.blue, 255}), palette), luminance_of(color),
                0.02)
        << hex_name(color);
  }
}

TEST_P(GivenPalette, WithAmountZeroIsTheNearestColor) {
  const Palette palette = given({gray(0), {200, 0, 0}, gray(255)});
  EXPECT_EQ(dithered(noise(20, 20), palette, {.method = GetParam(), .amount = 0}), nearest(noise(20, 20), palette));
}

TEST_P(GivenPalette, OfOneColorIsThatColor) {
  EXPECT_THAT(dithered(noise(17, 5), given({{9, 8, 7}}), {.method = GetParam()}), Each(0));
}

TEST_P(GivenPalette, NothingComesOutOfAFlatAreaOfItsColor) {
  // Left of 40 a color that is dithered, then palette gray, from 70 on a color next to a palette color: far from the
  // other area it looks as it does alone.
  const Palette palette = given({gray(0), gray(120), gray(255)});
  Raster both = filled(100, 64, {120, 120, 120, 255});
  Raster alone = both;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 40; ++x) both.at(x, y) = {60, 70, 90, 255};
    for (int x = 70; x < 100; ++x) both.at(x, y) = alone.at(x, y) = {130, 130, 130, 255};
  }
  const DitherOptions options{.method = GetParam()};
  EXPECT_EQ(part(dithered(both, palette, options), 100, 40, 0, 60, 64),
            part(dithered(alone, palette, options), 100, 40, 0, 60, 64));
}

TEST_P(GivenPalette, AThinLineOfItsColorStaysAndLetsErrorsThrough) {
  const Palette palette = given({gray(0), {255, 0, 0}, gray(255)});
  Raster raster = filled(96, 96, {200, 200, 200, 255});
  for (int y = 0; y < 96; ++y) raster.at(48, y) = {255, 0, 0, 255};
  const std::vector<std::uint8_t> indices = dithered(raster, palette, {.method = GetParam()});
  EXPECT_THAT(part(indices, 96, 48, 0, 1, 96), Each(1));
  EXPECT_THAT(part(indices, 96, 0, 0, 48, 96), testing::Not(testing::Contains(1)));
}

TEST_P(GivenPalette, APixelWithinTheThresholdStartsNoPattern) {
  const Palette palette = given({gray(0), gray(255)});
  const Raster raster = filled(32, 32, {3, 4, 12, 255});  // √(9 + 16 + 144) = 13 from black
  EXPECT_THAT(dithered(raster, palette, {.method = GetParam(), .threshold = 13}), Each(0));
  EXPECT_THAT(dithered(filled(32, 32, {60, 60, 60, 255}), palette, {.method = GetParam(), .threshold = 13}),
              testing::Contains(1));
}

INSTANTIATE_TEST_SUITE_P(All, GivenPalette, testing::ValuesIn(dithering_methods.begin(), dithering_methods.end()));

TEST(CoarsePaletteMap, FindsTheColorNearestToTheMiddleOfTheCube) {
  // Of 124 .. 127 the middle is 126: five from one gray, six from the other.
  CoarsePaletteMap coarse(Palette({{0, 0, 0}, {120, 120, 120}, {131, 131, 131}, {255, 255, 255}}));
  for (std::uint8_t value = 124; value < 128; ++value) EXPECT_EQ(coarse.index({value, value, value}), 2);
  EXPECT_EQ(coarse.index({123, 123, 123}), 1);
  EXPECT_EQ(coarse.index({0, 0, 0}), 0);
  EXPECT_EQ(coarse.index({255, 255, 255}), 3);
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/color_histogram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

namespace kmq {

// GoogleTest finds these by their argument's namespace.
bool operator==(const ColorHistogram::Entry& a, const ColorHistogram::Entry& b) {
  return a.color == b.color && a.weight == b.weight;
}
void PrintTo(const ColorHistogram::Entry& entry, std::ostream* stream) {
  *stream << int{entry.color.red} << ' ' << int{entry.color.green} << ' ' << int{entry.color.blue} << " × "
          << entry.weight;
}

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Entry = ColorHistogram::Entry;

constexpr Rgb8 black{0, 0, 0};
constexpr Rgb8 white{255, 255, 255};
constexpr Rgb8 red{255, 0, 0};

std::vector<Entry> entries(const ColorHistogram& histogram) {
  std::vector<Entry> result;
  for (std::size_t i = 0; i < histogram.size(); ++i) result.push_back({histogram.color(i), histogram.weights()[i]});
  return result;
}

template <typename Pixel>
ColorHistogram count(const std::vector<Pixel>& pixels) {
  ColorCounter counter;
  counter.add(std::span<const Pixel>(pixels));
  return counter.histogram();
}

ColorHistogram count(const std::vector<Rgba8>& pixels, const std::vector<std::uint8_t>& selection) {
  ColorCounter counter;
  counter.add(pixels, selection);
  return counter.histogram();
}

std::vector<Rgb8> random_pixels(std::size_t size) {
  std::mt19937 random(1);
  std::vector<Rgb8> pixels(size);
  for (Rgb8& pixel : pixels) {
    // 4³ colors, so that they repeat.
    pixel = {static_cast<std::uint8_t>(random() & 0xc0), static_cast<std::uint8_t>(random() & 0xc0),
             static_cast<std::uint8_t>(random() & 0xc0)};
  }
  return pixels;
}

TEST(ColorKey, IsAOneToOneMapOfAllColors) {
  std::vector<bool> is_taken(color_key_count, false);
  for (std::uint32_t code = 0; code < color_key_count; ++code) {
    const Rgb8 color{static_cast<std::uint8_t>(code >> 16), static_cast<std::uint8_t>(code >> 8),
                     static_cast<std::uint8_t>(code)};
    const std::uint32_t key = color_key(color);
    ASSERT_LT(key, color_key_count);
    ASSERT_FALSE(is_taken[key]);
    ASSERT_EQ(color_of_key(key), color);
    is_taken[key] = true;
  }
}

TEST(ColorKey, KeepsTheColorsOfALeafCellTogether) {
  // Leaf cells are cubes of 8³ colors.
  EXPECT_EQ(color_key({8, 16, 24}) >> block_bits, color_key({15, 23, 31}) >> block_bits);
  EXPECT_NE(color_key({8, 16, 24}) >> block_bits, color_key({16, 16, 24}) >> block_bits);
}

TEST(ColorCounter, CountsNothingAtFirst) {
  const ColorHistogram histogram = ColorCounter().histogram();
  EXPECT_TRUE(histogram.empty());
  EXPECT_EQ(histogram.total_weight(), 0);
}

TEST(ColorCounter, CountsOnePixel) {
  const ColorHistogram histogram = count<Rgb8>({red});
  EXPECT_THAT(entries(histogram), ElementsAre(Entry{red, 1}));
  EXPECT_EQ(histogram.total_weight(), 1);
  EXPECT_EQ(histogram.weight_per_pixel(), 1);
}

TEST(ColorCounter, CountsEachDistinctColorInGridOrder) {
  const ColorHistogram histogram = count<Rgb8>({white, black, white, red, white, black});
  EXPECT_THAT(entries(histogram), ElementsAre(Entry{black, 2}, Entry{red, 1}, Entry{white, 3}));
  EXPECT_EQ(histogram.total_weight(), 6);
  EXPECT_EQ(histogram.pixel_count(), 6);
}

TEST(ColorCounter, DoesNotDependOnTheOrderOfThePixels) {
  std::vector<Rgb8> pixels = random_pixels(1000);
  const std::vector<Entry> expected = entries(count(pixels));
  std::reverse(pixels.begin(), pixels.end());
  EXPECT_EQ(entries(count(pixels)), expected);
  std::sort(pixels.begin(), pixels.end());
  EXPECT_EQ(entries(count(pixels)), expected);
}

TEST(ColorCounter, DoesNotDependOnThePiecesInWhichPixelsCome) {
  const std::vector<Rgb8> pixels = random_pixels(1000);
  ColorCounter counter;
  const std::span<const Rgb8> all(pixels);
  counter.add(all.first(1));
  counter.add(all.first(0));
  counter.add(all.subspan(1, 600));
  counter.add(all.subspan(601));
  EXPECT_EQ(entries(counter.histogram()), entries(count(pixels)));
}

TEST(ColorCounter, CountsOpaquePixelsAsPixels) {
  const ColorHistogram histogram = count<Rgba8>({{0, 0, 0, 255}, {0, 0, 0, 255}});
  EXPECT_THAT(entries(histogram), ElementsAre(Entry{black, 2}));
  EXPECT_EQ(histogram.weight_per_pixel(), 1);
}

TEST(ColorCounter, DoesNotCountTransparentPixels) {
  const ColorHistogram histogram = count<Rgba8>({{255, 0, 0, 0}, {0, 0, 0, 255}, {255, 255, 255, 0}});
  EXPECT_THAT(entries(histogram), ElementsAre(Entry{black, 1}));
  EXPECT_EQ(histogram.weight_per_pixel(), 1);
}

TEST(ColorCounter, FindsNoColorWhereAllIsTransparent) {
  const ColorHistogram histogram = count<Rgba8>({{255, 0, 0, 0}, {0, 0, 0, 0}});
  EXPECT_THAT(entries(histogram), IsEmpty());
  EXPECT_EQ(histogram.total_weight(), 0);
}

TEST(ColorCounter, WeighsByAlphaIn255thsIfAPixelIsPartlyTransparent) {
  const ColorHistogram histogram = count<Rgba8>({{0, 0, 0, 255}, {0, 0, 0, 51}, {255, 0, 0, 51}});
  EXPECT_THAT(entries(histogram), ElementsAre(Entry{black, 306}, Entry{red, 51}));
  EXPECT_EQ(histogram.weight_per_pixel(), 255);
  EXPECT_DOUBLE_EQ(histogram.pixel_count(), 1.4);
}

TEST(ColorCounter, WeighsByAlphaTimesSelection) {
  const std::vector<Rgba8> pixels{{0, 0, 0, 255}, {255, 0, 0, 102}, {255, 255, 255, 255}};
  const ColorHistogram histogram = count(pixels, {255, 127, 0});
  // 102 · 127 / 255 = 50.8
  EXPECT_THAT(entries(histogram), ElementsAre(Entry{black, 255}, Entry{red, 51}));
}

TEST(ColorCounter, CountsPixelsWhereTheSelectionIsFull) {
  const ColorHistogram histogram = count({{0, 0, 0, 255}, {0, 0, 0, 255}, {255, 0, 0, 255}}, {255, 255, 0});
  EXPECT_THAT(entries(histogram), ElementsAre(Entry{black, 2}));
  EXPECT_EQ(histogram.weight_per_pixel(), 1);
}

TEST(ColorCounter, LetsTheFaintestPixelCount) {
  EXPECT_THAT(entries(count({{255, 0, 0, 1}}, {1})), ElementsAre(Entry{red, 1}));
}

TEST(ColorCounter, FindsNoColorWhereNothingIsSelected) {
  EXPECT_THAT(entries(count({{255, 0, 0, 255}, {0, 0, 0, 255}}, {0, 0})), IsEmpty());
}

TEST(ColorCounter, CountsMoreThan32BitsHold) {
  // 2²⁴ half-transparent pixels weigh 2³¹ 255ths; a third such part exceeds 2³².
  const std::vector<Rgba8> pixels(std::size_t{1} << 24, {255, 0, 0, 128});
  ColorCounter counter;
  for (int part = 0; part < 3; ++part) counter.add(pixels);
  EXPECT_THAT(entries(counter.histogram()), ElementsAre(Entry{red, std::int64_t{3} << 31}));
}

/// Pixels that make the counter pass from its list of few pixels to its table, all over the color cube; every third is
/// partly transparent, every fifth fully.
std::vector<Rgba8> very_many_pixels() {
  std::mt19937 random(2);
  std::vector<Rgba8> pixels(2'200'000);
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const auto bits = static_cast<std::uint32_t>(random());
    const auto alpha = static_cast<std::uint8_t>(i % 5 == 0 ? 0 : i % 3 == 0 ? 1 + bits % 255 : 255);
    pixels[i] = {static_cast<std::uint8_t>(bits & 0xf1), static_cast<std::uint8_t>(bits >> 8 & 0xe3),
                 static_cast<std::uint8_t>(bits >> 16 & 0xc7), alpha};
  }
  return pixels;
}

TEST(ColorCounter, CountsManyPixelsAsFewOnes) {
  const std::vector<Rgba8> pixels = very_many_pixels();
  for (const std::size_t size : {std::size_t{1}, std::size_t{70'000}, std::size_t{1} << 20, pixels.size()}) {
    std::map<std::uint32_t, std::int64_t> weights;
    ColorCounter counter;
    for (std::size_t begin = 0; begin < size; begin += 999) {
      const std::span<const Rgba8> piece(pixels.data() + begin, std::min<std::size_t>(999, size - begin));
      counter.add(piece);
      for (const Rgba8 pixel : piece) {
        if (pixel.alpha > 0) weights[color_key(pixel.rgb())] += pixel.alpha;
      }
    }
    std::vector<Entry> expected;
    for (const auto& [key, weight] : weights) expected.push_back({color_of_key(key), weight});
    const ColorHistogram histogram = counter.histogram();
    EXPECT_TRUE(entries(histogram) == expected) << size << " pixels";
    EXPECT_EQ(histogram.weight_per_pixel(), expected.empty() ? 1 : 255);
  }
}

TEST(ColorHistogram, SumsEqualColorsAndDropsThoseWithoutWeight) {
  const std::vector<Entry> unsorted{{white, 2}, {red, 0}, {black, 3}, {white, 5}};
  const ColorHistogram histogram(unsorted, 1);
  EXPECT_THAT(entries(histogram), ElementsAre(Entry{black, 3}, Entry{white, 7}));
  EXPECT_EQ(histogram.total_weight(), 10);
}

TEST(ColorHistogram, CountsPixelsByTheWeightOfOne) {
  const std::vector<Entry> quarters{{white, 2}, {black, 3}};
  EXPECT_DOUBLE_EQ(ColorHistogram(quarters, 4).pixel_count(), 1.25);
}

}  // namespace
}  // namespace kmq

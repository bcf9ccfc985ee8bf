// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <set>
#include <stop_token>
#include <thread>
#include <vector>

#include "tests/core/brute_force.h"
#include "tests/core/given.h"
#include "tests/core/pictures.h"

namespace kmq {

// GoogleTest finds it by its argument's namespace.
void PrintTo(Rgb8 color, std::ostream* stream) { *stream << hex_name(color); }

namespace {

using testing::ElementsAre;
using Entry = ColorHistogram::Entry;

constexpr std::array all_efforts{Effort::plain, Effort::fast, Effort::good, Effort::best};
/// Those that take a moment only.
constexpr std::array quick_efforts{Effort::plain, Effort::fast, Effort::good};

std::vector<Rgb8> colors_of(const Quantization& result) {
  return {result.palette.colors().begin(), result.palette.colors().end()};
}

std::vector<Rgb8> colors_of(const ColorHistogram& histogram) {
  std::vector<Rgb8> colors;
  for (std::size_t i = 0; i < histogram.size(); ++i) colors.push_back(histogram.color(i));
  return colors;
}

testing::AssertionResult are_equal(const Quantization& a, const Quantization& b) {
  const bool is_equal = a.palette == b.palette && a.indices == b.indices && a.populations == b.populations &&
                        a.iterations == b.iterations && a.cost == b.cost && a.mse == b.mse &&
                        a.mse_centroids == b.mse_centroids;
  return is_equal ? testing::AssertionSuccess() : testing::AssertionFailure() << "they differ";
}

/// What holds for every result, by slow and obvious code.
void expect_consistent(const ColorHistogram& histogram, const Quantization& result, const QuantizeOptions& options) {
  const int k = options.k.value();
  EXPECT_LE(result.palette.size(), k);
  if (options.spec.slots.empty() && options.color_bits == ColorBits::b888) {
    EXPECT_EQ(result.palette.size(), std::min(k, static_cast<int>(histogram.size())));
  }
  ASSERT_EQ(result.indices.size(), histogram.size());
  const Centroids centroids = make_centroids(colors_of(result), options.color_space);
  std::int64_t cost = 0;
  std::vector<std::int64_t> weights(static_cast<std::size_t>(result.palette.size()), 0);
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const Rgb8 color = histogram.color(i);
    const Point point = to_point(color, options.color_space);
    ASSERT_EQ(squared_distance(centroids[result.indices[i]], point),
              squared_distance(centroids[nearest_label(centroids, point)], point));
    cost += histogram.weights()[i] * squared_distance(color, result.palette[result.indices[i]]);
    weights[result.indices[i]] += histogram.weights()[i];
  }
  const auto weight_per_pixel = static_cast<double>(histogram.weight_per_pixel());
  EXPECT_DOUBLE_EQ(result.cost, static_cast<double>(cost) / weight_per_pixel);
  EXPECT_DOUBLE_EQ(result.mse, result.cost / histogram.pixel_count());
  ASSERT_EQ(result.populations.size(), weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    EXPECT_DOUBLE_EQ(result.populations[i], static_cast<double>(weights[i]) / weight_per_pixel);
  }
}

TEST(Quantize, FindsOneColorInOnePixel) {
  const ColorHistogram histogram = count({{12, 34, 56}});
  for (const Effort effort : all_efforts) {
    for (const int k : {1, 2, 256}) {
      const Quantization result = quantize(histogram, {.k = PaletteSize(k), .effort = effort}, {});
      EXPECT_THAT(colors_of(result), ElementsAre(Rgb8{12, 34, 56}));
      EXPECT_THAT(result.indices, ElementsAre(0));
      EXPECT_THAT(result.populations, ElementsAre(1));
      EXPECT_EQ(result.cost, 0);
      EXPECT_EQ(result.mse_centroids, 0);
    }
  }
}

TEST(Quantize, KeepsTheColorsOfAPictureThatHasAtMostKOfThem) {
  const ColorHistogram histogram = count(few_colors().pixels);
  const int size = static_cast<int>(histogram.size());
  for (const Effort effort : all_efforts) {
    for (const ColorSpace space : color_spaces) {
      for (const int k : {size, size + 1, 256}) {
        const QuantizeOptions options{.k = PaletteSize(k), .effort = effort, .color_space = space};
        const Quantization result = quantize(histogram, options, {});
        EXPECT_THAT(colors_of(result), testing::UnorderedElementsAreArray(colors_of(histogram)));
        EXPECT_EQ(result.cost, 0);
        expect_consistent(histogram, result, options);
      }
    }
  }
}

TEST(Quantize, KeepsColorsThatDifferInATraceOfRed) {
  // In Oklab these are hardly apart.
  const ColorHistogram histogram = count({{0, 200, 10}, {1, 200, 10}, {2, 200, 10}, {0, 136, 1}, {1, 136, 1}});
  for (const ColorSpace space : color_spaces) {
    EXPECT_EQ(quantize(histogram, {.k = PaletteSize(5), .color_space = space}, {}).cost, 0) << name_of(space);
  }
}

TEST(Quantize, FindsTheRoundedMeanForOneColor) {
  // Means of 10.75, 4.25 and 1.5.
  const std::vector<Entry> entries{{{10, 5, 0}, 1}, {{11, 4, 2}, 3}};
  const ColorHistogram histogram(entries, 1);
  for (const Effort effort : all_efforts) {
    const Quantization result = quantize(histogram, {.k = PaletteSize(1), .effort = effort}, {});
    // The second color has most of the weight and is not far from the first.
    EXPECT_THAT(colors_of(result), ElementsAre(Rgb8{11, 4, 2}));
  }
  const std::vector<Entry> without_majority{{{0, 0, 0}, 1}, {{30, 61, 90}, 1}, {{31, 60, 0}, 1}};
  for (const Effort effort : all_efforts) {
    const Quantization result =
        quantize(ColorHistogram(without_majority, 1), {.k = PaletteSize(1), .effort = effort}, {});
    EXPECT_THAT(colors_of(result), ElementsAre(Rgb8{20, 40, 30}));
    EXPECT_EQ(result.cost, 20 * 20 + 40 * 40 + 30 * 30 + 100 + 21 * 21 + 60 * 60 + 11 * 11 + 400 + 900);
  }
}

class QuantizePictures : public testing::TestWithParam<Picture> {};
INSTANTIATE_TEST_SUITE_P(, QuantizePictures, testing::ValuesIn(pictures()), [](const auto& test) {
  std::string name = test.param.name;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
});

TEST_P(QuantizePictures, MakesConsistentResultsOfExactlyKColors) {
  const ColorHistogram histogram = count(GetParam().pixels);
  const int size = static_cast<int>(histogram.size());
  for (const ColorSpace space : color_spaces) {
    const Quantizer quantizer(histogram, space);
    for (const Effort effort : quick_efforts) {
      const int most = effort == Effort::good ? 30 : 256;
      for (const int k : {1, 2, 7, std::min(size - 1, most)}) {
        SCOPED_TRACE(name_of(space) + ", effort " + std::to_string(static_cast<int>(effort)) + ", k " +
                     std::to_string(k));
        const QuantizeOptions options{.k = PaletteSize(k), .effort = effort, .color_space = space};
        expect_consistent(histogram, quantizer.quantize(options, {}), options);
      }
    }
  }
}

TEST_P(QuantizePictures, CostLessWithMoreEffort) {
  const ColorHistogram histogram = count(GetParam().pixels);
  for (const ColorSpace space : color_spaces) {
    const Quantizer quantizer(histogram, space);
    for (const int k : {2, 5, 16}) {
      // The best effort takes its time.
      const std::size_t effort_count = k == 5 && space == ColorSpace::rgb ? 4 : 3;
      double cost = std::numeric_limits<double>::infinity();
      double rounded_cost = cost;
      for (std::size_t i = 0; i < effort_count; ++i) {
        SCOPED_TRACE(name_of(space) + ", effort " + std::to_string(i) + ", k " + std::to_string(k));
        const QuantizeOptions options{.k = PaletteSize(k), .effort = all_efforts.at(i), .color_space = space};
        const Quantization next = quantizer.quantize(options, {});
        // `fast` does not start from `plain`, which may have had luck.
        const double most_rise = all_efforts.at(i) == Effort::fast ? 0.02 : 1e-9;
        EXPECT_LE(next.mse_centroids, cost * (1 + most_rise));
        cost = next.mse_centroids;
        // What a result tells of its palette is a matter of RGB, whatever was minimized.
        if (space != ColorSpace::rgb) continue;
        EXPECT_LE(next.mse, rounded_cost * (1 + most_rise));
        rounded_cost = next.mse;
      }
    }
  }
}

TEST_P(QuantizePictures, DoNotDependOnTheOrderOfThePixels) {
  std::vector<Rgb8> pixels = GetParam().pixels;
  const Quantization expected = quantize(count(pixels), {.k = PaletteSize(12)}, {});
  std::reverse(pixels.begin(), pixels.end());
  EXPECT_TRUE(are_equal(quantize(count(pixels), {.k = PaletteSize(12)}, {}), expected));
  std::rotate(pixels.begin(), pixels.begin() + 100, pixels.end());
  EXPECT_TRUE(are_equal(quantize(count(pixels), {.k = PaletteSize(12)}, {}), expected));
}

TEST_P(QuantizePictures, DoNotDependOnTheNumberOfThreads) {
  // oneTBB starts no more threads than there are cores unless it is told so twice.
  const tbb::global_control most_threads(tbb::global_control::max_allowed_parallelism, 8);
  const ColorHistogram histogram = count(GetParam().pixels);
  for (const ColorSpace space : color_spaces) {
    const Quantizer quantizer(histogram, space);
    for (const Effort effort : all_efforts) {
      // The upper efforts take their time.
      if (effort == Effort::best && (space != ColorSpace::rgb || histogram.size() > 600)) continue;
      if (effort == Effort::good && space == ColorSpace::oklab) continue;
      const int k = effort == Effort::best ? 3 : 16;
      const QuantizeOptions options{.k = PaletteSize(k), .effort = effort, .color_space = space};
      const auto quantize_with = [&](int threads) {
        return tbb::task_arena(threads).execute([&] { return quantizer.quantize(options, {}); });
      };
      const Quantization expected = quantize_with(1);
      for (const int threads : {2, 3, 8}) EXPECT_TRUE(are_equal(quantize_with(threads), expected));
    }
  }
}

TEST_P(QuantizePictures, HaveFixedColorsFirstInTheirOrderAndAsTheyAre) {
  const ColorHistogram histogram = count(GetParam().pixels);
  // The second is one of the picture's, the last rounds to its neighbor in Oklab.
  const std::vector<Rgb8> fixed{{255, 0, 255}, histogram.color(histogram.size() / 2), {0, 255, 128}, {1, 223, 37}};
  for (const ColorSpace space : color_spaces) {
    const Quantizer quantizer(histogram, space);
    for (const Effort effort : quick_efforts) {
      for (const int k : {4, 5, 20}) {
        const QuantizeOptions options{
            .k = PaletteSize(k), .effort = effort, .color_space = space, .spec = given(fixed)};
        const Quantization result = quantizer.quantize(options, {});
        expect_consistent(histogram, result, options);
        EXPECT_EQ(result.palette.size(), k);
        for (int i = 0; i < 4; ++i) EXPECT_EQ(result.palette[i], fixed[static_cast<std::size_t>(i)]);
      }
    }
  }
}

TEST_P(QuantizePictures, StayNearTheirPaletteWhenKChangesByALittle) {
  const ColorHistogram histogram = count(GetParam().pixels);
  for (const ColorSpace space : color_spaces) {
    const Quantizer quantizer(histogram, space);
    QuantizeOptions options{.k = PaletteSize(12), .effort = Effort::fast, .color_space = space};
    const Palette start = quantizer.quantize(options, {}).palette;
    for (const int k : {9, 11, 12, 13, 16}) {
      options.k = PaletteSize(k);
      const Quantization found = quantizer.quantize_from(start, options, {});
      expect_consistent(histogram, found, options);
      EXPECT_LE(found.mse, 1.5 * quantizer.quantize(options, {}).mse) << name_of(space) << ", k " << k;
    }
  }
}

TEST(Quantize, IsTheSameWithAQuantizerThatWasUsedBefore) {
  const ColorHistogram histogram = count(clumps().pixels);
  const Quantizer quantizer(histogram, ColorSpace::oklab);
  const QuantizeOptions options{.color_space = ColorSpace::oklab};
  const Quantization expected = quantize(histogram, options, {});
  static_cast<void>(quantizer.quantize({.k = PaletteSize(3), .color_space = ColorSpace::oklab}, {}));
  EXPECT_TRUE(are_equal(quantizer.quantize(options, {}), expected));
}

TEST(Quantize, FindsWeightedClustersSolvedByHand) {
  const std::vector<Entry> entries{{{0, 0, 0}, 1}, {{10, 0, 0}, 1}, {{100, 0, 0}, 1}, {{112, 0, 0}, 1}};
  for (const Effort effort : all_efforts) {
    const Quantization result = quantize(ColorHistogram(entries, 1), {.k = PaletteSize(2), .effort = effort}, {});
    EXPECT_THAT(colors_of(result), ElementsAre(Rgb8{5, 0, 0}, Rgb8{106, 0, 0}));
    EXPECT_THAT(result.indices, ElementsAre(0, 0, 1, 1));
    EXPECT_EQ(result.cost, 2 * 25 + 2 * 36);
    EXPECT_DOUBLE_EQ(result.mse_centroids, (2 * 25 + 2 * 36) / 4.0);
  }
}

TEST(Quantize, CountsPixelsOfPartialWeight) {
  const std::vector<Entry> entries{{{0, 0, 0}, 255}, {{10, 0, 0}, 51}};
  const Quantization result = quantize(ColorHistogram(entries, 255), {.k = PaletteSize(1)}, {});
  // Black has most of the weight.
  EXPECT_THAT(result.populations, ElementsAre(1.2));
  EXPECT_DOUBLE_EQ(result.cost, 0.2 * 100);
  EXPECT_DOUBLE_EQ(result.mse, 0.2 * 100 / 1.2);
}

TEST(Quantize, GivesFlatAreasExactlyTheirColor) {
  const ColorHistogram histogram = count(flat_graphic().pixels);
  const std::vector<Rgb8> flat{{255, 255, 255}, {17, 34, 51}, {204, 0, 0}, {0, 102, 204}, {255, 204, 0}, {51, 153, 51}};
  for (const ColorSpace space : color_spaces) {
    for (const Effort effort : {Effort::fast, Effort::good}) {
      const QuantizeOptions options{.k = PaletteSize(6), .effort = effort, .color_space = space};
      EXPECT_THAT(colors_of(quantize(histogram, options, {})), testing::UnorderedElementsAreArray(flat));
    }
  }
}

TEST(Quantize, HasOnlyTheFixedColorsIfThereAreK) {
  const ColorHistogram histogram = count(noise().pixels);
  const std::vector<Rgb8> fixed{{0, 255, 0}, {255, 0, 0}};
  const QuantizeOptions options{.k = PaletteSize(2), .spec = given(fixed)};
  const Quantization result = quantize(histogram, options, {});
  EXPECT_EQ(colors_of(result), fixed);
  expect_consistent(histogram, result, options);
  EXPECT_GT(result.mse_centroids, 0);
}

TEST(Quantize, KeepsFixedColorsThatThePictureLacks) {
  const ColorHistogram histogram = count({{1, 1, 1}, {2, 2, 2}});
  const std::vector<Rgb8> fixed{{255, 0, 255}, {2, 2, 2}};
  const QuantizeOptions options{.k = PaletteSize(9), .spec = given(fixed)};
  const Quantization result = quantize(histogram, options, {});
  EXPECT_THAT(colors_of(result), ElementsAre(fixed[0], fixed[1], Rgb8{1, 1, 1}));
  EXPECT_THAT(result.populations, ElementsAre(0, 1, 1));
  EXPECT_EQ(result.cost, 0);
}

TEST(Quantize, ExactAndReservedColorsGetWhatTheyAreFor) {
  // The exact red has its pixels only; nobody has the reserved gray, not even its own pixels.
  const Rgb8 red{200, 0, 0};
  const ColorHistogram histogram = count({red, {201, 0, 0}, gray(100), gray(101), gray(101)});
  const QuantizeOptions options{.k = PaletteSize(4),
                                .spec = {.slots = {{gray(100), SlotKind::reserved}, {red, SlotKind::exact}}}};
  const Quantization result = quantize(histogram, options, {});
  EXPECT_THAT(colors_of(result), ElementsAre(gray(100), red, Rgb8{201, 0, 0}, gray(101)));
  EXPECT_THAT(result.populations, ElementsAre(0, 1, 1, 3));
}

TEST(Quantize, OnlyTheGivenSlotsMakeThePalette) {
  const ColorHistogram histogram = count(noise().pixels);
  const std::vector<Rgb8> colors{gray(0), {255, 0, 0}, gray(0), gray(255), gray(255), {9, 200, 30}};
  const QuantizeOptions options{.k = PaletteSize(2), .spec = given(colors, PaletteUse::only)};
  const Quantization result = quantize(histogram, options, {});
  EXPECT_EQ(colors_of(result), colors);
  EXPECT_EQ(result.iterations, 0);
  // The first of equal ones.
  EXPECT_GT(result.populations[0], 0);
  EXPECT_EQ(result.populations[2], 0);
  EXPECT_GT(result.populations[3], 0);
  EXPECT_EQ(result.populations[4], 0);
}

TEST_P(QuantizePictures, HaveColorsOfTheDeviceOnly) {
  const ColorHistogram histogram = count(GetParam().pixels);
  for (const ColorBits bits :
       {ColorBits::b565, ColorBits::b555, ColorBits::b444, ColorBits::b333, ColorBits::b332, ColorBits::b222}) {
    std::set<Rgb8> shown;
    for (const Rgb8 color : colors_of(histogram)) shown.insert(device_color(color, bits));
    for (const int k : {1, 4, 16, 100}) {
      QuantizeOptions options{.k = PaletteSize(k), .effort = Effort::fast};
      std::vector<Rgb8> rounded = colors_of(quantize(histogram, options, {}));
      for (Rgb8& color : rounded) color = device_color(color, bits);
      options.color_bits = bits;
      const Quantization result = quantize(histogram, options, {});
      for (const Rgb8 color : result.palette.colors()) EXPECT_EQ(color, device_color(color, bits));
      expect_consistent(histogram, result, options);
      const QuantizeOptions given_rounded{.spec = given(rounded, PaletteUse::only)};
      EXPECT_LE(result.cost, quantize(histogram, given_rounded, {}).cost);
      if (static_cast<int>(histogram.size()) <= k) continue;
      EXPECT_EQ(result.palette.size(), std::min(k, static_cast<int>(device_color_count(bits))));
      for (const double amount : {0.5, 1.0}) {
        options.dither_amount = amount;
        for (const Rgb8 color : colors_of(quantize(histogram, options, {})))
          EXPECT_EQ(color, device_color(color, bits));
        options.dither_amount = 0;
      }
    }
  }
}

TEST(Quantize, OrdersTheColorsBehindTheFixedOnes) {
  std::vector<Rgb8> pixels(5, gray(200));
  pixels.insert(pixels.end(), 9, gray(100));
  pixels.insert(pixels.end(), 2, {200, 0, 0});
  pixels.push_back(gray(10));
  const auto colors = [&](PaletteOrder order) {
    return colors_of(quantize(count(pixels), {.k = PaletteSize(9), .spec = given({gray(200)}), .order = order}, {}));
  };
  EXPECT_THAT(colors(PaletteOrder::lightness), ElementsAre(gray(200), gray(10), Rgb8{200, 0, 0}, gray(100)));
  EXPECT_THAT(colors(PaletteOrder::hue), ElementsAre(gray(200), gray(10), gray(100), Rgb8{200, 0, 0}));
  EXPECT_THAT(colors(PaletteOrder::population), ElementsAre(gray(200), gray(100), Rgb8{200, 0, 0}, gray(10)));
}

TEST(Quantize, HasTheSameColorsInEveryOrder) {
  const ColorHistogram histogram = count(noise().pixels);
  const std::vector<Rgb8> expected = colors_of(quantize(histogram, {.order = PaletteOrder::none}, {}));
  for (const PaletteOrder order : {PaletteOrder::lightness, PaletteOrder::hue, PaletteOrder::population}) {
    const QuantizeOptions options{.order = order};
    const Quantization result = quantize(histogram, options, {});
    EXPECT_THAT(colors_of(result), testing::UnorderedElementsAreArray(expected));
    expect_consistent(histogram, result, options);
  }
}

TEST(Quantize, IsTheBestOfSeveralSeeds) {
  const ColorHistogram histogram = count(noise().pixels);
  // The least cost before rounding is not always that after it, which counts.
  const Quantizer quantizer(histogram, ColorSpace::rgb);
  for (const Effort effort : {Effort::plain, Effort::good}) {
    for (const std::uint32_t first_seed : {5U, 30U}) {
      std::vector<Quantization> single;
      for (std::uint32_t seed = first_seed; seed < first_seed + 3; ++seed) {
        single.push_back(quantizer.quantize({.seed = seed, .effort = effort}, {}));
      }
      const auto best = std::min_element(single.begin(), single.end(),
                                         [](const Quantization& a, const Quantization& b) { return a.mse < b.mse; });
      EXPECT_TRUE(are_equal(quantizer.quantize({.seed = first_seed, .effort = effort, .n_init = 3}, {}), *best));
    }
  }
}

TEST(Quantize, DependsOnTheSeed) {
  const ColorHistogram histogram = count(noise().pixels);
  const Quantization first = quantize(histogram, {.seed = 1, .effort = Effort::plain}, {});
  EXPECT_FALSE(first.palette == quantize(histogram, {.seed = 2, .effort = Effort::plain}, {}).palette);
}

TEST(Quantize, EndsPlainDescentsByIterationsOrTolerance) {
  const ColorHistogram histogram = count(noise().pixels);
  const Quantizer quantizer(histogram, ColorSpace::lab);
  QuantizeOptions options{.effort = Effort::plain, .color_space = ColorSpace::lab};
  const int iterations = quantizer.quantize(options, {}).iterations;
  ASSERT_GT(iterations, 10);
  for (const int limit : {1, 5}) {
    options.max_iterations = limit;
    EXPECT_EQ(quantizer.quantize(options, {}).iterations, limit);
  }
  options.max_iterations = 300;
  options.tolerance = 3;
  const int tolerant_iterations = quantizer.quantize(options, {}).iterations;
  EXPECT_LT(tolerant_iterations, iterations);
  EXPECT_GT(tolerant_iterations, 1);
  options.tolerance = 1000;
  EXPECT_EQ(quantizer.quantize(options, {}).iterations, 1);
}

TEST(Quantize, GrowsAPaletteFromOneColorAndFromFixedOnesOnly) {
  const ColorHistogram histogram = count(clumps().pixels);
  const Quantizer quantizer(histogram, ColorSpace::rgb);
  QuantizeOptions options{.k = PaletteSize(2)};
  expect_consistent(histogram, quantizer.quantize_from(Palette({gray(128)}), options, {}), options);
  options.spec = given({gray(0), gray(255)});
  options.k = PaletteSize(3);
  const Quantization result = quantizer.quantize_from(Palette({gray(0), gray(255)}), options, {});
  expect_consistent(histogram, result, options);
  EXPECT_EQ(result.palette.size(), 3);
}

TEST(Quantize, StopsWhenCanceled) {
  std::stop_source source;
  source.request_stop();
  RunControl control;
  control.stop = source.get_token();
  const ColorHistogram histogram = count(noise().pixels);
  for (const Effort effort : all_efforts) EXPECT_THROW(quantize(histogram, {.effort = effort}, control), Canceled);
  const Quantizer quantizer(histogram, ColorSpace::rgb);
  EXPECT_THROW(static_cast<void>(quantizer.quantize_from(Palette({gray(1), gray(99)}), {}, control)), Canceled);
}

TEST(Quantize, StopsWheneverItIsCanceled) {
  const ColorHistogram histogram = count(noise().pixels);
  for (const Effort effort : all_efforts) {
    for (int delay = 0; delay < 40; ++delay) {
      std::stop_source source;
      RunControl control;
      control.stop = source.get_token();
      const std::jthread canceler([&] {
        std::this_thread::sleep_for(std::chrono::microseconds(100 * delay));
        source.request_stop();
      });
      try {
        EXPECT_EQ(quantize(histogram, {.effort = effort}, control).palette.size(), 16);
      } catch (const Canceled&) {
        EXPECT_TRUE(source.stop_requested());
      }
    }
  }
}

TEST(Quantize, ReportsRisingFractions) {
  std::vector<double> fractions;
  RunControl control;
  control.report = [&](double fraction) { fractions.push_back(fraction); };
  static_cast<void>(quantize(count(few_colors().pixels), {.k = PaletteSize(8), .n_init = 3}, control));
  EXPECT_GE(fractions.size(), 3U);
  EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
  EXPECT_GE(fractions.front(), 0);
  EXPECT_LE(fractions.back(), 1);
}

TEST(Quantize, NoPixelGetsTheKeyColor) {
  const Rgb8 key{255, 0, 255};
  std::vector<Entry> entries{{key, 5000}, {{254, 0, 255}, 3000}};
  for (int i = 0; i < 200; ++i) entries.push_back({{static_cast<std::uint8_t>(i), 90, 10}, 1 + i % 7});
  const ColorHistogram histogram(entries, 1);
  for (const ColorBits bits : {ColorBits::b888, ColorBits::b222}) {
    for (const int k : {2, 9, 255}) {
      QuantizeOptions options;
      options.k = PaletteSize(k);
      options.color_bits = bits;
      options.key_color = key;
      options.spec = with_reserved({}, key);
      const Quantization result = quantize(histogram, options, {});
      EXPECT_EQ(result.palette[0], key);
      EXPECT_EQ(std::ranges::count(colors_of(result), key), 1) << k;
      EXPECT_EQ(result.populations[0], 0);
      const std::set<Rgb8> distinct(result.palette.colors().begin(), result.palette.colors().end());
      EXPECT_EQ(distinct.size(), result.palette.colors().size()) << k;
    }
  }
  // What has it gets the nearest other color.
  QuantizeOptions options;
  options.k = PaletteSize(3);
  options.key_color = key;
  options.spec = with_reserved({}, key);
  const std::vector<Entry> two{{key, 10}, {{0, 0, 0}, 10}};
  EXPECT_THAT(colors_of(quantize(ColorHistogram(two, 1), options, {})),
              ElementsAre(key, Rgb8{0, 0, 0}, Rgb8{254, 0, 255}));
}

}  // namespace
}  // namespace kmq

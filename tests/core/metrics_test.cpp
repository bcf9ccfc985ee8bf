// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/quantize.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using Reason = SuggestedK::Reason;

/// Goes on by a second each time it is asked.
struct SteppingClock {
  double now = 0;
  double operator()() { return now++; }
};

std::vector<int> numbers_of(std::span<const KMetrics> metrics) {
  std::vector<int> numbers;
  for (const KMetrics& row : metrics) numbers.push_back(row.k);
  return numbers;
}

ColorHistogram histogram_of(std::vector<ColorHistogram::Entry> entries) { return {entries, 1}; }

TEST(Metrics, AreThoseOfSearchesForEachK) {
  const ColorHistogram histogram = count(gradients().pixels);
  QuantizeOptions options{.seed = 7, .effort = Effort::fast, .color_space = ColorSpace::oklab, .n_init = 2};
  const auto metrics = measure_metrics(histogram, options, {3, 9, 3}, SteppingClock{}, {});
  ASSERT_EQ(numbers_of(metrics), (std::vector{3, 6, 9}));
  for (const KMetrics& row : metrics) {
    options.k = PaletteSize(row.k);
    const Quantization alone = quantize(histogram, options, {});
    EXPECT_EQ(row.cost, alone.cost);
    EXPECT_EQ(row.mse, alone.mse);
    EXPECT_EQ(row.iterations, alone.iterations);
    EXPECT_EQ(row.seconds, 1);
  }
}

TEST(Metrics, EndAtTheLastStepThatFits) {
  const ColorHistogram histogram = histogram_of({{{0, 0, 0}, 1}, {{9, 9, 9}, 1}});
  EXPECT_EQ(numbers_of(measure_metrics(histogram, {}, {2, 9, 3}, SteppingClock{}, {})), (std::vector{2, 5, 8}));
  EXPECT_EQ(numbers_of(measure_metrics(histogram, {}, {256, 256, 255}, SteppingClock{}, {})), (std::vector{256}));
}

TEST(Metrics, ReportTheWholeRange) {
  const ColorHistogram histogram = count(gradients().pixels);
  std::vector<double> fractions;
  const RunControl control{.stop = {}, .report = [&](double fraction) { fractions.push_back(fraction); }};
  measure_metrics(histogram, {}, {2, 8, 2}, SteppingClock{}, control);
  ASSERT_FALSE(fractions.empty());
  EXPECT_LT(fractions.front(), 0.25);
  EXPECT_GT(fractions.back(), 0.75);
}

TEST(Metrics, SuggestJustTheColorsThatThereAre) {
  const ColorHistogram histogram = histogram_of({{{0, 0, 0}, 5}, {{90, 0, 0}, 5}, {{0, 90, 0}, 5}});
  const auto metrics = measure_metrics(histogram, {}, {2, 8, 2}, SteppingClock{}, {});
  EXPECT_EQ(suggested_k(metrics, 3), (SuggestedK{3, Reason::exact}));
}

TEST(Metrics, SuggestTheBend) {
  const std::vector<KMetrics> metrics = {{2, 100, 1, 1, 0}, {4, 20, 1, 1, 0}, {6, 15, 1, 1, 0}, {8, 12, 1, 1, 0}};
  EXPECT_EQ(suggested_k(metrics, 3), (SuggestedK{4, Reason::bend}));
}

TEST(Metrics, TableHasAllDigits) {
  const std::vector<KMetrics> metrics = {{2, 1234567890123.5, 0.1, 3, 0.25}, {16, 0, 1e-7, 0, 1e-9}};
  EXPECT_EQ(metrics_csv(metrics),
            "k,cost,mse,iterations,seconds\n2,1234567890123.5,0.1,3,0.250000\n16,0,0.0000001,0,0.000000\n");
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>

#include "core/quantize.h"

namespace kmq {
namespace {

/// The fewest digits that give the same number again, never with an exponent.
std::string exact(double value) {
  std::array<char, 400> digits{};  // the longest double has 309 digits before its point
  const auto end = std::to_chars(digits.begin(), digits.end(), value, std::chars_format::fixed);
  return {digits.begin(), end.ptr};
}

std::string microseconds(double seconds) {
  constexpr int decimals = 6;
  std::array<char, 400> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), seconds, std::chars_format::fixed, decimals);
  return {digits.begin(), end.ptr};
}

}  // namespace

std::vector<KMetrics> measure_metrics(const ColorHistogram& histogram, QuantizeOptions options, const StepsOfK& steps,
                                      const std::function<double()>& clock, const RunControl& control) {
  assert(steps.min <= steps.max && steps.step >= 1);
  const Quantizer quantizer(histogram, options.color_space);
  const int count = (steps.max - steps.min) / steps.step + 1;
  const double all = count;
  std::vector<KMetrics> result;
  for (int k = steps.min; k <= steps.max; k += steps.step) {
    const double done = static_cast<double>(result.size());
    options.k = PaletteSize(k);
    const double start = clock();
    const Quantization found = quantizer.quantize(options, part_of(control, done / all, (done + 1) / all));
    result.push_back({k, found.cost, found.mse, found.iterations, clock() - start});
  }
  return result;
}

std::optional<SuggestedK> suggested_k(std::span<const KMetrics> metrics, int distinct_colors) {
  std::vector<CostOfK> curve;
  for (const KMetrics& row : metrics) curve.push_back({row.k, row.cost});
  std::optional<SuggestedK> suggestion = suggested_k(curve);
  if (suggestion && suggestion->reason == SuggestedK::Reason::exact) {
    suggestion->k = std::min(suggestion->k, distinct_colors);
  }
  return suggestion;
}

std::string metrics_csv(std::span<const KMetrics> metrics) {
  std::string table = "k,cost,mse,iterations,seconds\n";
  for (const KMetrics& row : metrics) {
    table += std::to_string(row.k) + ',' + exact(row.cost) + ',' + exact(row.mse) + ',' +
             std::to_string(row.iterations) + ',' + microseconds(row.seconds) + '\n';
  }
  return table;
}

}  // namespace kmq

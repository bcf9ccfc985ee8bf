// SPDX-License-Identifier: GPL-3.0-or-later
// Cost and time for a range of k: a histogram of colors → one row for each palette size, and which of them is enough.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/run_control.h"
#include "core/elbow.h"
#include "core/histogram/color_histogram.h"
#include "core/quantize_options.h"

namespace kmq {

/// The numbers of colors min, min + step, … that are at most max.
struct StepsOfK {
  int min = 2;   ///< 1..256
  int max = 64;  ///< min..256
  int step = 2;  ///< ≥ 1
};

struct KMetrics {
  int k;
  /// As in Quantization.
  double cost;
  double mse;
  int iterations;
  /// Of this search alone.
  double seconds;
};

/// Searches a palette of each size, each as quantize() would.
///
/// histogram  at least one color
/// options    its k does not count
/// clock      seconds since some moment; core has no clock of its own
/// Returns    by rising k
/// Throws     Canceled if control.stop was requested
std::vector<KMetrics> measure_metrics(const ColorHistogram& histogram, QuantizeOptions options, const StepsOfK& steps,
                                      const std::function<double()>& clock, const RunControl& control);

/// Suggests a k as suggested_k(curve) does; where a palette is exact, just the colors that there are.
///
/// metrics  by rising k
std::optional<SuggestedK> suggested_k(std::span<const KMetrics> metrics, int distinct_colors);

/// Returns a table of comma-separated values with the header “k,cost,mse,iterations,seconds”; numbers as in C, cost and
/// mse with all their digits.
std::string metrics_csv(std::span<const KMetrics> metrics);

}  // namespace kmq

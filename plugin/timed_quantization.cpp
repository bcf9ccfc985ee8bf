// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/timed_quantization.h"

#include <chrono>
#include <utility>

namespace kmq {

TimedQuantization find_palette(std::shared_ptr<const ColorHistogram> histogram, const QuantizeOptions& options,
                               const RunControl& control) {
  const auto start = std::chrono::steady_clock::now();
  Quantization quantization = quantize(*histogram, options, control);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  return {std::move(quantization), std::move(histogram), elapsed.count()};
}

}  // namespace kmq

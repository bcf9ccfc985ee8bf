// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/live_search.h"

#include <chrono>
#include <utility>

namespace kmq {
namespace {

/// Whether only the number of colors changed, so that one palette leads to the other.
bool differs_in_k_only(QuantizeOptions options, const QuantizeOptions& other) {
  options.k = other.k;
  return options == other;
}

template <typename Find>
LiveResult timed(const QuantizeOptions& options, bool is_final, const Find& find) {
  const auto start = std::chrono::steady_clock::now();
  auto quantization = std::make_shared<const Quantization>(find());
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  return {options, std::move(quantization), elapsed.count(), is_final};
}

}  // namespace

LiveSearch::LiveSearch(std::shared_ptr<const ColorHistogram> histogram) : histogram_(std::move(histogram)) {}

LiveResult LiveSearch::first_impression(const QuantizeOptions& options, const std::optional<LiveResult>& shown,
                                        const std::stop_token& stop) {
  const RunControl control{.stop = stop, .report = {}};
  const auto quantizer = quantizer_for(options.color_space);
  return timed(options, false, [&] {
    if (shown && differs_in_k_only(shown->options, options)) {
      return quantizer->quantize_from(shown->quantization->palette, options, control);
    }
    QuantizeOptions quick = options;
    quick.effort = Effort::fast;
    quick.n_init = 1;
    return quantizer->quantize(quick, control);
  });
}

LiveResult LiveSearch::final_result(const QuantizeOptions& options, const std::stop_token& stop) {
  const RunControl control{.stop = stop, .report = {}};
  const auto quantizer = quantizer_for(options.color_space);
  return timed(options, true, [&] { return quantizer->quantize(options, control); });
}

/// The colors in the space that was asked for last are kept: making them ready takes as long as a quick search.
std::shared_ptr<const Quantizer> LiveSearch::quantizer_for(ColorSpace color_space) {
  const std::lock_guard lock(mutex_);
  if (color_space_ != color_space) {
    quantizer_ = std::make_shared<const Quantizer>(*histogram_, color_space);
    color_space_ = color_space;
  }
  return quantizer_;
}

}  // namespace kmq

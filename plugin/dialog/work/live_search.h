// SPDX-License-Identifier: GPL-3.0-or-later
// Searches for palettes of the same colors, again and again, while the user changes the options.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "core/quantize.h"

namespace kmq {

struct LiveResult {
  QuantizeOptions options;
  std::shared_ptr<const Quantization> quantization;
  double seconds = 0;
  /// Found with the effort that the options ask for; else a first impression.
  bool is_final = false;
};

/// Any thread may search.
class LiveSearch {
 public:
  /// histogram  at least one color
  explicit LiveSearch(std::shared_ptr<const ColorHistogram> histogram);

  [[nodiscard]] const std::shared_ptr<const ColorHistogram>& histogram() const { return histogram_; }

  /// Finds a palette in a moment, from the one that is shown if that is of use.
  ///
  /// shown   may be none
  /// Throws  Canceled
  [[nodiscard]] LiveResult first_impression(const QuantizeOptions& options, const std::optional<LiveResult>& shown,
                                            const std::stop_token& stop);

  /// Finds what OK would find.
  ///
  /// Throws  Canceled
  [[nodiscard]] LiveResult final_result(const QuantizeOptions& options, const std::stop_token& stop);

 private:
  std::shared_ptr<const Quantizer> quantizer_for(ColorSpace color_space);

  std::shared_ptr<const ColorHistogram> histogram_;
  std::mutex mutex_;
  std::optional<ColorSpace> color_space_;
  std::shared_ptr<const Quantizer> quantizer_;
};

}  // namespace kmq

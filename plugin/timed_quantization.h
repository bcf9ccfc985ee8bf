// SPDX-License-Identifier: GPL-3.0-or-later
// A palette, what it was found for, and how long that took.
#pragma once

#include <memory>

#include "core/quantize.h"

namespace kmq {

struct TimedQuantization {
  Quantization quantization;
  std::shared_ptr<const ColorHistogram> histogram;
  double seconds;  ///< of the search alone
};

/// Finds the palette, and measures how long that takes.
///
/// Throws  Canceled if control.stop was requested
TimedQuantization find_palette(std::shared_ptr<const ColorHistogram> histogram, const QuantizeOptions& options,
                               const RunControl& control);

}  // namespace kmq

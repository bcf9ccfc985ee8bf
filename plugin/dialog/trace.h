// SPDX-License-Identifier: GPL-3.0-or-later
// How long the user waits: printed to standard error if the environment variable KMQ_DIALOG_TRACE is set.
#pragma once

#include <chrono>
#include <string_view>

namespace kmq {

/// Measures from its construction, or from the last begin().
class Trace {
 public:
  void begin() { start_ = std::chrono::steady_clock::now(); }

  /// Prints a line "kmeans-quantize: event: milliseconds ms".
  void print(std::string_view event) const;

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// How a caller watches and stops a computation in core.
#pragma once

#include <exception>
#include <functional>
#include <stop_token>

namespace kmq {

struct RunControl {
  /// Asked about once per iteration; a requested stop ends the computation with Canceled.
  std::stop_token stop;
  /// Called now and then, on the calling thread, with the finished fraction in [0, 1]; may be empty.
  std::function<void(double fraction)> report;
};

/// Returns the control of a part of a computation: what is its whole is [begin, end] of the whole.
///
/// control  lives as long
inline RunControl part_of(const RunControl& control, double begin, double end) {
  RunControl part = control;
  if (control.report) {
    part.report = [&control, begin, end](double fraction) { control.report(begin + fraction * (end - begin)); };
  }
  return part;
}

/// Thrown by a computation whose RunControl::stop was requested.
class Canceled : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "canceled"; }
};

inline void throw_if_canceled(const RunControl& control) {
  if (control.stop.stop_requested()) throw Canceled();
}

}  // namespace kmq

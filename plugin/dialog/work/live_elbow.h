// SPDX-License-Identifier: GPL-3.0-or-later
// Searches palettes of many sizes, one after the other, while somebody looks at the Choose k page.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "plugin/dialog/work/background_worker.h"
#include "plugin/dialog/work/live_search.h"
#include "plugin/dialog/work/mailbox.h"
#include "plugin/dialog/work/preview_renderer.h"
#include "plugin/dialog/work/worker_errors.h"

namespace kmq {

struct ElbowResult {
  double cost;
  double mse;
  int iterations;
  double seconds;
  /// The whole picture, small.
  std::shared_ptr<const Rendering> thumbnail;
};

/// What all palettes of the curve have in common.
struct ElbowSubject {
  std::shared_ptr<LiveSearch> search;
  /// Used by the elbow's thread alone.
  std::shared_ptr<PreviewRenderer> renderer;
  View thumbnail_view;
  /// Their k does not count.
  QuantizeOptions options;
  DitherOptions dither;
  int speck_size = 0;

  friend bool operator==(const ElbowSubject&, const ElbowSubject&) = default;
};

/// Lives on the main thread.
class LiveElbow {
 public:
  /// on_result  called when results() has one more
  LiveElbow(std::function<void()> on_result, ErrorListener on_error);

  /// Goes on with the numbers that are missing, in this order; those too small for the fixed colors are left out.
  void want(ElbowSubject subject, const std::vector<int>& numbers);

  /// Leaves the machine to others; results stay.
  void pause();

  /// Forgets the results of any other subject.
  void forget_other_than(const ElbowSubject& subject);

  [[nodiscard]] bool is_busy() const { return is_busy_; }
  /// Whether results() has all of these numbers but those too small for the fixed colors.
  [[nodiscard]] bool has_all(const std::vector<int>& numbers) const { return subject_ && missing_of(numbers).empty(); }
  /// By k.
  [[nodiscard]] const std::map<int, ElbowResult>& results() const { return results_; }

 private:
  [[nodiscard]] std::vector<int> missing_of(const std::vector<int>& numbers) const;
  void receive(const ElbowSubject& subject, int k, const ElbowResult& result);

  std::function<void()> on_result_;
  ErrorListener on_error_;
  std::optional<ElbowSubject> subject_;
  std::map<int, ElbowResult> results_;
  std::vector<int> missing_;
  bool is_busy_ = false;
  Mailbox mailbox_;
  // The last member: its thread ends first.
  BackgroundWorker worker_;
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps up with the options that the user wants: a first impression at once, the final result when they rest.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "plugin/dialog/work/background_worker.h"
#include "plugin/dialog/work/live_search.h"
#include "plugin/dialog/work/mailbox.h"
#include "plugin/dialog/work/worker_errors.h"

namespace kmq {

/// Lives on the main thread.
class LiveQuantization {
 public:
  /// on_result  called with each result, also with those that are on the way to the wanted one
  LiveQuantization(std::function<void(const LiveResult&)> on_result, ErrorListener on_error);

  /// Wants the palette for these options; older wishes do not count any more.
  void want(const std::shared_ptr<LiveSearch>& search, const QuantizeOptions& options);

  /// Wants nothing, and forgets what was found.
  void stop();

  /// A palette better than the newest is still searched.
  [[nodiscard]] bool is_busy() const { return phase_ != Phase::rest; }

  /// The newest result, if it belongs to the search that is wanted now.
  [[nodiscard]] const std::optional<LiveResult>& newest() const { return newest_; }

 private:
  enum class Phase { rest, first_impression, final_result };

  void start_first_impression();
  void start_final_result();
  void receive(const std::shared_ptr<LiveSearch>& search, LiveResult result);
  void fail(const std::shared_ptr<LiveSearch>& search, const std::string& sentence);

  std::function<void(const LiveResult&)> on_result_;
  ErrorListener on_error_;
  std::shared_ptr<LiveSearch> search_;
  QuantizeOptions wanted_;
  std::optional<LiveResult> newest_;
  Phase phase_ = Phase::rest;
  Mailbox mailbox_;
  // The last member: its thread ends first.
  BackgroundWorker worker_;
};

}  // namespace kmq

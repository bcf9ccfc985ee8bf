// SPDX-License-Identifier: GPL-3.0-or-later
// A thread that does the newest job and drops the older ones: the dialog's window never waits for a result.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace kmq {

class BackgroundWorker {
 public:
  /// Ends soon after its stop is requested: by returning, or by throwing Canceled. It throws nothing else.
  using Job = std::function<void(const std::stop_token&)>;

  BackgroundWorker();
  /// Stops the job and waits for its end; a job that did not start yet never does.
  ~BackgroundWorker();
  BackgroundWorker(const BackgroundWorker&) = delete;
  BackgroundWorker& operator=(const BackgroundWorker&) = delete;

  /// Does this job, and none of those that were given before.
  ///
  /// delay  rest before it starts; a newer job during that time takes its place
  void start(Job job, std::chrono::milliseconds delay = {});

  /// Drops what there is to do.
  void cancel();

 private:
  struct Order {
    Job job;
    std::chrono::steady_clock::time_point due;
    std::stop_source stop;
  };

  void run(const std::stop_token& stop);
  std::optional<Order> next_order(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<Order> waiting_;
  std::stop_source running_{std::nostopstate};
  // The last member: the thread uses all the others.
  std::jthread thread_;
};

}  // namespace kmq

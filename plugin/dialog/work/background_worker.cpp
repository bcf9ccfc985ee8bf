// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/background_worker.h"

#include <utility>

#include "core/base/run_control.h"

namespace kmq {

BackgroundWorker::BackgroundWorker() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

BackgroundWorker::~BackgroundWorker() {
  cancel();
  thread_.request_stop();
  thread_.join();
}

void BackgroundWorker::start(Job job, std::chrono::milliseconds delay) {
  {
    const std::lock_guard lock(mutex_);
    running_.request_stop();
    waiting_ = Order{std::move(job), std::chrono::steady_clock::now() + delay, {}};
  }
  changed_.notify_one();
}

void BackgroundWorker::cancel() {
  const std::lock_guard lock(mutex_);
  running_.request_stop();
  waiting_.reset();
}

void BackgroundWorker::run(const std::stop_token& stop) {
  while (const std::optional<Order> order = next_order(stop)) {
    try {
      order->job(order->stop.get_token());
    } catch (const Canceled&) {
      // A newer job, or the end, is what is wanted now.
      continue;
    }
  }
}

/// Waits until an order is due and takes it; returns nothing at the end.
std::optional<BackgroundWorker::Order> BackgroundWorker::next_order(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (!waiting_) {
      changed_.wait(lock, stop, [this] { return waiting_.has_value(); });
    } else if (const auto due = waiting_->due; due > std::chrono::steady_clock::now()) {
      changed_.wait_until(lock, stop, due, [this, due] { return !waiting_ || waiting_->due != due; });
    } else {
      running_ = waiting_->stop;
      return std::exchange(waiting_, std::nullopt);
    }
  }
  return std::nullopt;
}

}  // namespace kmq

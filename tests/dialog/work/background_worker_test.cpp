// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/background_worker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <semaphore>

#include "core/base/run_control.h"

namespace kmq {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

/// A job that lasts until it is stopped, and says that it began and ended.
struct EndlessJob {
  std::binary_semaphore began{0};
  std::binary_semaphore ended{0};

  void operator()(const std::stop_token& stop) {
    began.release();
    while (!stop.stop_requested()) std::this_thread::sleep_for(1ms);
    ended.release();
    throw Canceled();
  }
};

TEST(BackgroundWorker, DoesAJob) {
  std::promise<int> promise;
  BackgroundWorker worker;
  worker.start([&](const std::stop_token&) { promise.set_value(7); });
  EXPECT_EQ(promise.get_future().get(), 7);
}

TEST(BackgroundWorker, StopsAJobForANewerOne) {
  EndlessJob endless;
  std::promise<void> promise;
  BackgroundWorker worker;
  worker.start([&](const std::stop_token& stop) { endless(stop); });
  endless.began.acquire();
  worker.start([&](const std::stop_token&) { promise.set_value(); });
  EXPECT_TRUE(endless.ended.try_acquire_for(10s));
  promise.get_future().get();
}

TEST(BackgroundWorker, CancelStopsTheJobAndDropsTheNext) {
  EndlessJob endless;
  std::atomic<bool> was_done = false;
  {
    BackgroundWorker worker;
    worker.start([&](const std::stop_token& stop) { endless(stop); });
    endless.began.acquire();
    worker.start([&](const std::stop_token&) { was_done = true; }, 50ms);
    worker.cancel();
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_TRUE(endless.ended.try_acquire());
  EXPECT_FALSE(was_done);
}

TEST(BackgroundWorker, EndsWhileAJobRuns) {
  EndlessJob endless;
  {
    BackgroundWorker worker;
    worker.start([&](const std::stop_token& stop) { endless(stop); });
    endless.began.acquire();
  }
  EXPECT_TRUE(endless.ended.try_acquire());
}

TEST(BackgroundWorker, EndsWhileAJobIsDelayed) {
  std::atomic<bool> was_done = false;
  const auto start = std::chrono::steady_clock::now();
  {
    BackgroundWorker worker;
    worker.start([&](const std::stop_token&) { was_done = true; }, 60s);
  }
  EXPECT_FALSE(was_done);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
}

TEST(BackgroundWorker, ADelayedJobGivesWayToANewerOne) {
  std::atomic<bool> was_done = false;
  std::promise<void> promise;
  BackgroundWorker worker;
  worker.start([&](const std::stop_token&) { was_done = true; }, 50ms);
  worker.start([&](const std::stop_token&) { promise.set_value(); }, 100ms);
  promise.get_future().get();
  EXPECT_FALSE(was_done);
}

TEST(BackgroundWorker, TheLastOfManyQuickOrdersIsDone) {
  for (int round = 0; round < 20; ++round) {
    constexpr int last = 200;
    std::atomic<int> newest = 0;
    std::promise<void> promise;
    BackgroundWorker worker;
    for (int i = 1; i <= last; ++i) {
      worker.start([&, i](const std::stop_token&) {
        EXPECT_GT(i, newest.exchange(i));
        if (i == last) promise.set_value();
      });
    }
    promise.get_future().get();
    EXPECT_EQ(newest, last);
  }
}

}  // namespace
}  // namespace kmq

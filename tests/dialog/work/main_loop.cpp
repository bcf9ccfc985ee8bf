// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/dialog/work/main_loop.h"

#include <glib.h>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace {

struct Message {
  GSourceFunc function;
  gpointer data;
  GDestroyNotify notify;
};

std::mutex mutex;
std::condition_variable posted;
std::deque<Message> messages;

/// Waits for a message and calls it; returns false if none came in time.
bool call_next(std::chrono::steady_clock::time_point end) {
  std::unique_lock lock(mutex);
  if (!posted.wait_until(lock, end, [] { return !messages.empty(); })) return false;
  const Message message = messages.front();
  messages.pop_front();
  lock.unlock();
  message.function(message.data);
  message.notify(message.data);
  return true;
}

}  // namespace

/// Takes the place of GLib's function in this program.
guint g_idle_add_full(gint, GSourceFunc function, gpointer data, GDestroyNotify notify) {
  {
    const std::lock_guard lock(mutex);
    messages.push_back({function, data, notify});
  }
  posted.notify_one();
  return 1;
}

namespace kmq {

bool run_main_loop_until(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  while (!condition()) {
    if (!call_next(end)) return false;
  }
  return true;
}

void run_main_loop_for(std::chrono::milliseconds duration) {
  const auto end = std::chrono::steady_clock::now() + duration;
  while (call_next(end)) continue;
}

}  // namespace kmq

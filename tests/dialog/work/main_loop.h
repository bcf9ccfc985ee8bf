// SPDX-License-Identifier: GPL-3.0-or-later
// A main loop in place of GLib's, whose locks ThreadSanitizer does not see: every hand-over would look like a race.
#pragma once

#include <chrono>
#include <functional>

namespace kmq {

/// Calls what other threads posted, on this thread, until the condition holds; returns false if that takes too long.
bool run_main_loop_until(const std::function<bool()>& condition);

/// The same for a while.
void run_main_loop_for(std::chrono::milliseconds duration);

}  // namespace kmq

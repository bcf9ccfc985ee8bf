// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong on another thread, told on the main thread in words.
#pragma once

#include <functional>
#include <string>

#include "plugin/dialog/work/background_worker.h"
#include "plugin/dialog/work/mailbox.h"

namespace kmq {

using ErrorListener = std::function<void(const std::string& sentence)>;

/// Returns a job that hands its errors to the listener; Canceled is none.
BackgroundWorker::Job telling_errors(BackgroundWorker::Job job, Mailbox::Slot slot, ErrorListener on_error);

}  // namespace kmq

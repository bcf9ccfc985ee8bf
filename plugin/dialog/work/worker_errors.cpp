// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/worker_errors.h"

#include <exception>
#include <new>
#include <utility>

#include "core/base/run_control.h"
#include "plugin/gimp/i18n.h"

namespace kmq {

BackgroundWorker::Job telling_errors(BackgroundWorker::Job job, Mailbox::Slot slot, ErrorListener on_error) {
  return [job = std::move(job), slot = std::move(slot), on_error = std::move(on_error)](const std::stop_token& stop) {
    try {
      job(stop);
    } catch (const Canceled&) {
      throw;
    } catch (const std::bad_alloc&) {
      slot.post([on_error] { on_error(_("There is not enough memory for this picture.")); });
    } catch (const std::exception& error) {
      slot.post([on_error, sentence = std::string(error.what())] { on_error(sentence); });
    }
  };
}

}  // namespace kmq

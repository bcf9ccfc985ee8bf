// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/live_quantization.h"

#include <utility>

namespace kmq {
namespace {

/// So long the options rest before the whole effort goes into them.
constexpr std::chrono::milliseconds rest_before_final_result{200};

}  // namespace

LiveQuantization::LiveQuantization(std::function<void(const LiveResult&)> on_result, ErrorListener on_error)
    : on_result_(std::move(on_result)), on_error_(std::move(on_error)) {}

void LiveQuantization::want(const std::shared_ptr<LiveSearch>& search, const QuantizeOptions& options) {
  const bool is_same_search = search_ == search;
  if (is_same_search && wanted_ == options && (newest_ || is_busy())) return;
  if (!is_same_search) newest_.reset();
  search_ = search;
  wanted_ = options;
  // One first impression is let come to its end: else a slider that moves all the time would never show any.
  if (!is_same_search || phase_ != Phase::first_impression) start_first_impression();
}

void LiveQuantization::stop() {
  worker_.cancel();
  search_.reset();
  newest_.reset();
  phase_ = Phase::rest;
}

void LiveQuantization::start_first_impression() {
  phase_ = Phase::first_impression;
  const auto tell = [this, search = search_](const std::string& sentence) { fail(search, sentence); };
  worker_.start(telling_errors(
      [this, slot = mailbox_.slot(), search = search_, options = wanted_,
       newest = newest_](const std::stop_token& stop) {
        LiveResult result = search->first_impression(options, newest, stop);
        slot.post([this, search, result = std::move(result)] { receive(search, result); });
      },
      mailbox_.slot(), tell));
}

void LiveQuantization::start_final_result() {
  phase_ = Phase::final_result;
  const auto tell = [this, search = search_](const std::string& sentence) { fail(search, sentence); };
  worker_.start(telling_errors(
                    [this, slot = mailbox_.slot(), search = search_, options = wanted_](const std::stop_token& stop) {
                      LiveResult result = search->final_result(options, stop);
                      slot.post([this, search, result = std::move(result)] { receive(search, result); });
                    },
                    mailbox_.slot(), tell),
                rest_before_final_result);
}

void LiveQuantization::receive(const std::shared_ptr<LiveSearch>& search, LiveResult result) {
  // A message may have been on its way when the wish changed.
  if (search != search_ || (result.is_final && result.options != wanted_)) return;
  newest_ = std::move(result);
  if (newest_->is_final) {
    phase_ = Phase::rest;
  } else if (newest_->options == wanted_) {
    start_final_result();
  } else {
    start_first_impression();
  }
  on_result_(*newest_);
}

void LiveQuantization::fail(const std::shared_ptr<LiveSearch>& search, const std::string& sentence) {
  if (search != search_) return;
  stop();
  on_error_(sentence);
}

}  // namespace kmq

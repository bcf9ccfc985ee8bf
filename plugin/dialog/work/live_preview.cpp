// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/live_preview.h"

#include <utility>

namespace kmq {
namespace {

/// So long the wish rests before all pixels are mapped.
constexpr std::chrono::milliseconds rest_before_exact{120};

}  // namespace

void LivePreview::want(const std::shared_ptr<PreviewRenderer>& renderer, const View& view,
                       const std::optional<PreviewWish>& wish) {
  Order order{renderer, view, wish};
  if (order == wanted_) return;
  wanted_ = std::move(order);
  // One quick rendering is let come to its end: else steady motion would never show any.
  if (phase_ != Phase::quick) start_quick();
}

void LivePreview::start_quick() {
  phase_ = Phase::quick;
  const bool needs_original = original_renderer_ != wanted_.renderer || original_view_ != wanted_.view;
  worker_.start(telling_errors(
      [this, slot = mailbox_.slot(), order = wanted_, needs_original](const std::stop_token& stop) {
        std::optional<Rendering> original;
        std::optional<Rendering> result;
        if (needs_original) original = order.renderer->original(order.view, stop);
        if (order.wish) result = order.renderer->quick_result(order.view, *order.wish, stop);
        slot.post([this, order, original = std::move(original), result = std::move(result)] {
          receive_quick(order, original, result);
        });
      },
      mailbox_.slot(), [this](const std::string& sentence) { fail(sentence); }));
}

void LivePreview::start_exact() {
  phase_ = Phase::exact;
  worker_.start(telling_errors(
                    [this, slot = mailbox_.slot(), order = wanted_](const std::stop_token& stop) {
                      Rendering result = order.renderer->result(order.view, *order.wish, stop);
                      slot.post([this, order, result = std::move(result)] { receive_exact(order, result); });
                    },
                    mailbox_.slot(), [this](const std::string& sentence) { fail(sentence); }),
                rest_before_exact);
}

void LivePreview::receive_quick(const Order& order, const std::optional<Rendering>& original,
                                const std::optional<Rendering>& result) {
  const bool is_wanted = order == wanted_;
  const bool is_exact = order.view.reduction == 1;
  if (!is_wanted) {
    start_quick();
  } else if (result && !is_exact) {
    start_exact();
  } else {
    phase_ = Phase::rest;
  }
  if (original) {
    original_renderer_ = order.renderer;
    original_view_ = order.view;
    listener_.on_original(*original);
  }
  // A result on the way to the wanted one is shown; none if none is wanted any more.
  if (result && wanted_.wish) listener_.on_result(*result, is_exact);
}

void LivePreview::receive_exact(const Order& order, const Rendering& result) {
  if (order != wanted_) return;
  phase_ = Phase::rest;
  listener_.on_result(result, true);
}

void LivePreview::fail(const std::string& sentence) {
  phase_ = Phase::rest;
  listener_.on_error(sentence);
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps up with what the preview is to show: soon about the right pixels, then exactly those that OK writes.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "plugin/dialog/work/background_worker.h"
#include "plugin/dialog/work/mailbox.h"
#include "plugin/dialog/work/preview_renderer.h"
#include "plugin/dialog/work/worker_errors.h"

namespace kmq {

/// Lives on the main thread.
class LivePreview {
 public:
  struct Listener {
    std::function<void(const Rendering&)> on_original;
    std::function<void(const Rendering&, bool is_exact)> on_result;
    ErrorListener on_error;
  };

  explicit LivePreview(Listener listener) : listener_(std::move(listener)) {}

  /// Wants this to be shown; older wishes do not count any more.
  ///
  /// wish  nothing: only the original
  void want(const std::shared_ptr<PreviewRenderer>& renderer, const View& view, const std::optional<PreviewWish>& wish);

 private:
  enum class Phase { rest, quick, exact };

  struct Order {
    std::shared_ptr<PreviewRenderer> renderer;
    View view;
    std::optional<PreviewWish> wish;

    friend bool operator==(const Order&, const Order&) = default;
  };

  void start_quick();
  void start_exact();
  void receive_quick(const Order& order, const std::optional<Rendering>& original,
                     const std::optional<Rendering>& result);
  void receive_exact(const Order& order, const Rendering& result);
  void fail(const std::string& sentence);

  Listener listener_;
  Order wanted_;
  // For which the original is shown.
  std::shared_ptr<PreviewRenderer> original_renderer_;
  std::optional<View> original_view_;
  Phase phase_ = Phase::rest;
  Mailbox mailbox_;
  // The last member: its thread ends first.
  BackgroundWorker worker_;
};

}  // namespace kmq

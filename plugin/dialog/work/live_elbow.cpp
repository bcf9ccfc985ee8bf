// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/live_elbow.h"

#include <utility>

namespace kmq {
namespace {

struct Costs {
  double cost;
  double mse;
};

/// Dithering moves the palette outwards, for some k more than for others: the curve is about the centroids then, where
/// these are measured in RGB as the palette is.
Costs costs_of(const Quantization& found, const QuantizeOptions& options, double pixel_count) {
  const bool shows_centroids = options.dither_amount > 0 && options.color_space == ColorSpace::rgb;
  if (!shows_centroids) return {found.cost, found.mse};
  return {found.mse_centroids * pixel_count, found.mse_centroids};
}

ElbowResult find(const ElbowSubject& subject, int k, const std::stop_token& stop) {
  QuantizeOptions options = subject.options;
  options.k = PaletteSize(k);
  const LiveResult found = subject.search->final_result(options, stop);
  const PreviewWish wish{subject.search->histogram(), found.quantization, options.color_space, subject.dither,
                         subject.speck_size};
  const auto [cost, mse] = costs_of(*found.quantization, options, subject.search->histogram()->pixel_count());
  return {cost, mse, found.quantization->iterations, found.seconds,
          std::make_shared<const Rendering>(subject.renderer->quick_result(subject.thumbnail_view, wish, stop))};
}

}  // namespace

LiveElbow::LiveElbow(std::function<void()> on_result, ErrorListener on_error)
    : on_result_(std::move(on_result)), on_error_(std::move(on_error)) {}

void LiveElbow::want(ElbowSubject subject, const std::vector<int>& numbers) {
  forget_other_than(subject);
  subject_ = std::move(subject);
  std::vector<int> missing = missing_of(numbers);
  if (is_busy_ && missing == missing_) return;
  missing_ = std::move(missing);
  is_busy_ = !missing_.empty();
  if (!is_busy_) return worker_.cancel();
  worker_.start(telling_errors(
      [this, slot = mailbox_.slot(), subject = *subject_, missing = missing_](const std::stop_token& stop) {
        for (const int k : missing) {
          const ElbowResult result = find(subject, k, stop);
          slot.post([this, subject, k, result] { receive(subject, k, result); });
        }
      },
      mailbox_.slot(),
      [this](const std::string& sentence) {
        is_busy_ = false;
        on_error_(sentence);
      }));
}

std::vector<int> LiveElbow::missing_of(const std::vector<int>& numbers) const {
  const int smallest = least_k(subject_->options.spec);
  std::vector<int> missing;
  for (const int k : numbers) {
    if (k >= smallest && !results_.contains(k)) missing.push_back(k);
  }
  return missing;
}

void LiveElbow::pause() {
  worker_.cancel();
  is_busy_ = false;
}

void LiveElbow::forget_other_than(const ElbowSubject& subject) {
  if (subject_ == subject) return;
  pause();
  results_.clear();
  subject_.reset();
}

void LiveElbow::receive(const ElbowSubject& subject, int k, const ElbowResult& result) {
  if (subject_ != subject) return;
  results_.insert_or_assign(k, result);
  std::erase(missing_, k);
  if (missing_.empty()) is_busy_ = false;
  on_result_();
}

}  // namespace kmq

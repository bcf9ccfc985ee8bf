// SPDX-License-Identifier: GPL-3.0-or-later
// A setting that fits the picture better, in one line with a button; nothing is switched by itself.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <optional>

#include "plugin/dialog/signals.h"

namespace kmq {

class SuggestionLine {
 public:
  /// on_accept  the user presses the button
  explicit SuggestionLine(std::function<void()> on_accept);
  SuggestionLine(const SuggestionLine&) = delete;
  SuggestionLine& operator=(const SuggestionLine&) = delete;

  /// It belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return box_; }

  /// Suggests that flat areas decide.
  ///
  /// flat_share  0..1; nothing: there is no suggestion, and no line
  void show(std::optional<double> flat_share);

 private:
  void accepted() noexcept { on_accept_(); }

  std::function<void()> on_accept_;
  GtkWidget* box_;
  GtkWidget* label_;
};

}  // namespace kmq

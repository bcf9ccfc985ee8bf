// SPDX-License-Identifier: GPL-3.0-or-later
// One line of words: what was found, or why nothing can be.
#pragma once

#include <gtk/gtk.h>

#include <cstddef>
#include <string>

#include "plugin/dialog/work/live_search.h"

namespace kmq {

class StatusLine {
 public:
  StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  /// It belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return box_; }

  void show_result(const LiveResult& result, std::size_t distinct_colors);
  void show_error(const std::string& sentence);
  void set_busy(bool is_busy);

 private:
  void set_text(const std::string& text, bool is_error);

  GtkWidget* box_;
  GtkWidget* spinner_;
  GtkWidget* error_icon_;
  GtkWidget* label_;
};

}  // namespace kmq

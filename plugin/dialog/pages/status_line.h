// SPDX-License-Identifier: GPL-3.0-or-later
// What was found, or why nothing can be; and below it what counts, and what OK takes away beside colors.
#pragma once

#include <gtk/gtk.h>

#include <cstddef>
#include <string>
#include <vector>

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
  /// what_counts  in words
  /// losses       a sentence for each
  void show_subject(const std::string& what_counts, const std::vector<std::string>& losses);

 private:
  GtkWidget* new_result_row();
  GtkWidget* new_subject_row();
  void set_text(const std::string& text, bool is_error);

  GtkWidget* box_;
  GtkWidget* spinner_;
  GtkWidget* error_icon_;
  GtkWidget* label_;
  GtkWidget* warning_icon_;
  GtkWidget* subject_label_;
};

}  // namespace kmq

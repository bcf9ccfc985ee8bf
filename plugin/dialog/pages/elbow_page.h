// SPDX-License-Identifier: GPL-3.0-or-later
// The Choose k page: what each number of colors costs, and what three of them look like.
#pragma once

#include <gtk/gtk.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/metrics.h"
#include "plugin/dialog/pages/elbow_chart.h"
#include "plugin/dialog/pages/elbow_thumbnail.h"
#include "plugin/dialog/work/live_elbow.h"
#include "plugin/gimp/gobject_ptr.h"

namespace kmq {

class ElbowPage {
 public:
  struct Listener {
    /// The page came into sight or went, or it wants other numbers.
    std::function<void()> on_change;
    /// A number of colors is chosen.
    std::function<void(int k)> on_k;
    /// A file cannot be written.
    std::function<void(const std::string& sentence)> on_error;
  };

  explicit ElbowPage(Listener listener);
  ElbowPage(const ElbowPage&) = delete;
  ElbowPage& operator=(const ElbowPage&) = delete;

  /// It belongs to the container into which it is put.
  [[nodiscard]] GtkWidget* widget() const { return page_; }
  [[nodiscard]] bool is_in_sight() const { return gtk_widget_get_mapped(page_) != FALSE; }

  /// The numbers of colors to try, the most wanted first.
  [[nodiscard]] std::vector<int> wanted_numbers() const;

  void show(const LiveElbow& elbow, int current_k);

 private:
  GtkWidget* new_head();
  GtkWidget* new_thumbnails();
  [[nodiscard]] KRange range() const;
  [[nodiscard]] std::vector<KMetrics> metrics_in_range(const std::map<int, ElbowResult>& results) const;
  void write(GFile* file) const;
  void show_suggestion(const std::optional<SuggestedK>& suggestion, bool is_whole);

  void changed() noexcept;
  void limits_changed() noexcept;
  void use_suggestion() noexcept;
  void save() noexcept;
  void save_answered(int response) noexcept;

  Listener listener_;
  GtkWidget* page_;
  GtkWidget* min_spin_;
  GtkWidget* max_spin_;
  GtkWidget* suggestion_label_;
  GtkWidget* suggestion_button_;
  GtkWidget* save_button_;
  GObjectPtr<GtkFileChooserNative> file_chooser_;
  ElbowChart chart_;
  std::vector<std::unique_ptr<ElbowThumbnail>> thumbnails_;
  // What the chart shows, when it is whole.
  std::vector<KMetrics> metrics_;
  std::optional<SuggestedK> suggestion_;
};

}  // namespace kmq

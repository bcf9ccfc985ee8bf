// SPDX-License-Identifier: GPL-3.0-or-later
// Which of several layers the preview shows.
#pragma once

#include <gtk/gtk.h>
#include <libgimp/gimp.h>

#include <functional>
#include <vector>

namespace kmq {

class LayerList {
 public:
  /// on_choice  called when the user chooses another layer
  explicit LayerList(std::function<void()> on_choice);
  LayerList(const LayerList&) = delete;
  LayerList& operator=(const LayerList&) = delete;

  /// It belongs to the container into which it is put. Not seen if there is nothing to choose.
  [[nodiscard]] GtkWidget* widget() const { return list_; }

  /// Offers these; the chosen one stays if it is among them, else the first one is chosen.
  void offer(const std::vector<GimpDrawable*>& layers, GimpDrawable* first);

  /// The layer to be shown; offer() comes before.
  [[nodiscard]] GimpDrawable* chosen() const { return chosen_; }

 private:
  void changed() noexcept;

  std::function<void()> on_choice_;
  GtkWidget* list_;
  std::vector<GimpDrawable*> layers_;
  GimpDrawable* chosen_ = nullptr;
  bool is_offering_ = false;
};

}  // namespace kmq

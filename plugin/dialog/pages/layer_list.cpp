// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/layer_list.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "plugin/dialog/signals.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

/// A long name of a layer leaves room for the buttons beside the list.
constexpr int most_characters = 24;

}  // namespace

LayerList::LayerList(std::function<void()> on_choice)
    : on_choice_(std::move(on_choice)), list_(gtk_combo_box_text_new()) {
  atk_object_set_name(gtk_widget_get_accessible(list_), _("Layer in the preview"));
  gtk_widget_set_tooltip_text(list_, _("The layer that the preview shows; palette and shares are those of all layers"));
  GList* cells = gtk_cell_layout_get_cells(GTK_CELL_LAYOUT(list_));
  g_object_set(cells->data, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars", most_characters, nullptr);
  g_list_free(cells);
  gtk_widget_set_no_show_all(list_, TRUE);
  connect<&LayerList::changed>(list_, "changed", this);
}

void LayerList::offer(const std::vector<GimpDrawable*>& layers, GimpDrawable* first) {
  if (layers == layers_) return;
  layers_ = layers;
  const auto is_offered = [&layers](GimpDrawable* layer) { return std::ranges::find(layers, layer) != layers.end(); };
  if (!is_offered(chosen_)) chosen_ = is_offered(first) ? first : layers.front();
  is_offering_ = true;
  gtk_combo_box_text_remove_all(GTK_COMBO_BOX_TEXT(list_));
  for (GimpDrawable* layer : layers_) {
    const GPtr<char> name(gimp_item_get_name(GIMP_ITEM(layer)));
    gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(list_), name.get());
    if (layer == chosen_) {
      const int position = gtk_tree_model_iter_n_children(gtk_combo_box_get_model(GTK_COMBO_BOX(list_)), nullptr) - 1;
      gtk_combo_box_set_active(GTK_COMBO_BOX(list_), position);
    }
  }
  gtk_widget_set_visible(list_, layers_.size() > 1);
  is_offering_ = false;
}

void LayerList::changed() noexcept {
  const int position = gtk_combo_box_get_active(GTK_COMBO_BOX(list_));
  if (is_offering_ || position < 0) return;
  chosen_ = layers_[static_cast<std::size_t>(position)];
  on_choice_();
}

}  // namespace kmq

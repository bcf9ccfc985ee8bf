// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/elbow_thumbnail.h"

#include <algorithm>
#include <utility>

#include "plugin/dialog/signals.h"
#include "plugin/gimp/i18n.h"

namespace kmq {

ElbowThumbnail::ElbowThumbnail(int k, Listener listener)
    : listener_(std::move(listener)),
      box_(gtk_box_new(GTK_ORIENTATION_VERTICAL, 4)),
      area_(gtk_drawing_area_new()),
      spin_(gtk_spin_button_new_with_range(PaletteSize::min, PaletteSize::max, 1)),
      label_(gtk_label_new(nullptr)) {
  gtk_widget_set_size_request(area_, width, height);
  AtkObject* accessible = gtk_widget_get_accessible(area_);
  atk_object_set_role(accessible, ATK_ROLE_IMAGE);
  atk_object_set_name(accessible, _("The picture with that many colors"));
  atk_object_set_name(gtk_widget_get_accessible(spin_), _("Number of colors to compare"));
  gtk_widget_set_tooltip_text(spin_, _("Number of colors to compare"));
  gtk_spin_button_set_value(GTK_SPIN_BUTTON(spin_), k);
  gtk_entry_set_width_chars(GTK_ENTRY(spin_), 3);
  GtkWidget* button = gtk_button_new_with_label(_("Use"));
  gtk_widget_set_tooltip_text(area_, _("Quantize to that many colors"));
  gtk_widget_set_tooltip_text(button, _("Quantize to that many colors"));
  gtk_widget_add_events(area_, GDK_BUTTON_PRESS_MASK);
  GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_box_pack_start(GTK_BOX(row), spin_, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(row), button, FALSE, FALSE, 0);
  gtk_widget_set_halign(row, GTK_ALIGN_CENTER);
  gtk_box_pack_start(GTK_BOX(box_), area_, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(box_), label_, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box_), row, FALSE, FALSE, 0);
  connect<&ElbowThumbnail::draw>(area_, "draw", this);
  connect<&ElbowThumbnail::pressed>(area_, "button-press-event", this);
  connect<&ElbowThumbnail::number_changed>(spin_, "value-changed", this);
  connect<&ElbowThumbnail::use>(button, "clicked", this);
}

void ElbowThumbnail::show(const std::map<int, ElbowResult>& results) {
  const auto found = results.find(k());
  const bool is_found = found != results.end();
  gtk_label_set_text(GTK_LABEL(label_), is_found ? formatted(_("MSE %.4g"), found->second.mse).c_str() : "…");
  const auto rendering = is_found ? found->second.thumbnail : nullptr;
  if (rendering == rendering_) return;
  rendering_ = rendering;
  surface_ = rendering_ ? to_surface(*rendering_) : nullptr;
  gtk_widget_queue_draw(area_);
}

gboolean ElbowThumbnail::draw(cairo_t* cairo) noexcept {
  const double area_width = gtk_widget_get_allocated_width(area_);
  const double area_height = gtk_widget_get_allocated_height(area_);
  gtk_render_background(gtk_widget_get_style_context(area_), cairo, 0, 0, area_width, area_height);
  if (!surface_) return TRUE;
  const double scale = std::min(area_width / rendering_->width, area_height / rendering_->height);
  cairo_translate(cairo, (area_width - rendering_->width * scale) / 2, (area_height - rendering_->height * scale) / 2);
  cairo_rectangle(cairo, 0, 0, rendering_->width * scale, rendering_->height * scale);
  cairo_clip(cairo);
  cairo_set_source(cairo, new_checkerboard().get());
  cairo_paint(cairo);
  cairo_scale(cairo, scale, scale);
  cairo_set_source_surface(cairo, surface_.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cairo), scale >= 2 ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR);
  cairo_paint(cairo);
  return TRUE;
}

gboolean ElbowThumbnail::pressed(GdkEventButton* event) noexcept {
  if (event->type != GDK_BUTTON_PRESS || event->button != GDK_BUTTON_PRIMARY) return FALSE;
  use();
  return TRUE;
}

void ElbowThumbnail::number_changed() noexcept { listener_.on_change(); }

void ElbowThumbnail::use() noexcept { listener_.on_k(k()); }

}  // namespace kmq

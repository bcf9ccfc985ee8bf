// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/suggestion_line.h"

#include <cmath>
#include <utility>

#include "plugin/gimp/i18n.h"

namespace kmq {

SuggestionLine::SuggestionLine(std::function<void()> on_accept)
    : on_accept_(std::move(on_accept)),
      box_(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6)),
      label_(gtk_label_new(nullptr)) {
  GtkWidget* icon = gtk_image_new_from_icon_name("dialog-information-symbolic", GTK_ICON_SIZE_MENU);
  GtkWidget* button = gtk_button_new_with_mnemonic(_("Let flat areas _decide"));
  connect<&SuggestionLine::accepted>(button, "clicked", this);
  gtk_label_set_xalign(GTK_LABEL(label_), 0);
  gtk_label_set_line_wrap(GTK_LABEL(label_), TRUE);
  gtk_label_set_max_width_chars(GTK_LABEL(label_), 40);
  gtk_box_pack_start(GTK_BOX(box_), icon, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box_), label_, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(box_), button, FALSE, FALSE, 0);
  gtk_widget_show_all(box_);
  gtk_widget_hide(box_);
}

void SuggestionLine::show(std::optional<double> flat_share) {
  if (flat_share) {
    gtk_label_set_text(GTK_LABEL(label_),
                       formatted(_("%d %% of the pixels have the color of their neighbors. For a logo, text or comic:"),
                                 static_cast<int>(std::lround(100 * *flat_share)))
                           .c_str());
  }
  gtk_widget_set_visible(box_, flat_share.has_value());
}

}  // namespace kmq

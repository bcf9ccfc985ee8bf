// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/status_line.h"

#include <cmath>

#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

/// Room for two lines, so that a sentence does not move what is above.
constexpr int line_height = 40;

const char* const separator = " · ";

std::string error_text(const Quantization& quantization) {
  if (quantization.mse == 0) return _("every color exact");
  // The error of a pixel is the sum of three channels'.
  const double psnr = 10 * std::log10(3 * 255.0 * 255.0 / quantization.mse);
  return formatted(_("cost %.4g · MSE %.4g · PSNR %.2f dB"), quantization.cost, quantization.mse, psnr);
}

std::string result_text(const LiveResult& result, std::size_t distinct_colors) {
  const Quantization& quantization = *result.quantization;
  std::string text = formatted(plural("%'d distinct color → %d", "%'d distinct colors → %d", distinct_colors),
                               static_cast<int>(distinct_colors), quantization.palette.size());
  text += separator + error_text(quantization) + separator;
  text += formatted(
      plural("%d iteration in %.2f s", "%d iterations in %.2f s", static_cast<unsigned long>(quantization.iterations)),
      quantization.iterations, result.seconds);
  if (!result.is_final) text += separator + std::string(_("first impression"));
  return text;
}

GtkWidget* new_label() {
  GtkWidget* label = gtk_label_new(nullptr);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
  // The window has its width from the pages above: a long sentence goes on in a second line.
  gtk_label_set_max_width_chars(GTK_LABEL(label), 40);
  gtk_label_set_selectable(GTK_LABEL(label), TRUE);
  gtk_widget_set_can_focus(label, FALSE);
  return label;
}

}  // namespace

StatusLine::StatusLine()
    : box_(gtk_box_new(GTK_ORIENTATION_VERTICAL, 0)),
      spinner_(gtk_spinner_new()),
      error_icon_(gtk_image_new_from_icon_name("dialog-error-symbolic", GTK_ICON_SIZE_MENU)),
      label_(new_label()),
      warning_icon_(gtk_image_new_from_icon_name("dialog-warning-symbolic", GTK_ICON_SIZE_MENU)),
      subject_label_(new_label()) {
  gtk_box_pack_start(GTK_BOX(box_), new_result_row(), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(box_), new_subject_row(), FALSE, FALSE, 0);
  gtk_widget_show_all(box_);
  gtk_widget_hide(warning_icon_);
  set_text(_("Counting colors …"), false);
}

GtkWidget* StatusLine::new_result_row() {
  GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  atk_object_set_role(gtk_widget_get_accessible(label_), ATK_ROLE_STATUSBAR);
  gtk_box_pack_start(GTK_BOX(row), error_icon_, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(row), label_, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(row), spinner_, FALSE, FALSE, 0);
  gtk_widget_set_size_request(row, -1, line_height);
  return row;
}

GtkWidget* StatusLine::new_subject_row() {
  GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_pack_start(GTK_BOX(row), warning_icon_, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(row), subject_label_, TRUE, TRUE, 0);
  return row;
}

void StatusLine::show_subject(const std::string& what_counts, const std::vector<std::string>& losses) {
  std::string text = formatted(_("Palette and shares of %s."), what_counts.c_str());
  for (const std::string& sentence : losses) text += ' ' + sentence;
  gtk_label_set_text(GTK_LABEL(subject_label_), text.c_str());
  gtk_widget_set_visible(warning_icon_, !losses.empty());
}

void StatusLine::show_result(const LiveResult& result, std::size_t distinct_colors) {
  set_text(result_text(result, distinct_colors), false);
}

void StatusLine::show_error(const std::string& sentence) {
  set_busy(false);
  set_text(sentence, true);
}

void StatusLine::set_busy(bool is_busy) {
  g_object_set(spinner_, "active", is_busy, nullptr);
  gtk_widget_set_opacity(spinner_, is_busy ? 1 : 0);
}

void StatusLine::set_text(const std::string& text, bool is_error) {
  gtk_widget_set_visible(error_icon_, is_error);
  gtk_widget_set_visible(spinner_, !is_error);
  gtk_label_set_text(GTK_LABEL(label_), text.c_str());
}

}  // namespace kmq

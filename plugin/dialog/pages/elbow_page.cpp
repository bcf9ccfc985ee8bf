// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/elbow_page.h"

#include <algorithm>
#include <exception>
#include <string>
#include <utility>

#include "plugin/dialog/model/elbow_order.h"
#include "plugin/dialog/signals.h"
#include "plugin/gimp/errors.h"
#include "plugin/gimp/i18n.h"
#include "plugin/gimp/whole_file.h"
#include "plugin/plot.h"

namespace kmq {
namespace {

constexpr int first_min = 2;
constexpr int first_max = 64;
constexpr int step = 2;
constexpr int first_compared[] = {8, 16, 32};

GtkWidget* new_limit(int value, const char* name) {
  GtkWidget* spin = gtk_spin_button_new_with_range(PaletteSize::min, PaletteSize::max, 1);
  gtk_spin_button_set_value(GTK_SPIN_BUTTON(spin), value);
  gtk_entry_set_width_chars(GTK_ENTRY(spin), 3);
  atk_object_set_name(gtk_widget_get_accessible(spin), name);
  return spin;
}

std::string suggestion_text(const SuggestedK& suggestion) {
  switch (suggestion.reason) {
    case SuggestedK::Reason::exact: return formatted(_("Suggested: %d, with which every color is exact"), suggestion.k);
    case SuggestedK::Reason::bend: return formatted(_("Suggested: %d, where the curve bends"), suggestion.k);
  }
  g_return_val_if_reached(std::string());
}

std::optional<SuggestedK> suggestion_for(const std::vector<KMetrics>& metrics) {
  std::vector<CostOfK> curve;
  for (const KMetrics& row : metrics) curve.push_back({row.k, row.cost});
  return suggested_k(curve);
}

}  // namespace

ElbowPage::ElbowPage(Listener listener)
    : listener_(std::move(listener)),
      page_(gtk_box_new(GTK_ORIENTATION_VERTICAL, 6)),
      min_spin_(new_limit(first_min, _("Smallest number of colors"))),
      max_spin_(new_limit(first_max, _("Largest number of colors"))),
      suggestion_label_(gtk_label_new(nullptr)),
      suggestion_button_(gtk_button_new_with_label(_("Use"))),
      save_button_(gtk_button_new_with_label(_("Save…"))),
      chart_([this](int k) { listener_.on_k(k); }) {
  gtk_box_pack_start(GTK_BOX(page_), new_head(), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(page_), chart_.widget(), TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(page_), new_thumbnails(), FALSE, FALSE, 0);
  gtk_container_set_border_width(GTK_CONTAINER(page_), 6);
  connect<&ElbowPage::changed>(page_, "map", this);
  connect<&ElbowPage::changed>(page_, "unmap", this);
  gtk_widget_show_all(page_);
}

GtkWidget* ElbowPage::new_head() {
  GtkWidget* head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_label_set_ellipsize(GTK_LABEL(suggestion_label_), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(GTK_LABEL(suggestion_label_), 0);
  gtk_widget_set_tooltip_text(suggestion_label_,
                              _("Up to the bend of the curve each color more lowers the cost much, beyond it little."));
  gtk_widget_set_tooltip_text(suggestion_button_, _("Quantize to the suggested number of colors"));
  atk_object_set_name(gtk_widget_get_accessible(suggestion_button_), _("Use the suggested number of colors"));
  connect<&ElbowPage::use_suggestion>(suggestion_button_, "clicked", this);
  connect<&ElbowPage::limits_changed>(min_spin_, "value-changed", this);
  connect<&ElbowPage::limits_changed>(max_spin_, "value-changed", this);
  gtk_box_pack_start(GTK_BOX(head), gtk_label_new(_("From")), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(head), min_spin_, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(head), gtk_label_new(_("to")), FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(head), max_spin_, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(head), suggestion_label_, TRUE, TRUE, 0);
  gtk_box_pack_start(GTK_BOX(head), suggestion_button_, FALSE, FALSE, 0);
  gtk_widget_set_tooltip_text(save_button_, _("Write the curves as a table (.csv) or a chart (.png, .svg)"));
  connect<&ElbowPage::save>(save_button_, "clicked", this);
  gtk_box_pack_start(GTK_BOX(head), save_button_, FALSE, FALSE, 0);
  return head;
}

GtkWidget* ElbowPage::new_thumbnails() {
  GtkWidget* row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_set_homogeneous(GTK_BOX(row), TRUE);
  for (const int k : first_compared) {
    thumbnails_.push_back(std::make_unique<ElbowThumbnail>(
        k, ElbowThumbnail::Listener{.on_change = [this] { changed(); }, .on_k = listener_.on_k}));
    gtk_box_pack_start(GTK_BOX(row), thumbnails_.back()->widget(), TRUE, TRUE, 0);
  }
  return row;
}

KRange ElbowPage::range() const {
  return {gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(min_spin_)),
          gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(max_spin_))};
}

std::vector<int> ElbowPage::wanted_numbers() const {
  std::vector<int> numbers;
  for (const auto& thumbnail : thumbnails_) numbers.push_back(thumbnail->k());
  const auto [min, max] = range();
  for (const int k : coarse_to_fine(min, max, step)) {
    if (std::ranges::find(numbers, k) == numbers.end()) numbers.push_back(k);
  }
  return numbers;
}

std::vector<KMetrics> ElbowPage::metrics_in_range(const std::map<int, ElbowResult>& results) const {
  const auto [min, max] = range();
  std::vector<KMetrics> metrics;
  for (auto found = results.lower_bound(min); found != results.upper_bound(max); ++found) {
    const auto& [k, result] = *found;
    metrics.push_back({k, result.cost, result.mse, result.iterations, result.seconds});
  }
  return metrics;
}

void ElbowPage::show(const LiveElbow& elbow, int current_k) {
  // A curve with holes may bend elsewhere: nothing is suggested before it is whole.
  const bool is_whole = elbow.has_all(wanted_numbers());
  metrics_ = is_whole ? metrics_in_range(elbow.results()) : std::vector<KMetrics>();
  suggestion_ = suggestion_for(metrics_);
  chart_.show(elbow.results(), range(), current_k, suggestion_);
  for (const auto& thumbnail : thumbnails_) thumbnail->show(elbow.results());
  show_suggestion(suggestion_, is_whole);
  gtk_widget_set_sensitive(save_button_, !metrics_.empty());
}

void ElbowPage::show_suggestion(const std::optional<SuggestedK>& suggestion, bool is_whole) {
  gtk_widget_set_sensitive(suggestion_button_, suggestion.has_value());
  const std::string text = suggestion ? suggestion_text(*suggestion)
                           : is_whole ? std::string(_("The curve has no bend: none is better than the others."))
                                      : std::string(_("Searching …"));
  gtk_label_set_text(GTK_LABEL(suggestion_label_), text.c_str());
}

void ElbowPage::changed() noexcept { listener_.on_change(); }

/// The range stays at least two steps wide, so that there is a curve.
void ElbowPage::limits_changed() noexcept {
  gtk_spin_button_set_range(GTK_SPIN_BUTTON(min_spin_), PaletteSize::min, range().max - 2 * step);
  gtk_spin_button_set_range(GTK_SPIN_BUTTON(max_spin_), range().min + 2 * step, PaletteSize::max);
  changed();
}

void ElbowPage::use_suggestion() noexcept {
  if (suggestion_) listener_.on_k(suggestion_->k);
}

void ElbowPage::save() noexcept {
  file_chooser_.reset(gtk_file_chooser_native_new(_("Save the Curves"), GTK_WINDOW(gtk_widget_get_toplevel(page_)),
                                                  GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel")));
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(file_chooser_.get()), _("costs.csv"));
  gtk_file_chooser_set_do_overwrite_confirmation(GTK_FILE_CHOOSER(file_chooser_.get()), TRUE);
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(file_chooser_.get()), TRUE);
  connect<&ElbowPage::save_answered>(file_chooser_.get(), "response", this);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(file_chooser_.get()));
}

void ElbowPage::save_answered(int response) noexcept {
  if (response != GTK_RESPONSE_ACCEPT) return;
  const GObjectPtr<GFile> file(gtk_file_chooser_get_file(GTK_FILE_CHOOSER(file_chooser_.get())));
  try {
    write(file.get());
  } catch (const std::exception& error) {
    listener_.on_error(error.what());
  }
}

/// The type is that of the name.
void ElbowPage::write(GFile* file) const {
  const GPtr<char> name(g_file_get_basename(file));
  if (const auto type = plot_file_type(name.get())) {
    write_whole_file(file, plot_file_bytes(*type, metrics_, suggestion_));
  } else if (g_str_has_suffix(name.get(), ".csv") != FALSE) {
    write_whole_file(file, metrics_csv(metrics_));
  } else {
    throw UserError(
        formatted(_("“%s” is neither a table nor a chart: let the name end in .csv, .png or .svg."), name.get()));
  }
}

}  // namespace kmq

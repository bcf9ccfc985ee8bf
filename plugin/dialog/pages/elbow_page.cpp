// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/elbow_page.h"

#include <algorithm>
#include <string>
#include <utility>

#include "plugin/dialog/model/elbow_order.h"
#include "plugin/dialog/signals.h"
#include "plugin/gimp/i18n.h"

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

}  // namespace

ElbowPage::ElbowPage(Listener listener)
    : listener_(std::move(listener)),
      page_(gtk_box_new(GTK_ORIENTATION_VERTICAL, 6)),
      min_spin_(new_limit(first_min, _("Smallest number of colors"))),
      max_spin_(new_limit(first_max, _("Largest number of colors"))),
      suggestion_label_(gtk_label_new(nullptr)),
      suggestion_button_(gtk_button_new_with_label(_("Use"))),
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

std::optional<SuggestedK> ElbowPage::suggestion(const std::map<int, ElbowResult>& results) const {
  const auto [min, max] = range();
  std::vector<CostOfK> curve;
  for (auto result = results.lower_bound(min); result != results.upper_bound(max); ++result) {
    curve.push_back({result->first, result->second.cost});
  }
  return suggested_k(curve);
}

void ElbowPage::show(const LiveElbow& elbow, int current_k) {
  // A curve with holes may bend elsewhere: nothing is suggested before it is whole.
  const bool is_whole = elbow.has_all(wanted_numbers());
  const auto suggested = is_whole ? suggestion(elbow.results()) : std::nullopt;
  chart_.show(elbow.results(), range(), current_k, suggested);
  for (const auto& thumbnail : thumbnails_) thumbnail->show(elbow.results());
  show_suggestion(suggested, is_whole);
}

void ElbowPage::show_suggestion(const std::optional<SuggestedK>& suggestion, bool is_whole) {
  suggested_k_ = suggestion ? suggestion->k : 0;
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

void ElbowPage::use_suggestion() noexcept { listener_.on_k(suggested_k_); }

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/controls.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <string_view>

#include "plugin/i18n.h"
#include "plugin/settings.h"

namespace kmq {
namespace {

/// With more steps a slider is no good to choose a number.
constexpr int longest_scale = 256;

constexpr int column_width = 440;

/// What few users change is folded away.
constexpr std::string_view advanced_names[] = {"n-init", "max-iterations", "tolerance", "palette-file"};

bool is_advanced(const Setting& setting) {
  return std::ranges::find(advanced_names, std::string_view(setting.name)) != std::end(advanced_names);
}

/// Makes the widget for each kind of setting; GIMP's own choice of it differs between its versions.
struct WidgetMaker {
  GimpProcedureDialog* dialog;
  const char* name;

  void operator()(const IntRange& range) const {
    make(range.max <= longest_scale ? GIMP_TYPE_SCALE_ENTRY : GIMP_TYPE_LABEL_SPIN);
  }
  void operator()(const DoubleRange& range) const {
    if (range.max <= 1) {
      gimp_procedure_dialog_get_scale_entry(dialog, name, 1);
    } else {
      make(GIMP_TYPE_LABEL_SPIN);
    }
  }
  void operator()(const Flag&) const { make(GTK_TYPE_CHECK_BUTTON); }
  void operator()(const Text&) const { make(GIMP_TYPE_LABEL_ENTRY); }
  void operator()(const Choice&) const { make(GTK_TYPE_COMBO_BOX); }
  // There is only one widget for each of these.
  void operator()(PaletteSetting) const { make(G_TYPE_NONE); }
  void operator()(OutputFile) const { make(G_TYPE_NONE); }

 private:
  void make(GType type) const { gimp_procedure_dialog_get_widget(dialog, name, type); }
};

/// Fills a box with the settings of the table for which a condition holds.
template <typename Condition>
GtkWidget* fill_box(GimpProcedureDialog* dialog, const char* box_name, const Condition& condition) {
  GList* names = nullptr;
  for (const Setting& setting : setting_table()) {
    if (!condition(setting)) continue;
    std::visit(WidgetMaker{dialog, setting.name}, setting.kind);
    names = g_list_append(names, const_cast<char*>(setting.name));
  }
  GtkWidget* box = gimp_procedure_dialog_fill_box_list(dialog, box_name, names);
  g_list_free(names);
  return box;
}

void draw_new_seed(GtkButton*, gpointer config) noexcept {
  std::random_device device;
  std::uniform_int_distribution<std::int32_t> seeds(0, std::numeric_limits<std::int32_t>::max());
  g_object_set(config, "seed", seeds(device), nullptr);
}

void add_new_seed_button(GimpProcedureDialog* dialog, GimpProcedureConfig* config) {
  GtkWidget* seed = gimp_procedure_dialog_get_widget(dialog, "seed", GIMP_TYPE_LABEL_SPIN);
  GtkWidget* button = gtk_button_new_with_label(_("New"));
  gimp_help_set_help_data(button, _("Draw another seed"), nullptr);
  atk_object_set_name(gtk_widget_get_accessible(button), _("New seed"));
  g_signal_connect(button, "clicked", G_CALLBACK(draw_new_seed), config);
  // A labeled widget of GIMP is a grid: label, then value.
  gtk_grid_attach_next_to(GTK_GRID(seed), button, nullptr, GTK_POS_RIGHT, 1, 1);
  gtk_widget_show(button);
}

GtkWidget* new_column(GimpProcedureDialog* dialog) {
  fill_box(dialog, "main-box", [](const Setting& setting) { return !is_advanced(setting); });
  fill_box(dialog, "advanced-box", is_advanced);
  gimp_procedure_dialog_get_label(dialog, "advanced-title", _("Advanced"), FALSE, FALSE);
  GtkWidget* expander =
      gimp_procedure_dialog_fill_expander(dialog, "advanced", "advanced-title", FALSE, "advanced-box");
  // The column scrolls instead.
  gtk_expander_set_resize_toplevel(GTK_EXPANDER(expander), FALSE);
  return gimp_procedure_dialog_fill_box(dialog, "column", "main-box", "advanced", nullptr);
}

void follow_each_other(GimpProcedureDialog* dialog, GimpProcedureConfig* config) {
  GObject* settings = G_OBJECT(config);
  gimp_procedure_dialog_set_sensitive(dialog, "palette-name", TRUE, settings, "save-palette", FALSE);
  gimp_procedure_dialog_set_sensitive(dialog, "fixed-palette", TRUE, settings, "use-fixed-palette", FALSE);
  GValue none = G_VALUE_INIT;
  g_value_init(&none, G_TYPE_STRING);
  g_value_set_static_string(&none, "none");
  GimpValueArray* without_dither = gimp_value_array_new(1);
  gimp_value_array_append(without_dither, &none);
  gimp_procedure_dialog_set_sensitive_if_in(dialog, "dither-amount", settings, "dither", without_dither, FALSE);
  g_value_unset(&none);
}

}  // namespace

GtkWidget* new_controls(GimpProcedureDialog* dialog, GimpProcedureConfig* config) {
  GtkWidget* column = new_column(dialog);
  add_new_seed_button(dialog, config);
  follow_each_other(dialog, config);
  GtkWidget* scrolled = gtk_scrolled_window_new(nullptr, nullptr);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling(GTK_SCROLLED_WINDOW(scrolled), FALSE);
  gtk_container_add(GTK_CONTAINER(scrolled), column);
  // The room that is left belongs to the results.
  gtk_widget_set_hexpand(scrolled, FALSE);
  gtk_widget_set_size_request(scrolled, column_width, -1);
  gtk_widget_show_all(scrolled);
  return scrolled;
}

}  // namespace kmq

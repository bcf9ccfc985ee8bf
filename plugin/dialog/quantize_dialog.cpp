// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/quantize_dialog.h"

#include <libgimp/gimpui.h>

#include <cstdint>
#include <limits>
#include <random>

#include "plugin/i18n.h"
#include "plugin/settings.h"

namespace kmq {
namespace {

/// With more steps a slider is no good to choose a number.
constexpr int longest_scale = 256;

/// The widget for each kind of setting; GIMP's own choice of it differs between its versions.
struct WidgetType {
  GType operator()(const IntRange& range) const {
    return range.max <= longest_scale ? GIMP_TYPE_SCALE_ENTRY : GIMP_TYPE_LABEL_SPIN;
  }
  GType operator()(const DoubleRange&) const { return GIMP_TYPE_LABEL_SPIN; }
  GType operator()(const Flag&) const { return GTK_TYPE_CHECK_BUTTON; }
  GType operator()(const Text&) const { return GIMP_TYPE_LABEL_ENTRY; }
  GType operator()(const Choice&) const { return GTK_TYPE_COMBO_BOX; }
  GType operator()(PaletteSetting) const { return G_TYPE_NONE; }
  GType operator()(OutputFile) const { return G_TYPE_NONE; }
};

GtkWidget* fill_group(GimpProcedureDialog* dialog, const char* box_name, SettingGroup group) {
  GList* names = nullptr;
  for (const Setting& setting : setting_table()) {
    if (setting.group != group) continue;
    gimp_procedure_dialog_get_widget(dialog, setting.name, std::visit(WidgetType{}, setting.kind));
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
  GtkWidget* button = gtk_button_new_with_mnemonic(_("New See_d"));
  gimp_help_set_help_data(button, _("Draw another seed"), nullptr);
  g_signal_connect(button, "clicked", G_CALLBACK(draw_new_seed), config);
  // A labeled widget of GIMP is a grid: label, then value.
  gtk_grid_attach_next_to(GTK_GRID(seed), button, nullptr, GTK_POS_RIGHT, 1, 1);
  gtk_widget_show(button);
}

/// Two columns: with all settings below each other the dialog would be higher than a small screen.
void fill_advanced(GimpProcedureDialog* dialog) {
  fill_group(dialog, "search-box", SettingGroup::search);
  fill_group(dialog, "palette-box", SettingGroup::palette);
  fill_group(dialog, "result-box", SettingGroup::result);
  GtkWidget* columns =
      gimp_procedure_dialog_fill_box(dialog, "advanced-box", "search-box", "palette-box", "result-box", nullptr);
  gtk_orientable_set_orientation(GTK_ORIENTABLE(columns), GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing(GTK_BOX(columns), 24);
  gimp_procedure_dialog_get_label(dialog, "advanced-title", _("_Advanced"), FALSE, TRUE);
  gimp_procedure_dialog_fill_expander(dialog, "advanced", "advanced-title", FALSE, "advanced-box");
}

}  // namespace

bool run_quantize_dialog(GimpProcedure* procedure, GimpProcedureConfig* config) {
  gimp_ui_init("kmeans-quantize");
  GtkWidget* widget = gimp_procedure_dialog_new(procedure, config, _("K-Means Quantize"));
  GimpProcedureDialog* dialog = GIMP_PROCEDURE_DIALOG(widget);
  fill_group(dialog, "main-box", SettingGroup::main);
  add_new_seed_button(dialog, config);
  fill_advanced(dialog);
  gimp_procedure_dialog_set_sensitive(dialog, "palette-name", TRUE, G_OBJECT(config), "save-palette", FALSE);
  gimp_procedure_dialog_set_sensitive(dialog, "fixed-palette", TRUE, G_OBJECT(config), "use-fixed-palette", FALSE);
  gimp_procedure_dialog_fill(dialog, "main-box", "advanced", nullptr);
  const bool is_confirmed = gimp_procedure_dialog_run(dialog) != FALSE;
  gtk_widget_destroy(widget);
  return is_confirmed;
}

}  // namespace kmq

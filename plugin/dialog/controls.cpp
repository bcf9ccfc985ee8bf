// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/controls.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <string_view>

#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"
#include "plugin/settings.h"

namespace kmq {
namespace {

/// With more steps a slider is no good to choose a number.
constexpr int longest_scale = 256;

constexpr int column_width = 440;

/// What few users change is folded away.
constexpr std::string_view advanced_names[] = {
    "n-init",     "speck-size",       "max-iterations",     "tolerance",         "color-bits",
    "bayer-size", "dither-threshold", "fixed-palette-file", "transparent-color", "palette-file"};

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
  void operator()(InputFile) const { make(G_TYPE_NONE); }
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

/// The first label in a container, but no button's own.
GtkWidget* find_label(GtkWidget* widget) {
  if (GTK_IS_LABEL(widget)) return widget;
  if (!GTK_IS_CONTAINER(widget) || GTK_IS_BUTTON(widget)) return nullptr;
  GtkWidget* found = nullptr;
  GList* children = gtk_container_get_children(GTK_CONTAINER(widget));
  for (GList* child = children; child != nullptr && found == nullptr; child = child->next) {
    found = find_label(GTK_WIDGET(child->data));
  }
  g_list_free(children);
  return found;
}

/// Tells screen readers which label belongs to a slider, list or button: GIMP tells it for fields only.
void tell_label(GtkWidget* widget, gpointer label) noexcept {
  if (GTK_IS_RANGE(widget) || GTK_IS_COMBO_BOX(widget) || GTK_IS_BUTTON(widget)) {
    atk_object_add_relationship(gtk_widget_get_accessible(widget), ATK_RELATION_LABELLED_BY,
                                gtk_widget_get_accessible(GTK_WIDGET(label)));
  } else if (GTK_IS_CONTAINER(widget)) {
    gtk_container_foreach(GTK_CONTAINER(widget), tell_label, label);
  }
}

/// Connects labels with what they name, for the ear and, in one column, for the eye.
void arrange_labels(GimpProcedureDialog* dialog) {
  const GObjectPtr<GtkSizeGroup> column(gtk_size_group_new(GTK_SIZE_GROUP_HORIZONTAL));
  for (const Setting& setting : setting_table()) {
    GtkWidget* widget = gimp_procedure_dialog_get_widget(dialog, setting.name, G_TYPE_NONE);
    GtkWidget* label = find_label(widget);
    if (label == nullptr) continue;
    tell_label(widget, label);
    if (!is_advanced(setting)) gtk_size_group_add_widget(column.get(), label);
  }
}

GtkWidget* new_expander(GimpProcedureDialog* dialog) {
  fill_box(dialog, "advanced-box", is_advanced);
  gimp_procedure_dialog_get_label(dialog, "advanced-title", _("Advanced"), FALSE, FALSE);
  GtkWidget* expander =
      gimp_procedure_dialog_fill_expander(dialog, "advanced", "advanced-title", FALSE, "advanced-box");
  // The column scrolls instead.
  gtk_expander_set_resize_toplevel(GTK_EXPANDER(expander), FALSE);
  return expander;
}

/// Brings into sight what was unfolded, when there is room for it in what scrolls.
void scroll_to_unfolded(GtkAdjustment* place, gpointer expander) noexcept {
  if (gtk_expander_get_expanded(GTK_EXPANDER(expander)) != FALSE) {
    gtk_adjustment_set_value(place, gtk_adjustment_get_upper(place));
  }
}

GtkWidget* new_scrolled(GtkWidget* content, GtkWidget* expander) {
  GtkWidget* scrolled = gtk_scrolled_window_new(nullptr, nullptr);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling(GTK_SCROLLED_WINDOW(scrolled), FALSE);
  gtk_container_add(GTK_CONTAINER(scrolled), content);
  g_signal_connect(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(scrolled)), "changed",
                   G_CALLBACK(scroll_to_unfolded), expander);
  return scrolled;
}

/// is_sensitive  with this method; with the others it is the other way round
void set_sensitive_by_dither(GimpProcedureDialog* dialog, GObject* settings, const char* name, const char* method,
                             gboolean is_sensitive) {
  GValue value = G_VALUE_INIT;
  g_value_init(&value, G_TYPE_STRING);
  g_value_set_static_string(&value, method);
  GimpValueArray* methods = gimp_value_array_new(1);
  gimp_value_array_append(methods, &value);
  gimp_procedure_dialog_set_sensitive_if_in(dialog, name, settings, "dither", methods, is_sensitive);
  g_value_unset(&value);
}

void follow_each_other(GimpProcedureDialog* dialog, GimpProcedureConfig* config) {
  GObject* settings = G_OBJECT(config);
  gimp_procedure_dialog_set_sensitive(dialog, "palette-name", TRUE, settings, "save-palette", FALSE);
  gimp_procedure_dialog_set_sensitive(dialog, "fixed-palette", TRUE, settings, "use-fixed-palette", FALSE);
  set_sensitive_by_dither(dialog, settings, "dither-amount", "none", FALSE);
  set_sensitive_by_dither(dialog, settings, "dither-threshold", "none", FALSE);
  set_sensitive_by_dither(dialog, settings, "bayer-size", "bayer", TRUE);
}

}  // namespace

GtkWidget* new_controls(GimpProcedureDialog* dialog, GimpProcedureConfig* config) {
  const auto is_main = [](const Setting& setting) { return setting.group == SettingGroup::main; };
  GtkWidget* main_box = fill_box(dialog, "main-box", is_main);
  fill_box(dialog, "other-box", [&](const Setting& setting) { return !is_main(setting) && !is_advanced(setting); });
  GtkWidget* expander = new_expander(dialog);
  GtkWidget* others = gimp_procedure_dialog_fill_box(dialog, "others", "other-box", "advanced", nullptr);
  arrange_labels(dialog);
  add_new_seed_button(dialog, config);
  follow_each_other(dialog, config);
  // What is changed most stays in sight; the others scroll where there is no room for all of them.
  GtkWidget* column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_pack_start(GTK_BOX(column), main_box, FALSE, FALSE, 0);
  gtk_box_pack_start(GTK_BOX(column), new_scrolled(others, expander), TRUE, TRUE, 0);
  // The room that is left belongs to the results.
  gtk_widget_set_hexpand(column, FALSE);
  gtk_widget_set_size_request(column, column_width, -1);
  gtk_widget_show_all(column);
  return column;
}

}  // namespace kmq

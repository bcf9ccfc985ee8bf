// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/pages/palette_actions.h"

#include <libgimp/gimpui.h>

#include <exception>
#include <utility>

#include "plugin/dialog/signals.h"
#include "plugin/gimp/i18n.h"
#include "plugin/palettes/gimp_palettes.h"
#include "plugin/palettes/given_palette_file.h"

namespace kmq {
namespace {

constexpr int color_button_width = 40;
constexpr int color_button_height = 20;
constexpr const char* palette_key = "kmq-palette";

struct KindName {
  SlotKind kind;
  const char* name;
};

/// In the order of the list.
constexpr KindName kind_names[] = {
    {SlotKind::free, N_("Found")},
    {SlotKind::normal, N_("Locked")},
    {SlotKind::exact, N_("Only exact pixels")},
    {SlotKind::reserved, N_("No pixels")},
};

int position_of(SlotKind kind) {
  int position = 0;
  while (kind_names[position].kind != kind) ++position;
  return position;
}

GObjectPtr<GeglColor> to_gegl_color(Rgb8 color, const Babl* format) {
  GObjectPtr<GeglColor> result(gegl_color_new(nullptr));
  gegl_color_set_pixel(result.get(), format, &color);
  return result;
}

Rgb8 to_rgb(GeglColor* color, const Babl* format) {
  Rgb8 result;
  gegl_color_get_pixel(color, format, &result);
  return result;
}

void set_accessible_name(GtkWidget* widget, const char* name) {
  atk_object_set_name(gtk_widget_get_accessible(widget), name);
}

}  // namespace

PaletteActions::PaletteActions(const Babl* format, Listener listener)
    : format_(format),
      listener_(std::move(listener)),
      box_(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6)),
      label_(gtk_label_new(nullptr)),
      color_button_(gimp_color_button_new(_("Color of the palette"), color_button_width, color_button_height,
                                          to_gegl_color({}, format).get(), GIMP_COLOR_AREA_FLAT)),
      kinds_(gtk_combo_box_text_new()),
      menu_button_(gtk_button_new_with_label(_("Palette ▾"))) {
  gtk_label_set_xalign(GTK_LABEL(label_), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label_), PANGO_ELLIPSIZE_END);
  gimp_color_button_set_update(GIMP_COLOR_BUTTON(color_button_), TRUE);
  for (const KindName& name : kind_names) gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(kinds_), _(name.name));
  add_buttons();
  gtk_widget_show_all(box_);
}

void PaletteActions::add_buttons() {
  set_accessible_name(color_button_, _("Edit the color"));
  set_accessible_name(kinds_, _("Use of the color"));
  set_accessible_name(menu_button_, _("Palette menu"));
  gtk_widget_set_tooltip_text(color_button_, _("Edit the color (Enter); the other colors stay as they are"));
  gtk_widget_set_tooltip_text(kinds_, _("Whether the color is found for the picture or stays as it is (L), and which "
                                        "pixels get it"));
  gtk_widget_set_tooltip_text(menu_button_, _("What else can be done with the color, and with all of them"));
  connect<&PaletteActions::color_changed>(color_button_, "color-changed", this);
  connect<&PaletteActions::kind_changed>(kinds_, "changed", this);
  connect<&PaletteActions::menu_wanted>(menu_button_, "clicked", this);
  gtk_box_pack_start(GTK_BOX(box_), label_, TRUE, TRUE, 0);
  for (GtkWidget* widget : {color_button_, kinds_, menu_button_}) {
    gtk_box_pack_start(GTK_BOX(box_), widget, FALSE, FALSE, 0);
  }
}

Rgb8 PaletteActions::color_in_button() const {
  const GObjectPtr<GeglColor> color(gimp_color_button_get_color(GIMP_COLOR_BUTTON(color_button_)));
  return to_rgb(color.get(), format_);
}

void PaletteActions::show(const std::optional<ChosenPlace>& chosen, const std::string& description, bool has_palette) {
  is_showing_ = true;
  chosen_ = chosen;
  has_palette_ = has_palette;
  gtk_label_set_text(GTK_LABEL(label_), description.c_str());
  gtk_widget_set_sensitive(color_button_, chosen && !chosen->place.is_key);
  gtk_widget_set_sensitive(kinds_, chosen && chosen->can_change_kind);
  gtk_combo_box_set_active(GTK_COMBO_BOX(kinds_), chosen ? position_of(chosen->place.kind) : -1);
  // The same color anew would disturb who is just looking for another one in the dialog of the button.
  if (chosen && color_in_button() != chosen->place.color) {
    gimp_color_button_set_color(GIMP_COLOR_BUTTON(color_button_), to_gegl_color(chosen->place.color, format_).get());
  }
  is_showing_ = false;
}

void PaletteActions::edit() {
  if (gtk_widget_get_sensitive(color_button_)) gtk_button_clicked(GTK_BUTTON(color_button_));
}

void PaletteActions::lock_or_unlock() {
  if (!chosen_ || !chosen_->can_change_kind) return;
  listener_.on_kind(chosen_->place.kind == SlotKind::free ? SlotKind::normal : SlotKind::free);
}

void PaletteActions::remove() {
  if (chosen_ && chosen_->can_remove) listener_.on_remove();
}

void PaletteActions::move(int distance) {
  if (chosen_ && (distance < 0 ? chosen_->can_move_left : chosen_->can_move_right)) listener_.on_move(distance);
}

void PaletteActions::copy() noexcept {
  if (!chosen_) return;
  GtkClipboard* clipboard = gtk_widget_get_clipboard(box_, GDK_SELECTION_CLIPBOARD);
  gtk_clipboard_set_text(clipboard, hex_name(chosen_->place.color).c_str(), -1);
  // It should outlive the dialog.
  gtk_clipboard_set_can_store(clipboard, nullptr, 0);
  gtk_clipboard_store(clipboard);
}

GtkWidget* PaletteActions::add_item(const char* label, bool is_sensitive) {
  GtkWidget* item = gtk_menu_item_new_with_mnemonic(label);
  gtk_widget_set_sensitive(item, is_sensitive);
  gtk_menu_shell_append(GTK_MENU_SHELL(menu_), item);
  return item;
}

/// GIMP's palettes, among which are those that come with the plug-in and the colormaps of open images.
void PaletteActions::add_item_with_palettes() {
  GtkWidget* submenu = gtk_menu_new();
  const GPtr<GimpPalette*> palettes(gimp_palettes_get_list(""));
  for (GimpPalette** palette = palettes.get(); palette != nullptr && *palette != nullptr; ++palette) {
    const GPtr<char> name(gimp_resource_get_name(GIMP_RESOURCE(*palette)));
    GtkWidget* item = gtk_menu_item_new_with_label(name.get());
    g_object_set_data(G_OBJECT(item), palette_key, *palette);
    g_signal_connect(item, "activate", G_CALLBACK(palette_chosen), this);
    gtk_menu_shell_append(GTK_MENU_SHELL(submenu), item);
  }
  gtk_menu_item_set_submenu(GTK_MENU_ITEM(add_item(_("Add the Colors of a _Palette"), has_palette_)), submenu);
}

void PaletteActions::open_menu(const GdkEvent* event, GtkWidget* origin) {
  if (menu_ != nullptr) gtk_widget_destroy(menu_);
  menu_ = gtk_menu_new();
  gtk_menu_attach_to_widget(GTK_MENU(menu_), box_, nullptr);  // of a button, no screen reader would find it
  const bool is_chosen = chosen_.has_value();
  connect<&PaletteActions::copy>(add_item(_("_Copy as #rrggbb"), is_chosen), "activate", this);
  connect<&PaletteActions::remove_chosen>(add_item(_("_Remove"), is_chosen && chosen_->can_remove), "activate", this);
  connect<&PaletteActions::move_left>(add_item(_("Move _Left"), is_chosen && chosen_->can_move_left), "activate", this);
  connect<&PaletteActions::move_right>(add_item(_("Move Ri_ght"), is_chosen && chosen_->can_move_right), "activate",
                                       this);
  gtk_menu_shell_append(GTK_MENU_SHELL(menu_), gtk_separator_menu_item_new());
  connect<&PaletteActions::add_color>(add_item(_("_Add a Color…"), has_palette_), "activate", this);
  add_item_with_palettes();
  connect<&PaletteActions::add_file>(add_item(_("Add the Colors of a _File…"), has_palette_), "activate", this);
  gtk_menu_shell_append(GTK_MENU_SHELL(menu_), gtk_separator_menu_item_new());
  connect<&PaletteActions::lock_all>(add_item(_("Loc_k All Colors"), has_palette_), "activate", this);
  connect<&PaletteActions::free_all>(add_item(_("R_eset: Find All Colors"), true), "activate", this);
  gtk_widget_show_all(menu_);
  if (event != nullptr) {
    gtk_menu_popup_at_pointer(GTK_MENU(menu_), event);
  } else {
    gtk_menu_popup_at_widget(GTK_MENU(menu_), origin, GDK_GRAVITY_SOUTH_WEST, GDK_GRAVITY_NORTH_WEST, nullptr);
  }
}

void PaletteActions::color_changed() noexcept {
  if (is_showing_ || !chosen_) return;
  const Rgb8 color = color_in_button();
  if (color != chosen_->place.color) listener_.on_color(color);
}

void PaletteActions::kind_changed() noexcept {
  const int position = gtk_combo_box_get_active(GTK_COMBO_BOX(kinds_));
  if (!is_showing_ && position >= 0) listener_.on_kind(kind_names[position].kind);
}

void PaletteActions::menu_wanted() noexcept { open_menu(nullptr, menu_button_); }

/// read()  returns the colors, or throws a sentence
template <typename Read>
void PaletteActions::add_colors(const Read& read) noexcept {
  try {
    listener_.on_add(read());
  } catch (const std::exception& error) {
    listener_.on_error(error.what());
  }
}

void PaletteActions::palette_chosen(GtkMenuItem* item, gpointer actions) noexcept {
  auto* self = static_cast<PaletteActions*>(actions);
  auto* palette = static_cast<GimpPalette*>(g_object_get_data(G_OBJECT(item), palette_key));
  self->add_colors([=] { return colors_of(palette, self->format_); });
}

void PaletteActions::add_color() noexcept {
  color_dialog_ =
      gtk_dialog_new_with_buttons(_("Add a Color"), GTK_WINDOW(gtk_widget_get_toplevel(box_)),
                                  static_cast<GtkDialogFlags>(GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT),
                                  _("_Cancel"), GTK_RESPONSE_CANCEL, _("_Add"), GTK_RESPONSE_OK, nullptr);
  gtk_dialog_set_default_response(GTK_DIALOG(color_dialog_), GTK_RESPONSE_OK);
  selection_ = gimp_color_selection_new();
  gimp_color_selection_set_color(GIMP_COLOR_SELECTION(selection_),
                                 to_gegl_color(chosen_ ? chosen_->place.color : Rgb8{}, format_).get());
  gtk_container_set_border_width(GTK_CONTAINER(selection_), 12);
  gtk_box_pack_start(GTK_BOX(gtk_dialog_get_content_area(GTK_DIALOG(color_dialog_))), selection_, TRUE, TRUE, 0);
  connect<&PaletteActions::color_answered>(color_dialog_, "response", this);
  gtk_widget_show(selection_);
  gtk_widget_show(color_dialog_);
}

void PaletteActions::color_answered(int response) noexcept {
  if (response == GTK_RESPONSE_OK) {
    const GObjectPtr<GeglColor> color(gimp_color_selection_get_color(GIMP_COLOR_SELECTION(selection_)));
    add_colors([&] { return std::vector{to_rgb(color.get(), format_)}; });
  }
  gtk_widget_destroy(color_dialog_);
}

void PaletteActions::add_file() noexcept {
  file_chooser_.reset(gtk_file_chooser_native_new(_("Add the Colors of a File"),
                                                  GTK_WINDOW(gtk_widget_get_toplevel(box_)),
                                                  GTK_FILE_CHOOSER_ACTION_OPEN, _("_Add"), _("_Cancel")));
  gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(file_chooser_.get()), TRUE);
  connect<&PaletteActions::file_answered>(file_chooser_.get(), "response", this);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(file_chooser_.get()));
}

void PaletteActions::file_answered(int response) noexcept {
  if (response != GTK_RESPONSE_ACCEPT) return;
  const GObjectPtr<GFile> file(gtk_file_chooser_get_file(GTK_FILE_CHOOSER(file_chooser_.get())));
  add_colors([&] { return colors_of_file(file.get()); });
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/palettes/gimp_palettes.h"

#include <glib/gstdio.h>

#include <algorithm>

#include "plugin/gimp/errors.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

constexpr int most_columns = 16;

std::vector<std::string> color_names_of(GimpPalette* palette) {
  std::vector<std::string> names(static_cast<std::size_t>(gimp_palette_get_color_count(palette)));
  int position = 0;
  for (std::string& entry_name : names) {
    char* name = nullptr;
    check_gimp(gimp_palette_get_entry_name(palette, position++, &name), "gimp_palette_get_entry_name");
    entry_name = GPtr<char>(name).get();
  }
  return names;
}

bool is_same(GimpPalette* existing, const NamedPalette& palette, const Babl* format) {
  return gimp_palette_get_color_count(existing) == palette.colors.size() &&
         std::ranges::equal(colors_of(existing, format), palette.colors.colors()) &&
         color_names_of(existing) == palette.color_names;
}

/// Returns the palette of this name, or with the number that GIMP appends to a name that is taken, if it is the same.
GimpPalette* find_same(const NamedPalette& palette, const Babl* format) {
  std::string name = palette.name;
  for (int number = 1;; ++number) {
    GimpPalette* existing = gimp_palette_get_by_name(name.c_str());
    if (existing == nullptr || is_same(existing, palette, format)) return existing;
    name = palette.name + " #" + std::to_string(number);
  }
}

/// The folder in which GIMP stores new palettes, or the one around it that is there already.
std::string folder_of_palettes() {
  const GPtr<char> folders(gimp_gimprc_query("palette-path-writable"));
  if (!folders) return {};
  std::string folder = folders.get();
  folder.resize(std::min(folder.find(G_SEARCHPATH_SEPARATOR), folder.size()));
  while (!g_file_test(folder.c_str(), G_FILE_TEST_EXISTS)) {
    const GPtr<char> around(g_path_get_dirname(folder.c_str()));
    if (folder == around.get()) break;
    folder = around.get();
  }
  return folder;
}

/// GIMP 3.0 and 3.2 crash, with all images that are open, when they cannot write a new palette.
void check_can_be_stored() {
  const std::string folder = folder_of_palettes();
  if (folder.empty() || g_access(folder.c_str(), W_OK) == 0) return;
  const GPtr<char> name(g_filename_display_name(folder.c_str()));
  throw UserError(
      formatted(_("GIMP cannot store a palette, which an indexed image needs as well, because the folder “%s” "
                  "cannot be written: make it writable, or choose another output and switch off “Save the "
                  "palette”."),
                name.get()));
}

void fill(GimpPalette* target, const NamedPalette& palette, const Babl* format) {
  const GObjectPtr<GeglColor> gegl_color(gegl_color_new(nullptr));
  for (int i = 0; i < palette.colors.size(); ++i) {
    const Rgb8 color = palette.colors[i];
    gegl_color_set_pixel(gegl_color.get(), format, &color);
    int position = 0;
    check_gimp(gimp_palette_add_entry(target, palette.color_names[static_cast<std::size_t>(i)].c_str(),
                                      gegl_color.get(), &position),
               "gimp_palette_add_entry");
  }
  check_gimp(gimp_palette_set_columns(target, std::min(palette.colors.size(), most_columns)),
             "gimp_palette_set_columns");
}

}  // namespace

std::vector<Rgb8> colors_of(GimpPalette* palette, const Babl* format) {
  // One by one, because gimp_palette_get_colors() forgets the space of the colors.
  std::vector<Rgb8> colors(static_cast<std::size_t>(gimp_palette_get_color_count(palette)));
  int position = 0;
  for (Rgb8& color : colors) {
    const GObjectPtr<GeglColor> entry(
        check_gimp_object(gimp_palette_get_entry_color(palette, position++), "gimp_palette_get_entry_color"));
    gegl_color_get_pixel(entry.get(), format, &color);
  }
  return colors;
}

UserPalette::UserPalette(const NamedPalette& palette, const Babl* format)
    : palette_(find_same(palette, format)), is_temporary_(palette_ == nullptr) {
  if (!is_temporary_) return;
  check_can_be_stored();
  palette_ = check_gimp_object(gimp_palette_new(palette.name.c_str()), "gimp_palette_new");
  try {
    fill(palette_, palette, format);
  } catch (...) {
    gimp_resource_delete(GIMP_RESOURCE(palette_));
    throw;
  }
}

UserPalette::~UserPalette() {
  if (is_temporary_) gimp_resource_delete(GIMP_RESOURCE(palette_));
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp_palettes.h"

#include "plugin/gobject_ptr.h"
#include "plugin/return_values.h"

namespace kmq {

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

NewGimpPalette::NewGimpPalette(const Palette& colors, const std::string& name, const Babl* format)
    : palette_(check_gimp_object(gimp_palette_new(name.c_str()), "gimp_palette_new")) {
  try {
    add_colors(colors, format);
  } catch (...) {
    gimp_resource_delete(GIMP_RESOURCE(palette_));
    throw;
  }
}

NewGimpPalette::~NewGimpPalette() {
  if (!is_kept_) gimp_resource_delete(GIMP_RESOURCE(palette_));
}

void NewGimpPalette::add_colors(const Palette& colors, const Babl* format) {
  const GObjectPtr<GeglColor> gegl_color(gegl_color_new(nullptr));
  for (const Rgb8 color : colors.colors()) {
    gegl_color_set_pixel(gegl_color.get(), format, &color);
    int position = 0;
    check_gimp(gimp_palette_add_entry(palette_, hex_name(color).c_str(), gegl_color.get(), &position),
               "gimp_palette_add_entry");
  }
}

}  // namespace kmq

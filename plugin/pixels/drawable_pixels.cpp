// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/drawable_pixels.h"

#include "plugin/gimp/errors.h"

namespace kmq {
namespace {

GObjectPtr<GeglBuffer> buffer_of(GimpDrawable* drawable) {
  return GObjectPtr<GeglBuffer>(check_gimp_object(gimp_drawable_get_buffer(drawable), "gimp_drawable_get_buffer"));
}

/// The selection, or nothing if all is selected.
GObjectPtr<GeglBuffer> selection_of(GimpDrawable* drawable) {
  GimpImage* image = gimp_item_get_image(GIMP_ITEM(drawable));
  if (gimp_selection_is_empty(image)) return nullptr;
  return buffer_of(GIMP_DRAWABLE(gimp_image_get_selection(image)));
}

const Babl* format_of(GimpDrawable* drawable) {
  return check_gimp_object(gimp_drawable_get_format(drawable), "gimp_drawable_get_format");
}

const Babl* palette_space(GimpDrawable* drawable, AlphaRule alpha_rule) {
  const bool is_gray = gimp_image_get_base_type(gimp_item_get_image(GIMP_ITEM(drawable))) == GIMP_GRAY;
  return is_gray && alpha_rule == AlphaRule::is_one_bit ? babl_space("sRGB")
                                                        : babl_format_get_space(format_of(drawable));
}

/// Returns an area of a drawable's pixels.
PixelArea area_of(GimpDrawable* drawable, GeglBuffer* buffer, const GeglRectangle& area, GeglBuffer* selection,
                  AlphaRule alpha_rule) {
  PixelArea result{.buffer = buffer, .area = area, .format = format_of(drawable)};
  gimp_drawable_get_offsets(drawable, &result.offset_x, &result.offset_y);
  result.selection = selection;
  result.palette_space = palette_space(drawable, alpha_rule);
  return result;
}

/// Calls read(area) for all pixels of a drawable.
template <typename Read>
auto with_all_pixels(GimpDrawable* drawable, AlphaRule alpha_rule, const Read& read) {
  const GObjectPtr<GeglBuffer> buffer = buffer_of(drawable);
  const GObjectPtr<GeglBuffer> selection = selection_of(drawable);
  const GeglRectangle all = *gegl_buffer_get_extent(buffer.get());
  return read(area_of(drawable, buffer.get(), all, selection.get(), alpha_rule));
}

/// Calls write(source, shadow, area) for the selected area, if there is one, and lets GIMP take over what was written.
template <typename Write>
void write_through_shadow(GimpDrawable* drawable, const Write& write) {
  GeglRectangle area;
  if (!gimp_drawable_mask_intersect(drawable, &area.x, &area.y, &area.width, &area.height)) return;
  {
    // Both are released, and with that flushed to GIMP, before it merges.
    const GObjectPtr<GeglBuffer> source = buffer_of(drawable);
    const GObjectPtr<GeglBuffer> shadow(
        check_gimp_object(gimp_drawable_get_shadow_buffer(drawable), "gimp_drawable_get_shadow_buffer"));
    write(source.get(), shadow.get(), area);
  }
  check_gimp(gimp_drawable_merge_shadow(drawable, TRUE), "gimp_drawable_merge_shadow");
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

}  // namespace

const Babl* palette_format(GimpDrawable* drawable, AlphaRule alpha_rule) {
  return babl_format_with_space("R'G'B' u8", palette_space(drawable, alpha_rule));
}

CountedPixels count_pixels(std::span<GimpDrawable* const> drawables, AlphaRule alpha_rule,
                           const CopiedDrawable* copied) {
  PixelCounter counter(alpha_rule);
  for (GimpDrawable* drawable : drawables) {
    if (copied != nullptr && copied->drawable == drawable) {
      counter.add(copied->picture);
    } else {
      with_all_pixels(drawable, alpha_rule, [&](const PixelArea& from) { counter.add(from); });
    }
  }
  return {counter.histogram(), counter.has_transparency()};
}

Picture copy_picture(GimpDrawable* drawable, AlphaRule alpha_rule) {
  return with_all_pixels(drawable, alpha_rule, [&](const PixelArea& from) { return copy_pixels(from, alpha_rule); });
}

void write_palette_colors(GimpDrawable* drawable, const PixelMapping& mapping) {
  write_through_shadow(drawable, [&](GeglBuffer* source, GeglBuffer* shadow, const GeglRectangle& area) {
    const GObjectPtr<GeglBuffer> selection = selection_of(drawable);
    write_palette_colors(area_of(drawable, source, area, selection.get(), AlphaRule::weighs), shadow, mapping);
  });
}

GObjectPtr<GeglBuffer> palette_indices(GimpDrawable* drawable, const PixelMapping& mapping) {
  return with_all_pixels(drawable, AlphaRule::is_one_bit,
                         [&](const PixelArea& from) { return palette_indices(from, mapping); });
}

void write_indices(GimpDrawable* drawable, GeglBuffer* indices) {
  const GeglRectangle area = *gegl_buffer_get_extent(indices);
  write_indices(indices, buffer_of(drawable).get(), format_of(drawable));
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

GObjectPtr<GeglBuffer> copy_of_pixels(GimpDrawable* drawable) {
  const GObjectPtr<GeglBuffer> source = buffer_of(drawable);
  GObjectPtr<GeglBuffer> copy(gegl_buffer_new(gegl_buffer_get_extent(source.get()), format_of(drawable)));
  gegl_buffer_copy(source.get(), nullptr, GEGL_ABYSS_NONE, copy.get(), nullptr);
  return copy;
}

void paint_pixels(GimpDrawable* drawable, GeglBuffer* pixels) {
  write_through_shadow(drawable, [pixels](GeglBuffer*, GeglBuffer* shadow, const GeglRectangle& area) {
    gegl_buffer_copy(pixels, &area, GEGL_ABYSS_NONE, shadow, &area);
  });
}

void write_pixels(GimpDrawable* drawable, GeglBuffer* pixels) {
  const GeglRectangle area = *gegl_buffer_get_extent(pixels);
  {
    const GObjectPtr<GeglBuffer> target = buffer_of(drawable);
    gegl_buffer_copy(pixels, &area, GEGL_ABYSS_NONE, target.get(), &area);
  }
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

}  // namespace kmq

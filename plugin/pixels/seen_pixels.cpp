// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/seen_pixels.h"

#include "plugin/gimp/errors.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

/// An image without undo history whose pixels are like those of another one; a colormap's are RGB.
GimpImage* new_scratch_image(GimpImage* image) {
  const GimpImageBaseType type = gimp_image_get_base_type(image);
  GimpImage* scratch = check_gimp_object(
      gimp_image_new_with_precision(gimp_image_get_width(image), gimp_image_get_height(image),
                                    type == GIMP_INDEXED ? GIMP_RGB : type, gimp_image_get_precision(image)),
      "gimp_image_new_with_precision");
  gimp_image_undo_disable(scratch);
  return scratch;
}

}  // namespace

bool is_visible(GimpDrawable* drawable) {
  if (!gimp_item_is_layer(GIMP_ITEM(drawable))) return true;
  for (GimpItem* item = GIMP_ITEM(drawable); item != nullptr; item = gimp_item_get_parent(item)) {
    if (!gimp_item_get_visible(item)) return false;
  }
  return true;
}

bool has_effects(GimpDrawable* drawable) {
  const GPtr<GimpDrawableFilter*> filters(gimp_drawable_get_filters(drawable));
  for (GimpDrawableFilter** filter = filters.get(); filter != nullptr && *filter != nullptr; ++filter) {
    if (gimp_drawable_filter_get_visible(*filter)) return true;
  }
  return false;
}

void merge_effects(GimpDrawable* drawable) {
  check_gimp(gimp_drawable_merge_filters(drawable), "gimp_drawable_merge_filters");
}

SeenPixels::SeenPixels(GimpDrawable* drawable) : format_(nullptr) {
  GimpDrawable* seen = has_effects(drawable) ? merged_copy(drawable) : drawable;
  buffer_.reset(check_gimp_object(gimp_drawable_get_buffer(seen), "gimp_drawable_get_buffer"));
  format_ = check_gimp_object(gimp_drawable_get_format(seen), "gimp_drawable_get_format");
  gimp_drawable_get_offsets(seen, &offset_x_, &offset_y_);
}

GimpDrawable* SeenPixels::merged_copy(GimpDrawable* drawable) {
  const GPtr<char> name(gimp_item_get_name(GIMP_ITEM(drawable)));
  if (!gimp_item_is_layer(GIMP_ITEM(drawable))) {
    throw UserError(formatted(_("“%s” is not a layer and has effects: merge these first."), name.get()));
  }
  GimpImage* image = gimp_item_get_image(GIMP_ITEM(drawable));
  scratch_.reset(new_scratch_image(image));
  if (const GObjectPtr<GimpColorProfile> profile(gimp_image_get_color_profile(image)); profile) {
    check_gimp(gimp_image_set_color_profile(scratch_.get(), profile.get()), "gimp_image_set_color_profile");
  }
  GimpLayer* copy =
      check_gimp_object(gimp_layer_new_from_drawable(drawable, scratch_.get()), "gimp_layer_new_from_drawable");
  check_gimp(gimp_image_insert_layer(scratch_.get(), copy, nullptr, 0), "gimp_image_insert_layer");
  merge_effects(GIMP_DRAWABLE(copy));
  if (has_effects(GIMP_DRAWABLE(copy))) {
    throw UserError(formatted(_("The effects of “%s” cannot be merged: merge them in the Layers dialog, or switch them "
                                "off."),
                              name.get()));
  }
  return GIMP_DRAWABLE(copy);
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/image_output.h"

#include <string>
#include <vector>

#include "plugin/gegl_pixels.h"
#include "plugin/gobject_ptr.h"
#include "plugin/i18n.h"
#include "plugin/layer_tree.h"
#include "plugin/return_values.h"
#include "plugin/undo_group.h"

namespace kmq {
namespace {

GimpLayer* insert_copy_above(GimpImage* image, GimpLayer* layer, int color_count) {
  GimpItem* item = GIMP_ITEM(layer);
  GimpItem* parent = gimp_item_get_parent(item);
  GimpLayer* copy = check_gimp_object(gimp_layer_copy(layer), "gimp_layer_copy");
  const GPtr<char> name(gimp_item_get_name(item));
  check_gimp(gimp_item_set_name(GIMP_ITEM(copy), formatted(_("%s (%d colors)"), name.get(), color_count).c_str()),
             "gimp_item_set_name");
  check_gimp(gimp_image_insert_layer(image, copy, parent != nullptr ? GIMP_LAYER(parent) : nullptr,
                                     gimp_image_get_item_position(image, item)),
             "gimp_image_insert_layer");
  check_gimp(gimp_item_set_lock_content(GIMP_ITEM(copy), FALSE), "gimp_item_set_lock_content");
  return copy;
}

/// gimp_image_convert_indexed() wants RGB or gray with 8 bits.
void convert_to_8_bits(GimpImage* image) {
  if (gimp_image_get_base_type(image) == GIMP_INDEXED) {
    check_gimp(gimp_image_convert_rgb(image), "gimp_image_convert_rgb");
  }
  if (gimp_image_get_precision(image) != GIMP_PRECISION_U8_NON_LINEAR) {
    check_gimp(gimp_image_convert_precision(image, GIMP_PRECISION_U8_NON_LINEAR), "gimp_image_convert_precision");
  }
}

/// GIMP would draw the letters anew in the indexed image, and again after each change of the text.
void rasterize_text_layers(std::span<GimpDrawable* const> layers) {
  for (GimpDrawable* layer : layers) {
    if (!gimp_item_is_text_layer(GIMP_ITEM(layer))) continue;
    rewrite_pixels(layer);
    const GPtr<char> name(gimp_item_get_name(GIMP_ITEM(layer)));
    gimp_message(formatted(_("The text layer “%s” became a layer of pixels."), name.get()).c_str());
  }
}

}  // namespace

void write_layers(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping) {
  const UndoGroup undo_group(image);
  for (GimpDrawable* layer : layers) write_palette_colors(layer, mapping);
}

void add_mapped_layers(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping) {
  const UndoGroup undo_group(image);
  for (GimpDrawable* layer : layers) {
    GimpLayer* copy = insert_copy_above(image, GIMP_LAYER(layer), mapping.map.palette().size());
    write_palette_colors(GIMP_DRAWABLE(copy), mapping);
  }
}

void convert_to_indexed(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping,
                        GimpPalette* palette) {
  std::vector<GObjectPtr<GeglBuffer>> indices;
  for (GimpDrawable* layer : layers) indices.push_back(palette_indices(layer, mapping));

  const LayerTree tree(image);
  const GPtr<char> palette_name(gimp_resource_get_name(GIMP_RESOURCE(palette)));
  const UndoGroup undo_group(image);
  rasterize_text_layers(layers);
  tree.flatten();
  convert_to_8_bits(image);
  // Unused colors must stay, else GIMP also changes their order. GIMP's own choice of the nearest color is
  // not exact, so all indices are written again.
  check_gimp(gimp_image_convert_indexed(image, GIMP_CONVERT_DITHER_NONE, GIMP_CONVERT_PALETTE_CUSTOM,
                                        mapping.map.palette().size(),
                                        /*alpha_dither=*/FALSE, /*remove_unused=*/FALSE, palette_name.get()),
             "gimp_image_convert_indexed");
  for (std::size_t i = 0; i < layers.size(); ++i) write_indices(layers[i], indices[i].get());
  tree.restore();
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/image/output.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "plugin/gimp/active_channels.h"
#include "plugin/gimp/errors.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"
#include "plugin/gimp/undo_group.h"
#include "plugin/image/layer_tree.h"
#include "plugin/palettes/gimp_palettes.h"
#include "plugin/palettes/named_palette.h"
#include "plugin/pixels/drawable_pixels.h"
#include "plugin/pixels/seen_pixels.h"

namespace kmq {
namespace {

std::string name_with_colors(GimpItem* item, int color_count) {
  const GPtr<char> name(gimp_item_get_name(item));
  return formatted(_("%s (%d colors)"), name.get(), color_count);
}

void insert_above(GimpImage* image, GimpLayer* layer, GimpItem* item) {
  GimpItem* parent = gimp_item_get_parent(item);
  check_gimp(gimp_image_insert_layer(image, layer, parent != nullptr ? GIMP_LAYER(parent) : nullptr,
                                     gimp_image_get_item_position(image, item)),
             "gimp_image_insert_layer");
}

GimpLayer* insert_copy_above(GimpImage* image, GimpLayer* layer, int color_count) {
  GimpItem* item = GIMP_ITEM(layer);
  GimpLayer* copy = check_gimp_object(gimp_layer_copy(layer), "gimp_layer_copy");
  check_gimp(gimp_item_set_name(GIMP_ITEM(copy), name_with_colors(item, color_count).c_str()), "gimp_item_set_name");
  insert_above(image, copy, item);
  check_gimp(gimp_item_set_lock_content(GIMP_ITEM(copy), FALSE), "gimp_item_set_lock_content");
  return copy;
}

/// Inserts a group above a layer, named like it and its number of colors.
GimpLayer* insert_group_above(GimpImage* image, GimpDrawable* layer, int color_count) {
  const std::string name = name_with_colors(GIMP_ITEM(layer), color_count);
  GimpLayer* group = GIMP_LAYER(check_gimp_object(gimp_group_layer_new(image, name.c_str()), "gimp_group_layer_new"));
  insert_above(image, group, GIMP_ITEM(layer));
  return group;
}

/// Inserts an empty layer for one color at the bottom of a group.
GimpDrawable* insert_color_layer(GimpImage* image, GimpLayer* group, const SeparatedColor& separated) {
  const GPtr<GimpItem*> others(gimp_item_get_children(GIMP_ITEM(group)));
  int position = 0;
  while (others.get()[position] != nullptr) ++position;
  const bool is_gray = gimp_image_get_base_type(image) == GIMP_GRAY;
  GimpLayer* layer = check_gimp_object(
      gimp_layer_new(image, color_name(separated.color, separated.share).c_str(), separated.place.width,
                     separated.place.height, is_gray ? GIMP_GRAYA_IMAGE : GIMP_RGBA_IMAGE, 100, GIMP_LAYER_MODE_NORMAL),
      "gimp_layer_new");
  check_gimp(gimp_image_insert_layer(image, layer, group, position), "gimp_image_insert_layer");
  check_gimp(gimp_layer_set_offsets(layer, separated.place.x, separated.place.y), "gimp_layer_set_offsets");
  return GIMP_DRAWABLE(layer);
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

/// Calls action() while nothing is selected. The undo history has the selection before and after.
template <typename Action>
void without_selection(GimpImage* image, const Action& action) {
  if (gimp_selection_is_empty(image)) {
    action();
    return;
  }
  GimpDrawable* selection = GIMP_DRAWABLE(gimp_image_get_selection(image));
  const GObjectPtr<GeglBuffer> pixels = copy_of_pixels(selection);
  check_gimp(gimp_selection_none(image), "gimp_selection_none");
  action();
  paint_pixels(selection, pixels.get());
}

/// Calls action() while no layer is locked: the mode of an image is not a matter of its layers' locks, but GIMP kills
/// a plug-in that writes into a locked one.
template <typename Action>
void without_locks(std::span<GimpDrawable* const> layers, const Action& action) {
  std::vector<GimpItem*> locked;
  for (GimpDrawable* layer : layers) {
    if (gimp_item_get_lock_content(GIMP_ITEM(layer))) locked.push_back(GIMP_ITEM(layer));
  }
  for (GimpItem* item : locked) check_gimp(gimp_item_set_lock_content(item, FALSE), "gimp_item_set_lock_content");
  action();
  for (GimpItem* item : locked) check_gimp(gimp_item_set_lock_content(item, TRUE), "gimp_item_set_lock_content");
}

void rasterize(GimpDrawable* text_layer) {
  paint_pixels(text_layer, copy_of_pixels(text_layer).get());
  const GPtr<char> name(gimp_item_get_name(GIMP_ITEM(text_layer)));
  gimp_message(formatted(_("The text layer “%s” became a layer of pixels."), name.get()).c_str());
}

/// GIMP would draw the letters anew in the indexed image, and again after each change of the text.
void rasterize_text_layers(GimpImage* image, std::span<GimpDrawable* const> layers) {
  std::vector<GimpDrawable*> text_layers;
  std::ranges::copy_if(layers, std::back_inserter(text_layers),
                       [](GimpDrawable* layer) { return gimp_item_is_text_layer(GIMP_ITEM(layer)); });
  if (text_layers.empty()) return;
  without_selection(image, [&text_layers] { std::ranges::for_each(text_layers, rasterize); });
}

/// Makes effects part of the pixels. What is selected would limit them.
void merge_all_effects(std::span<GimpDrawable* const> layers) {
  int merged = 0;
  for (GimpDrawable* layer : layers) {
    if (!has_effects(layer)) continue;
    merge_effects(layer);
    ++merged;
  }
  if (merged == 0) return;
  gimp_message(
      formatted(plural("The effects of %d layer became part of its pixels.",
                       "The effects of %d layers became part of their pixels.", static_cast<unsigned long>(merged)),
                merged)
          .c_str());
}

void merge_all_effects_unselected(GimpImage* image, std::span<GimpDrawable* const> layers) {
  if (std::ranges::none_of(layers, has_effects)) return;
  without_selection(image, [layers] { merge_all_effects(layers); });
}

/// Whether an indexed image has exactly this colormap, and its layers need not change for it.
bool has_this_palette(GimpImage* image, std::span<GimpDrawable* const> layers, const Palette& palette,
                      const AlphaRule& alpha_rule) {
  const bool may_fit = gimp_image_get_base_type(image) == GIMP_INDEXED && palette.is_plain();
  if (!may_fit || std::ranges::any_of(layers, has_effects)) return false;
  GimpPalette* colormap = check_gimp_object(gimp_image_get_palette(image), "gimp_image_get_palette");
  if (!std::ranges::equal(colors_of(colormap, palette_format(layers.front(), alpha_rule)), palette.colors())) {
    return false;
  }
  return std::ranges::none_of(layers, [](GimpDrawable* layer) { return has_soft_pixels(layer); });
}

/// Makes the image indexed. Unused colors must stay, else GIMP also changes their order.
void set_colormap(GimpImage* image, GimpPalette* palette) {
  const GPtr<char> name(gimp_resource_get_name(GIMP_RESOURCE(palette)));
  check_gimp(gimp_image_convert_indexed(image, GIMP_CONVERT_DITHER_NONE, GIMP_CONVERT_PALETTE_CUSTOM,
                                        gimp_palette_get_color_count(palette), /*alpha_dither=*/FALSE,
                                        /*remove_unused=*/FALSE, name.get()),
             "gimp_image_convert_indexed");
}

/// The chosen layers of the image.
std::vector<GimpLayer*> selected_layers(GimpImage* image) {
  const GPtr<GimpLayer*> layers(gimp_image_get_selected_layers(image));
  std::vector<GimpLayer*> result;
  for (GimpLayer** layer = layers.get(); layer != nullptr && *layer != nullptr; ++layer) result.push_back(*layer);
  return result;
}

/// Chooses those of the layers that the image still has.
void select_layers(GimpImage* image, std::vector<GimpLayer*> layers) {
  std::erase_if(layers, [](GimpLayer* layer) { return !gimp_item_is_valid(GIMP_ITEM(layer)); });
  if (layers.empty()) return;
  layers.push_back(nullptr);
  check_gimp(gimp_image_set_selected_layers(image, const_cast<const GimpLayer**>(layers.data())),
             "gimp_image_set_selected_layers");
}

}  // namespace

void write_layers(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping) {
  const UndoGroup undo_group(image);
  const AllChannels all_channels(image);
  merge_all_effects_unselected(image, layers);
  for (GimpDrawable* layer : layers) write_palette_colors(layer, mapping);
}

void add_mapped_layers(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping) {
  const UndoGroup undo_group(image);
  const AllChannels all_channels(image);
  for (GimpDrawable* layer : layers) {
    GimpLayer* copy = insert_copy_above(image, GIMP_LAYER(layer), mapping.map.palette().size());
    GimpDrawable* const copies[] = {GIMP_DRAWABLE(copy)};
    merge_all_effects_unselected(image, copies);
    write_palette_colors(copies[0], mapping);
  }
}

void add_separations(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping) {
  const UndoGroup undo_group(image);
  for (GimpDrawable* layer : layers) {
    GimpLayer* group = nullptr;  // a layer that shows nothing gets none
    separate_colors(layer, mapping, [&](const SeparatedColor& separated) {
      if (group == nullptr) group = insert_group_above(image, layer, mapping.map.palette().size());
      return insert_color_layer(image, group, separated);
    });
  }
}

void add_copied_layers(GimpImage* image, std::span<GimpDrawable* const> layers, int color_count) {
  const UndoGroup undo_group(image);
  for (GimpDrawable* layer : layers) insert_copy_above(image, GIMP_LAYER(layer), color_count);
}

void convert_to_indexed(GimpImage* image, std::span<GimpDrawable* const> layers, const PixelMapping& mapping,
                        const AlphaRule& alpha_rule, GimpPalette* palette) {
  if (!mapping.removes_specks() && has_this_palette(image, layers, mapping.map.palette(), alpha_rule)) return;
  std::vector<GObjectPtr<GeglBuffer>> indices;
  for (GimpDrawable* layer : layers) indices.push_back(palette_indices(layer, mapping, alpha_rule));

  const std::vector<GimpLayer*> selected = selected_layers(image);
  const LayerTree tree(image);
  const UndoGroup undo_group(image);
  const AllChannels all_channels(image);
  tree.flatten();  // also for the locks of the groups
  without_locks(layers, [&] {
    rasterize_text_layers(image, layers);
    merge_all_effects(layers);
    convert_to_8_bits(image);
    set_colormap(image, palette);
    // GIMP's own choice of the nearest color is not exact.
    for (std::size_t i = 0; i < layers.size(); ++i) write_indices(layers[i], indices[i].get());
  });
  tree.restore();
  select_layers(image, selected);
}

}  // namespace kmq

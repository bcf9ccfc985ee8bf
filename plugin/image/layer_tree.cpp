// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/image/layer_tree.h"

#include <cstddef>

#include "plugin/gimp/errors.h"
#include "plugin/pixels/drawable_pixels.h"

namespace kmq {

LayerTree::LayerTree(GimpImage* image) : image_(image) {
  const GPtr<GimpLayer*> layers(gimp_image_get_layers(image));
  visit(reinterpret_cast<GimpItem**>(layers.get()), no_parent);
}

void LayerTree::visit(GimpItem** items, int parent) {
  for (int position = 0; items[position] != nullptr; ++position) {
    GimpItem* item = items[position];
    const int place = static_cast<int>(places_.size());
    places_.push_back({item, parent, position});
    if (!gimp_item_is_group(item)) continue;
    groups_.push_back(describe(GIMP_LAYER(item)));
    const GPtr<GimpItem*> children(gimp_item_get_children(item));
    visit(children.get(), place);
  }
}

LayerTree::Group LayerTree::describe(GimpLayer* group) {
  GimpItem* item = GIMP_ITEM(group);
  const GPtr<char> name(gimp_item_get_name(item));
  Group result{.name = name.get(),
               .opacity = gimp_layer_get_opacity(group),
               .mode = gimp_layer_get_mode(group),
               .blend_space = gimp_layer_get_blend_space(group),
               .composite_space = gimp_layer_get_composite_space(group),
               .composite_mode = gimp_layer_get_composite_mode(group),
               .color_tag = gimp_item_get_color_tag(item),
               .is_visible = gimp_item_get_visible(item),
               .is_expanded = gimp_item_get_expanded(item),
               .is_content_locked = gimp_item_get_lock_content(item),
               .is_position_locked = gimp_item_get_lock_position(item),
               .is_visibility_locked = gimp_item_get_lock_visibility(item),
               .parasites = parasites_of(item),
               .mask = {}};
  if (GimpLayerMask* mask = gimp_layer_get_mask(group)) {
    result.mask = {copy_of_pixels(GIMP_DRAWABLE(mask)), gimp_layer_get_apply_mask(group),
                   gimp_layer_get_show_mask(group)};
  }
  return result;
}

std::vector<LayerTree::Parasite> LayerTree::parasites_of(GimpItem* item) {
  std::vector<Parasite> parasites;
  char** names = gimp_item_get_parasite_list(item);
  for (char** name = names; name != nullptr && *name != nullptr; ++name) {
    if (GimpParasite* parasite = gimp_item_get_parasite(item, *name)) parasites.emplace_back(parasite);
  }
  g_strfreev(names);
  return parasites;
}

void LayerTree::flatten() const {
  int position = 0;
  for (const Place& place : places_) {
    if (gimp_item_is_group(place.item)) continue;
    check_gimp(gimp_image_reorder_item(image_, place.item, nullptr, position++), "gimp_image_reorder_item");
  }
  for (std::size_t i = places_.size(); i-- > 0;) {
    if (!gimp_item_is_group(places_[i].item)) continue;
    check_gimp(gimp_image_remove_layer(image_, GIMP_LAYER(places_[i].item)), "gimp_image_remove_layer");
  }
}

void LayerTree::restore() const {
  std::vector<GimpItem*> restored;
  std::vector<GimpLayer*> new_groups;
  for (const Place& place : places_) {
    GimpItem* parent = place.parent == no_parent ? nullptr : restored[static_cast<std::size_t>(place.parent)];
    if (gimp_item_is_valid(place.item)) {
      check_gimp(gimp_image_reorder_item(image_, place.item, parent, place.position), "gimp_image_reorder_item");
      restored.push_back(place.item);
    } else {
      GimpLayer* group = make_group(groups_[new_groups.size()]);
      check_gimp(gimp_image_insert_layer(image_, group, reinterpret_cast<GimpLayer*>(parent), place.position),
                 "gimp_image_insert_layer");
      new_groups.push_back(group);
      restored.push_back(GIMP_ITEM(group));
    }
  }
  // Only now the groups have their size, that of the layers in them, and only after that what is in them may be locked.
  for (std::size_t i = 0; i < new_groups.size(); ++i) add_mask(new_groups[i], groups_[i].mask);
  for (std::size_t i = 0; i < new_groups.size(); ++i) lock(GIMP_ITEM(new_groups[i]), groups_[i]);
}

GimpLayer* LayerTree::make_group(const Group& group) const {
  GimpGroupLayer* new_group = gimp_group_layer_new(image_, group.name.c_str());
  GimpLayer* layer = GIMP_LAYER(check_gimp_object(new_group, "gimp_group_layer_new"));
  check_gimp(gimp_layer_set_opacity(layer, group.opacity), "gimp_layer_set_opacity");
  check_gimp(gimp_layer_set_mode(layer, group.mode), "gimp_layer_set_mode");
  check_gimp(gimp_layer_set_blend_space(layer, group.blend_space), "gimp_layer_set_blend_space");
  check_gimp(gimp_layer_set_composite_space(layer, group.composite_space), "gimp_layer_set_composite_space");
  check_gimp(gimp_layer_set_composite_mode(layer, group.composite_mode), "gimp_layer_set_composite_mode");
  check_gimp(gimp_item_set_color_tag(GIMP_ITEM(layer), group.color_tag), "gimp_item_set_color_tag");
  check_gimp(gimp_item_set_visible(GIMP_ITEM(layer), group.is_visible), "gimp_item_set_visible");
  check_gimp(gimp_item_set_expanded(GIMP_ITEM(layer), group.is_expanded), "gimp_item_set_expanded");
  for (const Parasite& parasite : group.parasites) {
    check_gimp(gimp_item_attach_parasite(GIMP_ITEM(layer), parasite.get()), "gimp_item_attach_parasite");
  }
  return layer;
}

void LayerTree::add_mask(GimpLayer* group, const Mask& mask) {
  if (!mask.pixels) return;
  GimpLayerMask* new_mask =
      check_gimp_object(gimp_layer_create_mask(group, GIMP_ADD_MASK_WHITE), "gimp_layer_create_mask");
  check_gimp(gimp_layer_add_mask(group, new_mask), "gimp_layer_add_mask");
  write_pixels(GIMP_DRAWABLE(new_mask), mask.pixels.get());
  check_gimp(gimp_layer_set_apply_mask(group, mask.is_applied), "gimp_layer_set_apply_mask");
  check_gimp(gimp_layer_set_show_mask(group, mask.is_shown), "gimp_layer_set_show_mask");
}

void LayerTree::lock(GimpItem* item, const Group& group) {
  check_gimp(gimp_item_set_lock_content(item, group.is_content_locked), "gimp_item_set_lock_content");
  check_gimp(gimp_item_set_lock_position(item, group.is_position_locked), "gimp_item_set_lock_position");
  check_gimp(gimp_item_set_lock_visibility(item, group.is_visibility_locked), "gimp_item_set_lock_visibility");
}

}  // namespace kmq

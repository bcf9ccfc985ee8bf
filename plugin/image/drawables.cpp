// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/image/drawables.h"

#include <algorithm>

#include "plugin/gimp/errors.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

std::string name_of(GimpItem* item) {
  const GPtr<char> name(gimp_item_get_name(item));
  return name.get();
}

void check_belongs_to(GimpImage* image, GimpItem* item) {
  if (gimp_item_get_image(item) != image) {
    throw UserError(
        formatted(_("“%s” belongs to another image: choose layers of the image itself."), name_of(item).c_str()));
  }
}

void check_is_not_group(GimpItem* item) {
  if (!gimp_item_is_group(item)) return;
  throw UserError(formatted(_("“%s” is a layer group, which has no pixels of its own: choose the layers inside it, or "
                              "the output “Indexed image with exactly this palette”."),
                            name_of(item).c_str()));
}

/// The group or layer that an item is part of, or nothing.
GimpItem* owner_of(GimpItem* item) {
  return gimp_item_is_layer_mask(item) ? GIMP_ITEM(gimp_layer_from_mask(GIMP_LAYER_MASK(item)))
                                       : gimp_item_get_parent(item);
}

/// A lock on a group also locks what is inside, and one on a layer its mask.
void check_is_unlocked(GimpItem* item) {
  for (GimpItem* locked = item; locked != nullptr; locked = owner_of(locked)) {
    if (gimp_item_get_lock_content(locked)) {
      throw UserError(formatted(_("The pixels of “%s” are locked: unlock them in the Layers dialog, or choose the "
                                  "output “New layer above”."),
                                name_of(locked).c_str()));
    }
  }
}

/// A new layer goes into the group of its original, and what is in a locked group cannot be written.
void check_group_is_unlocked(GimpItem* item) {
  for (GimpItem* group = gimp_item_get_parent(item); group != nullptr; group = gimp_item_get_parent(group)) {
    if (gimp_item_get_lock_content(group)) {
      throw UserError(formatted(_("The pixels of the layer group “%s” are locked, and so would be those of a new layer "
                                  "in it: unlock them in the Layers dialog."),
                                name_of(group).c_str()));
    }
  }
}

void check_is_layer(GimpItem* item) {
  if (gimp_item_is_layer(item)) return;
  throw UserError(
      formatted(_("“%s” is not a layer: choose a layer, or the output “Change the layer”."), name_of(item).c_str()));
}

void check_is_not_indexed(GimpImage* image) {
  if (gimp_image_get_base_type(image) != GIMP_INDEXED) return;
  throw UserError(
      _("The image is indexed, so its layers can only have the colors of its colormap: choose the output “Indexed "
        "image with exactly this palette”, or convert the image with Image > Mode > RGB first."));
}

void check_has_no_floating_selection(GimpImage* image) {
  if (gimp_image_get_floating_sel(image) == nullptr) return;
  throw UserError(_("There is a floating selection: anchor it or make it a layer first."));
}

/// Calls visit(item) for layers, groups and what is in these.
template <typename Visit>
void visit_items(GimpItem** items, const Visit& visit) {
  for (; *items != nullptr; ++items) {
    visit(*items);
    if (!gimp_item_is_group(*items)) continue;
    const GPtr<GimpItem*> children(gimp_item_get_children(*items));
    visit_items(children.get(), visit);
  }
}

template <typename Visit>
void visit_layers_and_groups(GimpImage* image, const Visit& visit) {
  const GPtr<GimpLayer*> layers(gimp_image_get_layers(image));
  visit_items(reinterpret_cast<GimpItem**>(layers.get()), visit);
}

/// The groups are made anew, and filters that are still to be edited cannot be copied.
void check_groups_have_no_filters(GimpImage* image) {
  visit_layers_and_groups(image, [](GimpItem* item) {
    if (!gimp_item_is_group(item)) return;
    const GPtr<GimpDrawableFilter*> filters(gimp_drawable_get_filters(GIMP_DRAWABLE(item)));
    if (!filters || *filters.get() == nullptr) return;
    throw UserError(formatted(_("The layer group “%s” has filters, which an indexed image cannot keep: remove them, or "
                                "merge the group first with Layer > Merge Layer Group."),
                              name_of(item).c_str()));
  });
}

}  // namespace

Drawables chosen_drawables(GimpImage* image, GimpDrawable** drawables) {
  Drawables result;
  for (; drawables != nullptr && *drawables != nullptr; ++drawables) {
    check_belongs_to(image, GIMP_ITEM(*drawables));
    if (std::ranges::find(result, *drawables) == result.end()) result.push_back(*drawables);
  }
  if (result.empty()) throw UserError(_("No layer is chosen: choose at least one."));
  return result;
}

void check_are_there(std::span<GimpDrawable* const> drawables) {
  for (GimpDrawable* drawable : drawables) {
    if (gimp_item_is_valid(GIMP_ITEM(drawable))) continue;
    throw UserError(_("A chosen layer is not in the image any more: choose layers again, and start the filter anew."));
  }
}

void check_output(GimpImage* image, std::span<GimpDrawable* const> drawables, Output output) {
  if (output != Output::indexed) {  // which takes all layers, in groups or not
    for (GimpDrawable* drawable : drawables) check_is_not_group(GIMP_ITEM(drawable));
  }
  switch (output) {
    case Output::layer:
      check_is_not_indexed(image);
      for (GimpDrawable* drawable : drawables) check_is_unlocked(GIMP_ITEM(drawable));
      break;
    case Output::new_layer:
    case Output::separations:
      check_is_not_indexed(image);
      check_has_no_floating_selection(image);
      for (GimpDrawable* drawable : drawables) {
        check_is_layer(GIMP_ITEM(drawable));
        check_group_is_unlocked(GIMP_ITEM(drawable));
      }
      break;
    case Output::indexed:
      check_has_no_floating_selection(image);
      check_groups_have_no_filters(image);
      break;
    case Output::palette: break;
  }
}

void check_given_colors(GimpImage* image, std::span<GimpDrawable* const> drawables, const Settings& settings) {
  const bool writes_colors = settings.output != Output::indexed && settings.output != Output::palette;
  if (!writes_colors || !std::ranges::any_of(drawables, gimp_drawable_is_gray)) return;
  for (const auto& [color, kind] : settings.quantize.spec.slots) {
    const bool is_gray = color.red == color.green && color.green == color.blue;
    if (is_gray || kind == SlotKind::free) continue;
    if (gimp_image_get_base_type(image) != GIMP_GRAY) {
      throw UserError(
          formatted(_("A mask or channel is gray, so it cannot have the fixed color “%s”: choose layers, or "
                      "fix gray colors only."),
                    hex_name(color).c_str()));
    }
    throw UserError(formatted(_("The image is gray, so its layers cannot have the fixed color “%s”: choose the output "
                                "“Indexed image with exactly this palette”, or convert the image with Image > Mode > "
                                "RGB first."),
                              hex_name(color).c_str()));
  }
}

Drawables all_layers(GimpImage* image) {
  Drawables layers;
  visit_layers_and_groups(image, [&layers](GimpItem* item) {
    if (!gimp_item_is_group(item)) layers.push_back(GIMP_DRAWABLE(item));
  });
  return layers;
}

}  // namespace kmq

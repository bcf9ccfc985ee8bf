// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/image/what_counts.h"

#include <algorithm>

#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"
#include "plugin/pixels/seen_pixels.h"

namespace kmq {
namespace {

int number_of_effects(GimpDrawable* drawable) {
  const GPtr<GimpDrawableFilter*> filters(gimp_drawable_get_filters(drawable));
  int number = 0;
  for (GimpDrawableFilter** filter = filters.get(); filter != nullptr && *filter != nullptr; ++filter) {
    if (gimp_drawable_filter_get_visible(*filter) != FALSE) ++number;
  }
  return number;
}

bool has_mask_that_applies(GimpDrawable* drawable) {
  if (!gimp_item_is_layer(GIMP_ITEM(drawable))) return false;
  GimpLayer* layer = GIMP_LAYER(drawable);
  return gimp_layer_get_mask(layer) != nullptr && gimp_layer_get_apply_mask(layer) != FALSE;
}

template <typename Is>
int count(const Drawables& drawables, const Is& is) {
  return static_cast<int>(std::ranges::count_if(drawables, is));
}

std::string with_number(const char* one, const char* many, int number) {
  return formatted(plural(one, many, static_cast<unsigned long>(number)), number);
}

/// Hidden layers count only if there is no other.
Drawables seen_ones(const Drawables& drawables) {
  Drawables seen;
  std::ranges::copy_if(drawables, std::back_inserter(seen), is_visible);
  return seen.empty() ? drawables : seen;
}

std::string number_of_drawables(const Drawables& drawables, const Drawables& counted) {
  const int number = static_cast<int>(counted.size());
  if (!std::ranges::all_of(counted, [](GimpDrawable* drawable) { return gimp_item_is_layer(GIMP_ITEM(drawable)); })) {
    return with_number("%d mask or channel", "%d masks or channels", number);
  }
  if (counted.size() == drawables.size()) return with_number("%d layer", "%d layers", number);
  return formatted(_("%d of %d layers"), number, static_cast<int>(drawables.size()));
}

}  // namespace

std::string what_counts(GimpImage* image, const Drawables& drawables) {
  const Drawables counted = seen_ones(drawables);
  std::string text = number_of_drawables(drawables, counted);
  const auto add = [&text](const std::string& part) { text += ", " + part; };
  if (gimp_selection_is_empty(image) == FALSE) add(_("the selection"));
  if (const int masks = count(counted, has_mask_that_applies); masks > 0) {
    add(with_number("%d layer mask", "%d layer masks", masks));
  }
  int effects = 0;
  for (GimpDrawable* drawable : counted) effects += number_of_effects(drawable);
  if (effects > 0) add(with_number("%d effect", "%d effects", effects));
  return text;
}

std::vector<std::string> losses(GimpImage* image, const Drawables& drawables, Output output) {
  std::vector<std::string> sentences;
  if (output != Output::layer && output != Output::indexed) return sentences;
  const int texts =
      count(drawables, [](GimpDrawable* drawable) { return gimp_item_is_text_layer(GIMP_ITEM(drawable)) != FALSE; });
  if (texts > 0) {
    sentences.push_back(with_number("%d text layer becomes pixels.", "%d text layers become pixels.", texts));
  }
  if (const int layers = count(drawables, has_effects); layers > 0) {
    sentences.push_back(with_number("The effects of %d layer become part of its pixels.",
                                    "The effects of %d layers become part of their pixels.", layers));
  }
  if (output == Output::indexed && gimp_image_get_precision(image) != GIMP_PRECISION_U8_NON_LINEAR) {
    sentences.emplace_back(_("The precision of the image falls to 8 bits."));
  }
  return sentences;
}

}  // namespace kmq

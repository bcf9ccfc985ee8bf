// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/counting.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/palette/used_slots.h"
#include "plugin/gimp/errors.h"
#include "plugin/gimp/i18n.h"
#include "plugin/palettes/gimp_palettes.h"
#include "plugin/pixels/seen_pixels.h"

namespace kmq {
namespace {

/// An indexed image with transparency keeps one of its 256 indices for it, at the latest when it is exported.
constexpr int largest_with_transparency = PaletteSize::max - 1;

/// The most colors that a palette for these pixels can have.
std::size_t possible_colors(const ColorHistogram& histogram, const std::vector<Slot>& slots) {
  const auto is_new = [keys = histogram.keys()](const Slot& slot) {
    return !std::ranges::binary_search(keys, color_key(slot.color));
  };
  return histogram.size() + static_cast<std::size_t>(std::ranges::count_if(slots, is_new));
}

/// How many colors may stand beside transparency.
int room_for_colors(const Settings& settings, const CountedPixels& counted) {
  const bool has_transparency = settings.output == Output::indexed && counted.has_transparency;
  if (settings.quantize.spec.use == PaletteUse::only) {
    return has_transparency ? largest_with_transparency : PaletteSize::max;
  }
  const int k = settings.quantize.k.value();
  if (!has_transparency) return k;
  if (settings.count_transparency) return k - 1;
  const bool may_be_full = settings.transparent_color ||
                           possible_colors(counted.histogram, settings.quantize.spec.slots) > largest_with_transparency;
  return may_be_full ? std::min(k, largest_with_transparency) : k;
}

void check_room(int room) {
  if (room > 0) return;
  throw UserError(
      _("Transparency counts as one of the colors, so there is no room for another: choose at least 2 colors, or "
        "switch off that transparency counts."));
}

/// The sentence about more given colors than there is room for.
std::string too_many_sentence(const Settings& settings, int count, int room) {
  if (settings.quantize.spec.use == PaletteUse::only && room == PaletteSize::max) {
    return formatted(_("There are %d given colors, and a palette has room for %d: choose “The best of these”, or give "
                       "fewer."),
                     count, room);
  }
  if (settings.quantize.spec.use == PaletteUse::only || room != settings.quantize.k.value()) {
    return formatted(_("There are %d fixed colors, but transparency leaves room for %d: fix fewer, choose a larger "
                       "number of colors, or remove the alpha channel."),
                     count, room);
  }
  return formatted(
      _("There are %d fixed colors, and the palette has room for %d: choose a larger number of colors, fix "
        "fewer, or let the given colors be “Only these”."),
      count, room);
}

/// Throws UserError if no palette can be made of the given colors.
///
/// key_places  of the given ones, that stand for transparency and not for a color, 0 or 1
void check_given(const Settings& settings, const PaletteSpec& spec, int room, int key_places) {
  const int count = static_cast<int>(spec.slots.size()) - key_places;
  if (spec.use == PaletteUse::only && count > room) throw UserError(too_many_sentence(settings, count, room));
  const std::optional<SpecProblem> problem = problem_of(spec, PaletteSize(room + key_places));
  if (!problem) return;
  switch (*problem) {
    case SpecProblem::nothing_given:
      throw UserError(_(
          "No colors are given for the palette: write some as fixed colors, use a palette, or let the given colors be "
          "“Keep them, find the others”."));
    case SpecProblem::too_many: throw UserError(too_many_sentence(settings, count, room));
    case SpecProblem::free_candidate:
      throw UserError(
          _("“?” among the fixed colors is a place for a color to be found, but “The best of these” takes given colors "
            "only: remove it."));
    case SpecProblem::nothing_for_most:
      throw UserError(
          _("No pixel could get any of the given colors: leave at least one without “=” and “!”, or leave room for "
            "colors to be found."));
  }
}

/// The colormap of an image whose layers show it, or nothing.
std::vector<Rgb8> shown_colormap(GimpImage* image, const Drawables& drawables, const CountingRules& rules) {
  const bool is_shown = rules.alpha.is_one_bit && gimp_image_get_base_type(image) == GIMP_INDEXED &&
                        std::ranges::none_of(drawables, has_effects);
  if (!is_shown) return {};
  GimpPalette* palette = check_gimp_object(gimp_image_get_palette(image), "gimp_image_get_palette");
  return colors_of(palette, palette_format(drawables.front(), rules.alpha));
}

/// All colors of a colormap, or if there is no room for these, those that the pixels have, each once.
std::vector<Slot> kept_colors(const std::vector<Rgb8>& colormap, const ColorHistogram& histogram, std::size_t room) {
  std::vector<Slot> kept;
  const bool are_all_kept = colormap.size() <= room;
  for (const Rgb8 color : colormap) {
    const bool is_wanted = std::ranges::binary_search(histogram.keys(), color_key(color)) &&
                           std::ranges::find(kept, Slot{color}) == kept.end();
    if (are_all_kept || is_wanted) kept.push_back({color});
  }
  return kept;
}

bool has_normal_slots_only(const std::vector<Slot>& slots) {
  return std::ranges::all_of(slots, [](const Slot& slot) { return slot.kind == SlotKind::normal; });
}

}  // namespace

Drawables counted_drawables(GimpImage* image, const Drawables& chosen, Output output) {
  return output == Output::indexed ? all_layers(image) : chosen;
}

bool all_outputs_count_alike(GimpImage* image, const Drawables& chosen) {
  return gimp_image_get_base_type(image) == GIMP_RGB && gimp_selection_is_empty(image) != FALSE &&
         std::ranges::none_of(chosen, gimp_drawable_has_alpha) && std::ranges::none_of(chosen, has_effects) &&
         all_layers(image) == chosen;
}

CountingRules counting_rules(const Settings& settings) {
  return {settings.alpha_rule, settings.quantize.order == PaletteOrder::none, settings.quantize.flat_areas};
}

CountedPixels count_for(GimpImage* image, const Drawables& drawables, const CountingRules& rules,
                        const CopiedDrawable* copied) {
  if (drawables.empty()) throw UserError(_("The image has no layer: there is nothing to quantize."));
  CountedPixels counted = count_pixels(drawables, rules, copied);
  counted.colormap = shown_colormap(image, drawables, rules);
  if (!counted.histogram.empty()) return counted;
  if (gimp_selection_is_empty(image)) {
    throw UserError(
        _("There is nothing to quantize: all pixels are transparent, or hidden by their layer mask. Choose another "
          "layer, or disable the mask."));
  }
  throw UserError(
      _("There is nothing to quantize: no opaque pixel is selected. Select a part of the picture, or nothing at all to "
        "use the whole of it."));
}

QuantizeOptions fitted_options(const Settings& settings, const CountedPixels& counted) {
  const int room = room_for_colors(settings, counted);
  check_room(room);
  QuantizeOptions options = settings.quantize;
  PaletteSpec& spec = options.spec;
  // Other outputs than a colormap need not have what no pixel gets.
  const bool is_stock = spec.use == PaletteUse::only && settings.output != Output::indexed &&
                        spec.slots.size() > PaletteSize::max && has_normal_slots_only(spec.slots);
  if (is_stock) spec.slots = used_slots(counted.histogram, spec.slots, options.color_space);
  const auto places = static_cast<std::size_t>(room);
  const bool keeps_colormap = options.order == PaletteOrder::none && spec == PaletteSpec() &&
                              !counted.colormap.empty() && counted.histogram.size() <= places;
  if (keeps_colormap) spec.slots = kept_colors(counted.colormap, counted.histogram, places);
  if (counted.has_transparency) options.key_color = settings.transparent_color;
  if (options.key_color) spec = with_reserved(std::move(spec), *options.key_color);
  const int key_places = options.key_color ? 1 : 0;
  check_given(settings, spec, room, key_places);
  if (spec.use != PaletteUse::only) options.k = PaletteSize(room + key_places);
  return options;
}

}  // namespace kmq

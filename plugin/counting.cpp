// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/counting.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "plugin/gimp/errors.h"
#include "plugin/gimp/i18n.h"
#include "plugin/palettes/gimp_palettes.h"
#include "plugin/pixels/seen_pixels.h"

namespace kmq {
namespace {

/// An indexed image with transparency keeps one of its 256 indices for it, at the latest when it is exported.
constexpr int largest_with_transparency = PaletteSize::max - 1;

/// The most colors that a palette for these pixels can have.
std::size_t possible_colors(const ColorHistogram& histogram, const std::vector<Rgb8>& fixed_colors) {
  const auto is_new = [keys = histogram.keys()](Rgb8 color) {
    return !std::ranges::binary_search(keys, color_key(color));
  };
  return histogram.size() + static_cast<std::size_t>(std::ranges::count_if(fixed_colors, is_new));
}

/// How many colors may stand beside transparency.
int room_for_colors(const Settings& settings, const CountedPixels& counted) {
  const int k = settings.quantize.k.value();
  if (settings.output != Output::indexed || !counted.has_transparency) return k;
  if (settings.count_transparency) return k - 1;
  const bool may_be_full =
      possible_colors(counted.histogram, settings.quantize.fixed_colors) > largest_with_transparency;
  return may_be_full ? std::min(k, largest_with_transparency) : k;
}

void check_room(const Settings& settings, int room) {
  if (room == 0) {
    throw UserError(
        _("Transparency counts as one of the colors, so there is no room for another: choose at least 2 colors, or "
          "switch off that transparency counts."));
  }
  const int fixed_count = static_cast<int>(settings.quantize.fixed_colors.size());
  if (fixed_count <= room) return;
  throw UserError(formatted(
      _("There are %d fixed colors, but transparency leaves room for %d: fix fewer, choose a larger number of "
        "colors, or remove the alpha channel."),
      fixed_count, room));
}

/// The colormap of an image whose layers show it, or nothing.
std::vector<Rgb8> shown_colormap(GimpImage* image, const Drawables& drawables, const CountingRules& rules) {
  const bool is_shown = rules.alpha.is_one_bit && gimp_image_get_base_type(image) == GIMP_INDEXED &&
                        std::ranges::none_of(drawables, has_effects);
  if (!is_shown) return {};
  GimpPalette* palette = check_gimp_object(gimp_image_get_palette(image), "gimp_image_get_palette");
  return colors_of(palette, palette_format(drawables.front(), rules.alpha));
}

/// Those of the colors that the pixels have, or all of them; each once.
std::vector<Rgb8> kept_colors(const std::vector<Rgb8>& colormap, const ColorHistogram& histogram, bool with_unused) {
  std::vector<Rgb8> kept;
  for (const Rgb8 color : colormap) {
    const bool is_wanted = with_unused || std::ranges::binary_search(histogram.keys(), color_key(color));
    if (is_wanted && std::ranges::find(kept, color) == kept.end()) kept.push_back(color);
  }
  return kept;
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
  return {settings.alpha_rule, settings.quantize.order == PaletteOrder::none};
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
  QuantizeOptions options = settings.quantize;
  if (room != options.k.value()) {
    check_room(settings, room);
    options.k = PaletteSize(room);
  }
  const auto places = static_cast<std::size_t>(room);
  const bool keeps_colormap = options.order == PaletteOrder::none && options.fixed_colors.empty() &&
                              !counted.colormap.empty() && counted.histogram.size() <= places;
  if (keeps_colormap) {
    options.fixed_colors = kept_colors(counted.colormap, counted.histogram, counted.colormap.size() <= places);
  }
  return options;
}

}  // namespace kmq

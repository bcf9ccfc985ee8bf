// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/palette_search.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "plugin/gimp/errors.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

/// An indexed image with transparency keeps one of its 256 indices for it, at the latest when it is exported.
constexpr PaletteSize largest_with_transparency{PaletteSize::max - 1};

/// The most colors that a palette for these pixels can have.
std::size_t possible_colors(const ColorHistogram& histogram, const std::vector<Rgb8>& fixed_colors) {
  const auto is_new = [keys = histogram.keys()](Rgb8 color) {
    return !std::ranges::binary_search(keys, color_key(color));
  };
  return histogram.size() + static_cast<std::size_t>(std::ranges::count_if(fixed_colors, is_new));
}

}  // namespace

Drawables counted_drawables(GimpImage* image, const Drawables& chosen, Output output) {
  return output == Output::indexed ? all_layers(image) : chosen;
}

bool all_outputs_count_alike(GimpImage* image, const Drawables& chosen) {
  return gimp_image_get_base_type(image) == GIMP_RGB && gimp_selection_is_empty(image) != FALSE &&
         std::ranges::none_of(chosen, gimp_drawable_has_alpha) && all_layers(image) == chosen;
}

CountedPixels count_for(GimpImage* image, const Drawables& drawables, Output output, const CopiedDrawable* copied) {
  CountedPixels counted = count_pixels(drawables, alpha_rule_of(output), copied);
  if (!counted.histogram.empty()) return counted;
  if (gimp_selection_is_empty(image)) {
    throw UserError(_("There is nothing to quantize: all pixels are transparent."));
  }
  throw UserError(
      _("There is nothing to quantize: no opaque pixel is selected. Select a part of the picture, or nothing at all to "
        "use the whole of it."));
}

QuantizeOptions fitted_options(QuantizeOptions options, Output output, const CountedPixels& counted) {
  const auto room = static_cast<std::size_t>(largest_with_transparency.value());
  const bool needs_room = output == Output::indexed && counted.has_transparency &&
                          options.k > largest_with_transparency &&
                          possible_colors(counted.histogram, options.fixed_colors) > room;
  if (!needs_room) return options;
  if (options.fixed_colors.size() > room) {
    throw UserError(
        formatted(_("There are %d fixed colors, but an indexed image with transparency has room for %d: fix "
                    "fewer, or remove the alpha channel."),
                  static_cast<int>(options.fixed_colors.size()), largest_with_transparency.value()));
  }
  options.k = largest_with_transparency;
  return options;
}

TimedQuantization find_palette(std::shared_ptr<const ColorHistogram> histogram, const QuantizeOptions& options,
                               const RunControl& control) {
  const auto start = std::chrono::steady_clock::now();
  Quantization quantization = quantize(*histogram, options, control);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  return {std::move(quantization), std::move(histogram), elapsed.count()};
}

}  // namespace kmq

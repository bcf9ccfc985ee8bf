// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/palette_search.h"

#include <chrono>
#include <utility>

#include "plugin/i18n.h"
#include "plugin/return_values.h"

namespace kmq {
namespace {

/// An indexed image with transparency keeps one of its 256 indices for it, at the latest when it is exported.
constexpr PaletteSize largest_with_transparency{PaletteSize::max - 1};

}  // namespace

Drawables counted_drawables(GimpImage* image, const Drawables& chosen, Output output) {
  return output == Output::indexed ? all_layers(image) : chosen;
}

CountedPixels count_for(GimpImage* image, const Drawables& drawables, Output output) {
  CountedPixels counted =
      count_pixels(drawables, output == Output::indexed ? AlphaRule::is_one_bit : AlphaRule::weighs);
  if (!counted.histogram.empty()) return counted;
  if (gimp_selection_is_empty(image)) {
    throw UserError(_("There is nothing to quantize: all pixels are transparent."));
  }
  throw UserError(
      _("There is nothing to quantize: no opaque pixel is selected. Select a part of the picture, or nothing at all to "
        "use the whole of it."));
}

QuantizeOptions fitted_options(QuantizeOptions options, Output output, const CountedPixels& counted) {
  const bool needs_room = output == Output::indexed && counted.has_transparency &&
                          options.k > largest_with_transparency &&
                          counted.histogram.size() > static_cast<std::size_t>(largest_with_transparency.value());
  if (needs_room) options.k = largest_with_transparency;
  return options;
}

TimedQuantization find_palette(const ColorHistogram& histogram, const QuantizeOptions& options,
                               const RunControl& control) {
  const auto start = std::chrono::steady_clock::now();
  Quantization quantization = quantize(histogram, options, control);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  return {std::move(quantization), histogram.size(), elapsed.count()};
}

}  // namespace kmq

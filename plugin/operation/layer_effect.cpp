// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/operation/layer_effect.h"

#include <optional>
#include <utility>
#include <vector>

#include "core/palette/map.h"
#include "core/palette/slot_text.h"
#include "core/quantize.h"
#include "plugin/pixels/light.h"

namespace kmq {
namespace {

/// A Quantizer of more colors is not kept: it takes about 100 bytes for each.
constexpr std::size_t most_kept_colors = std::size_t{1} << 20;

/// What tells one picture from another.
struct Identity {
  GeglRectangle area;
  const Babl* format;
  Digest::Value digest;

  explicit Identity(const PixelArea& from) : area(from.area), format(from.format), digest(digest_of(from)) {}

  friend bool operator==(const Identity& a, const Identity& b) {
    return gegl_rectangle_equal(&a.area, &b.area) != FALSE && a.format == b.format && a.digest == b.digest;
  }
};

}  // namespace

EffectOptions effect_options(const EffectSettings& settings) {
  const bool is_dithered = settings.dither.method != DitherMethod::none;
  EffectOptions result{.quantize = {.k = settings.k,
                                    .seed = settings.seed,
                                    .effort = settings.effort,
                                    .color_space = settings.color_space,
                                    .rare_colors = settings.rare_colors,
                                    .dither_amount = is_dithered ? settings.dither.amount : 0}};
  std::vector<Slot>& slots = result.quantize.spec.slots;
  const auto room = static_cast<std::size_t>(settings.k.value());
  SlotTextReader reader(settings.colors);
  while (const std::optional<SlotItem> item = reader.next()) {
    if (!item->slot) {
      if (result.unread.empty()) result.unread = item->text;
    } else if (slots.size() < room) {
      slots.push_back(*item->slot);
    } else {
      ++result.surplus;
    }
  }
  // Then no pixel could have any of them.
  if (problem_of(result.quantize.spec, settings.k)) {
    result.surplus += static_cast<int>(slots.size());
    slots.clear();
  }
  return result;
}

struct LayerEffect::Counted {
  Identity identity;
  ColorHistogram histogram;
  /// Of the last color space, if it is worth its memory.
  std::optional<Quantizer> quantizer = {};
  ColorSpace color_space = ColorSpace::rgb;
};

struct LayerEffect::Searched {
  QuantizeOptions options;
  PaletteMap map;
};

LayerEffect::LayerEffect() = default;
LayerEffect::~LayerEffect() = default;

void LayerEffect::render(const PixelArea& from, GeglBuffer* target, const QuantizeOptions& options,
                         const DitherOptions& dither) {
  count(from);
  if (counted_->histogram.empty()) {
    gegl_buffer_copy(from.buffer, gegl_buffer_get_extent(target), GEGL_ABYSS_NONE, target, nullptr);
    return;
  }
  QuantizeOptions options_in_space = options;
  DitherOptions dither_in_space = dither;
  options_in_space.color_space = {options.color_space.kind(), rgb_model_of(babl_format_get_space(from.format))};
  options_in_space.light = dither_in_space.light = &light_of(babl_format_get_space(from.format));
  search(options_in_space);
  const PixelMapping mapping{searched_->map, dither_in_space};
  if (gegl_rectangle_equal(&from.area, gegl_buffer_get_extent(target)) != FALSE) {
    write_palette_colors(from, target, mapping);
    return;
  }
  // Dithering comes from the top, whatever part is asked for.
  const GObjectPtr<GeglBuffer> whole(gegl_buffer_new(&from.area, from.format));
  write_palette_colors(from, whole.get(), mapping);
  gegl_buffer_copy(whole.get(), gegl_buffer_get_extent(target), GEGL_ABYSS_NONE, target, nullptr);
}

void LayerEffect::count(const PixelArea& from) {
  const Identity identity(from);
  if (counted_ && counted_->identity == identity) return;
  searched_.reset();  // before there is another picture's histogram beside it
  counted_.reset();
  PixelCounter counter({});
  counter.add(from);
  counted_ = std::make_unique<Counted>(Counted{identity, counter.histogram()});
  ++count_count_;
}

/// It starts anew for another k, as the filter does, whose pixels these have to be; and it goes on to its end, as GEGL
/// tells nobody that a result is not wanted any more.
void LayerEffect::search(const QuantizeOptions& options) {
  if (searched_ && searched_->options == options) return;
  searched_.reset();
  Counted& counted = *counted_;
  if (!counted.quantizer || counted.color_space != options.color_space) {
    counted.quantizer.emplace(counted.histogram, options.color_space);
    counted.color_space = options.color_space;
  }
  const Quantization found = counted.quantizer->quantize(options, {});
  if (counted.histogram.size() > most_kept_colors) counted.quantizer.reset();
  PaletteMap map(found.palette, options.color_space);
  map.learn(counted.histogram, found.indices);
  searched_ = std::make_unique<Searched>(Searched{options, std::move(map)});
  ++search_count_;
}

}  // namespace kmq

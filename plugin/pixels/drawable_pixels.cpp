// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/drawable_pixels.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>

#include "plugin/gimp/errors.h"
#include "plugin/pixels/seen_pixels.h"
#include "plugin/pixels/separations.h"

namespace kmq {
namespace {

GObjectPtr<GeglBuffer> buffer_of(GimpDrawable* drawable) {
  return GObjectPtr<GeglBuffer>(check_gimp_object(gimp_drawable_get_buffer(drawable), "gimp_drawable_get_buffer"));
}

/// The selection, or nothing if all is selected.
GObjectPtr<GeglBuffer> selection_of(GimpDrawable* drawable) {
  GimpImage* image = gimp_item_get_image(GIMP_ITEM(drawable));
  if (gimp_selection_is_empty(image)) return nullptr;
  return buffer_of(GIMP_DRAWABLE(gimp_image_get_selection(image)));
}

const Babl* format_of(GimpDrawable* drawable) {
  return check_gimp_object(gimp_drawable_get_format(drawable), "gimp_drawable_get_format");
}

const Babl* palette_space(GimpDrawable* drawable, const AlphaRule& alpha_rule) {
  const bool is_gray = gimp_image_get_base_type(gimp_item_get_image(GIMP_ITEM(drawable))) == GIMP_GRAY;
  return is_gray && alpha_rule.is_one_bit ? babl_space("sRGB") : babl_format_get_space(format_of(drawable));
}

/// Returns an area of a drawable's own pixels.
PixelArea area_of(GimpDrawable* drawable, GeglBuffer* buffer, const GeglRectangle& area, GeglBuffer* selection,
                  const AlphaRule& alpha_rule) {
  PixelArea result{.buffer = buffer, .area = area, .format = format_of(drawable)};
  gimp_drawable_get_offsets(drawable, &result.offset_x, &result.offset_y);
  result.selection = selection;
  result.palette_space = palette_space(drawable, alpha_rule);
  return result;
}

/// What is seen of a drawable, held for as long as it is read.
struct Seen {
  GimpDrawable* drawable;
  SeenPixels pixels;
  GObjectPtr<GeglBuffer> selection;
  GObjectPtr<GeglBuffer> mask;  // nothing: there is none, or it does not apply
  PixelArea area;               // all of it

  Seen(GimpDrawable* seen, const AlphaRule& alpha_rule) : drawable(seen), pixels(seen), selection(selection_of(seen)) {
    area = {.buffer = pixels.buffer(), .area = *gegl_buffer_get_extent(pixels.buffer()), .format = pixels.format()};
    area.offset_x = pixels.offset_x();
    area.offset_y = pixels.offset_y();
    area.selection = selection.get();
    area.palette_space = palette_space(seen, alpha_rule);
    take_mask();
  }

 private:
  void take_mask() {
    if (!gimp_item_is_layer(GIMP_ITEM(drawable)) || !gimp_layer_get_apply_mask(GIMP_LAYER(drawable))) return;
    GimpLayerMask* layer_mask = gimp_layer_get_mask(GIMP_LAYER(drawable));
    if (layer_mask == nullptr) return;
    mask = buffer_of(GIMP_DRAWABLE(layer_mask));
    area.mask = mask.get();
    int x = 0;
    int y = 0;
    gimp_drawable_get_offsets(GIMP_DRAWABLE(layer_mask), &x, &y);
    area.mask_x = x - area.offset_x;
    area.mask_y = y - area.offset_y;
  }
};

/// The part of an area that lies on the canvas, or nothing.
std::optional<PixelArea> on_canvas(GimpImage* image, PixelArea area) {
  const GeglRectangle canvas{-area.offset_x, -area.offset_y, gimp_image_get_width(image), gimp_image_get_height(image)};
  if (!gegl_rectangle_intersect(&area.area, &area.area, &canvas)) return std::nullopt;
  return area;
}

/// The areas that count if there is a pixel in them.
using CountedAreas = std::vector<PixelArea>;

/// Returns what may count, the first to be tried first.
std::vector<CountedAreas> candidates(GimpImage* image, const std::vector<Seen>& all) {
  const bool is_any_visible = std::ranges::any_of(all, [](const Seen& seen) { return is_visible(seen.drawable); });
  CountedAreas inside;
  CountedAreas everywhere;
  for (const Seen& seen : all) {
    if (is_any_visible && !is_visible(seen.drawable)) continue;
    everywhere.push_back(seen.area);
    if (const auto part = on_canvas(image, seen.area)) inside.push_back(*part);
  }
  return {inside, everywhere};
}

ColorHistogram count_flat_areas(const CountedAreas& areas, const AlphaRule& alpha_rule) {
  FlatPixelCounter counter(alpha_rule);
  for (const PixelArea& area : areas) counter.add(area);
  return counter.histogram();
}

ColorHistogram count_all(const CountedAreas& areas, const AlphaRule& alpha_rule, const CopiedDrawable* copied,
                         const PixelArea* area_of_copy) {
  PixelCounter counter(alpha_rule);
  for (const PixelArea& area : areas) {
    const bool is_copied = area_of_copy != nullptr && area.buffer == area_of_copy->buffer && area.mask == nullptr &&
                           gegl_rectangle_equal(&area.area, &area_of_copy->area) &&
                           area.area.width == copied->picture.width && area.area.height == copied->picture.height;
    if (is_copied) {
      counter.add(copied->picture);
    } else {
      counter.add(area);
    }
  }
  return counter.histogram();
}

ColorHistogram count_areas(const CountedAreas& areas, const CountingRules& rules, const CopiedDrawable* copied,
                           const PixelArea* area_of_copy) {
  ColorHistogram histogram = rules.finds_flat_areas ? count_flat_areas(areas, rules.alpha)
                                                    : count_all(areas, rules.alpha, copied, area_of_copy);
  if (rules.is_in_order) {
    AppearanceOrder order;
    for (const PixelArea& area : areas) note_appearance(area, rules.alpha, order);
    histogram.remember_appearance(order.keys());
  }
  return histogram;
}

GObjectPtr<GeglBuffer> copy_of(GeglBuffer* buffer, const GeglRectangle& area) {
  GObjectPtr<GeglBuffer> copy(gegl_buffer_new(&area, gegl_buffer_get_format(buffer)));
  gegl_buffer_copy(buffer, &area, GEGL_ABYSS_NONE, copy.get(), &area);
  return copy;
}

/// Whether GIMP changes the last digits of pixels that it takes over, though nothing is blended: on its way they are
/// linear light, even of encoded values.
bool loses_digits(GimpDrawable* drawable) {
  const Babl* const type = babl_format_get_type(format_of(drawable), 0);
  const bool is_float = type == babl_type("float") || type == babl_type("double") || type == babl_type("half");
  return is_float && gimp_selection_is_empty(gimp_item_get_image(GIMP_ITEM(drawable))) != FALSE;
}

/// Calls write(source, shadow, area) for the selected area, if there is one, and lets GIMP take over what was written.
template <typename Write>
void write_through_shadow(GimpDrawable* drawable, const Write& write) {
  GeglRectangle area;
  if (!gimp_drawable_mask_intersect(drawable, &area.x, &area.y, &area.width, &area.height)) return;
  GObjectPtr<GeglBuffer> exact;
  {
    // Both are released, and with that flushed to GIMP, before it merges.
    const GObjectPtr<GeglBuffer> source = buffer_of(drawable);
    const GObjectPtr<GeglBuffer> shadow(
        check_gimp_object(gimp_drawable_get_shadow_buffer(drawable), "gimp_drawable_get_shadow_buffer"));
    write(source.get(), shadow.get(), area);
    if (loses_digits(drawable)) exact = copy_of(shadow.get(), area);
  }
  check_gimp(gimp_drawable_merge_shadow(drawable, TRUE), "gimp_drawable_merge_shadow");
  if (exact) gegl_buffer_copy(exact.get(), &area, GEGL_ABYSS_NONE, buffer_of(drawable).get(), &area);
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

}  // namespace

const Babl* palette_format(GimpDrawable* drawable, const AlphaRule& alpha_rule) {
  return babl_format_with_space("R'G'B' u8", palette_space(drawable, alpha_rule));
}

CountedPixels count_pixels(std::span<GimpDrawable* const> drawables, const CountingRules& rules,
                           const CopiedDrawable* copied) {
  std::vector<Seen> all;
  all.reserve(drawables.size());
  const PixelArea* area_of_copy = nullptr;
  CountedPixels counted;
  for (GimpDrawable* drawable : drawables) {
    const Seen& seen = all.emplace_back(drawable, rules.alpha);
    if (copied != nullptr && copied->drawable == drawable) area_of_copy = &seen.area;
    counted.has_transparency = counted.has_transparency || has_transparency(seen.area, rules.alpha);
  }
  for (const CountedAreas& areas : candidates(gimp_item_get_image(GIMP_ITEM(drawables.front())), all)) {
    counted.histogram = count_areas(areas, rules, copied, area_of_copy);
    if (!counted.histogram.empty()) break;
  }
  return counted;
}

Picture copy_picture(GimpDrawable* drawable, const AlphaRule& alpha_rule) {
  const Seen seen(drawable, alpha_rule);
  PixelArea area = seen.area;
  int x = 0;
  int y = 0;
  gimp_drawable_get_offsets(drawable, &x, &y);
  area.area = {x - area.offset_x, y - area.offset_y, gimp_drawable_get_width(drawable),
               gimp_drawable_get_height(drawable)};
  return copy_pixels(area, alpha_rule);
}

void write_palette_colors(GimpDrawable* drawable, const PixelMapping& mapping) {
  write_through_shadow(drawable, [&](GeglBuffer* source, GeglBuffer* shadow, const GeglRectangle& area) {
    const GObjectPtr<GeglBuffer> selection = selection_of(drawable);
    write_palette_colors(area_of(drawable, source, area, selection.get(), {}), shadow, mapping);
  });
}

GObjectPtr<GeglBuffer> palette_indices(GimpDrawable* drawable, const PixelMapping& mapping,
                                       const AlphaRule& alpha_rule) {
  return palette_indices(Seen(drawable, alpha_rule).area, mapping, alpha_rule);
}

void separate_colors(GimpDrawable* drawable, const PixelMapping& mapping,
                     const std::function<GimpDrawable*(const SeparatedColor&)>& new_drawable) {
  const Seen seen(drawable, {});
  const AreaLabels labels(seen.area, mapping, {});
  const std::vector<std::size_t> populations = labels.populations();
  const auto pixel_count = static_cast<double>(std::accumulate(populations.begin(), populations.end(), std::size_t{0}));
  const Palette& palette = mapping.map.palette();
  for (int i = 0; i < palette.size(); ++i) {
    const auto label = static_cast<std::uint8_t>(i);
    if (populations[label] == 0) continue;
    GimpDrawable* target = new_drawable({.color = palette[i],
                                         .share = static_cast<double>(populations[label]) / pixel_count,
                                         .place = seen.area.in_image(seen.area.area)});
    write_separation(seen.area, labels, label, palette[i], buffer_of(target).get());
    check_gimp(gimp_drawable_update(target, 0, 0, seen.area.area.width, seen.area.area.height), "gimp_drawable_update");
  }
}

bool have_few_deep_colors(std::span<GimpDrawable* const> drawables, std::size_t most) {
  DistinctColors colors(most);
  for (GimpDrawable* drawable : drawables) {
    GeglRectangle area;
    if (!gimp_drawable_mask_intersect(drawable, &area.x, &area.y, &area.width, &area.height)) continue;
    const GObjectPtr<GeglBuffer> buffer = buffer_of(drawable);
    const GObjectPtr<GeglBuffer> selection = selection_of(drawable);
    const PixelArea from = area_of(drawable, buffer.get(), area, selection.get(), {});
    if (!is_deep(from)) return false;
    colors.add(from);
  }
  return !colors.are_too_many();
}

bool has_soft_pixels(GimpDrawable* drawable) {
  if (!gimp_drawable_has_alpha(drawable)) return false;
  const GObjectPtr<GeglBuffer> buffer = buffer_of(drawable);
  return has_soft_pixels(area_of(drawable, buffer.get(), *gegl_buffer_get_extent(buffer.get()), nullptr, {}));
}

void write_indices(GimpDrawable* drawable, GeglBuffer* indices) {
  const GeglRectangle area = *gegl_buffer_get_extent(indices);
  write_indices(indices, buffer_of(drawable).get(), format_of(drawable));
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

GObjectPtr<GeglBuffer> copy_of_pixels(GimpDrawable* drawable) {
  const GObjectPtr<GeglBuffer> source = buffer_of(drawable);
  return copy_of(source.get(), *gegl_buffer_get_extent(source.get()));
}

void paint_pixels(GimpDrawable* drawable, GeglBuffer* pixels) {
  write_through_shadow(drawable, [pixels](GeglBuffer*, GeglBuffer* shadow, const GeglRectangle& area) {
    gegl_buffer_copy(pixels, &area, GEGL_ABYSS_NONE, shadow, &area);
  });
}

void write_pixels(GimpDrawable* drawable, GeglBuffer* pixels) {
  const GeglRectangle area = *gegl_buffer_get_extent(pixels);
  {
    const GObjectPtr<GeglBuffer> target = buffer_of(drawable);
    gegl_buffer_copy(pixels, &area, GEGL_ABYSS_NONE, target.get(), &area);
  }
  check_gimp(gimp_drawable_update(drawable, area.x, area.y, area.width, area.height), "gimp_drawable_update");
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/pixel_mapping.h"

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "core/color/rgb_model.h"
#include "plugin/pixels/light.h"
#include "plugin/pixels/tile_loops.h"

namespace kmq {
namespace {

/// A pixel of an indexed image, in a buffer of the format below: GEGL knows none of its own for that.
struct IndexedPixel {
  std::uint8_t index;
  std::uint8_t alpha;
};

const Babl* indexed_pixel_format() { return babl_format("YA u8"); }

/// Palette colors in a format of pixels, one after the other.
///
/// rgba  "R'G'B'A u8" in the color space of the palette
std::vector<std::byte> palette_pixels(const Palette& palette, const Babl* rgba, const Babl* format) {
  std::vector<Rgba8> colors;
  for (const Rgb8 color : palette.colors()) colors.push_back({color.red, color.green, color.blue});
  std::vector<std::byte> pixels(colors.size() * static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format)));
  babl_process(babl_fish(rgba, format), colors.data(), pixels.data(), static_cast<long>(colors.size()));
  return pixels;
}

/// The components of palette colors in a deep format, one color after the other; alpha is 1.
std::vector<double> deep_components(const Palette& palette, const Babl* space, const Babl* format) {
  const bool is_linear = (babl_get_model_flags(format) & BABL_MODEL_FLAG_LINEAR) != 0;
  const int count = babl_format_get_n_components(format) - (babl_format_has_alpha(format) != 0 ? 1 : 0);
  const RgbModel* const model = rgb_model_of(space);
  std::vector<double> components;
  for (const Rgb8 color : palette.colors()) {
    const Eigen::Vector3d values = is_linear
                                       ? (model != nullptr ? *model : RgbModel::srgb()).linear(color)
                                       : Eigen::Vector3d(Eigen::Vector3d(color.red, color.green, color.blue) / 255);
    components.insert(components.end(), values.begin(), values.begin() + count);  // of grays, all three are equal
    if (babl_format_has_alpha(format) != 0) components.push_back(1);
  }
  return components;
}

/// The same for pixels deeper than 8 bits. babl's fast ways from 8 bits differ in the last digits, and which of them it
/// takes depends on the process: here it has only the type to change, of values that are exact.
std::vector<std::byte> deep_palette_pixels(const Palette& palette, const Babl* space, const Babl* format) {
  const std::vector<double> components = deep_components(palette, space, format);
  if (babl_format_get_type(format, 0) == babl_type("float")) {
    const std::vector<float> pixels(components.begin(), components.end());
    const auto bytes = std::as_bytes(std::span(pixels));
    return {bytes.begin(), bytes.end()};
  }
  // An encoding is a model and a type.
  const std::string encoding = babl_format_get_encoding(format);
  const std::string exact = encoding.substr(0, encoding.rfind(' ')) + " double";
  std::vector<std::byte> pixels(static_cast<std::size_t>(palette.size()) *
                                static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format)));
  babl_process(babl_fish(babl_format_with_space(exact.c_str(), babl_format_get_space(format)), format),
               components.data(), pixels.data(), palette.size());
  return pixels;
}

/// Writes palette colors in any format of pixels; alpha bytes stay, and so do transparent pixels.
class PaletteColorWriter {
 public:
  PaletteColorWriter(const Palette& palette, const PixelArea& from)
      : bytes_per_pixel_(static_cast<std::size_t>(babl_format_get_bytes_per_pixel(from.format))),
        color_bytes_(color_bytes_of(from.format)) {
    const Babl* const rgba = from.palette_format("R'G'B'A u8");
    const bool is_perceptual = (babl_get_model_flags(from.format) & BABL_MODEL_FLAG_PERCEPTUAL) != 0;
    palette_ = is_deep(from) && !is_perceptual ? deep_palette_pixels(palette, babl_format_get_space(rgba), from.format)
                                               : palette_pixels(palette, rgba, from.format);
  }

  /// colors  the source in 8 bits
  /// pixels  the same in the format to write, overwritten by the palette colors
  void write(std::span<const Rgba8> colors, std::span<const std::uint8_t> indices, std::byte* pixels) const {
    for (std::size_t i = 0; i < colors.size(); ++i) {
      if (colors[i].alpha == 0) continue;
      std::memcpy(pixels + i * bytes_per_pixel_, &palette_[indices[i] * bytes_per_pixel_], color_bytes_);
    }
  }

 private:
  std::size_t bytes_per_pixel_;
  std::size_t color_bytes_;
  std::vector<std::byte> palette_;
};

template <typename Pixel>
void map_native_pixels(GeglBuffer* source, GeglBuffer* target, const GeglRectangle& area, const Babl* format,
                       PaletteMap& map) {
  for_each_tile({read_slot(source, area, format), write_slot(target, area, format)},
                [&map](const Tile& tile) { map.map_colors(tile.pixels<const Pixel>(0), tile.pixels<Pixel>(1)); });
}

void map_any_pixels(const PixelArea& from, GeglBuffer* target, PaletteMap& map) {
  const PaletteColorWriter writer(map.palette(), from);
  const auto bytes_per_pixel = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(from.format));
  std::vector<std::uint8_t> indices;
  for_each_tile({read_slot(from.buffer, from.area, from.palette_format("R'G'B'A u8")),
                 read_slot(from.buffer, from.area, from.format), write_slot(target, from.area, from.format)},
                [&](const Tile& tile) {
                  const auto colors = tile.pixels<const Rgba8>(0);
                  indices.resize(colors.size());
                  map.map_indices(colors, indices);
                  std::memcpy(tile.bytes(2), tile.bytes(1), colors.size() * bytes_per_pixel);
                  writer.write(colors, indices, tile.bytes(2));
                });
}

void map_pixels(const PixelArea& from, GeglBuffer* target, PaletteMap& map) {
  if (from.format == from.palette_format("R'G'B' u8")) {
    map_native_pixels<Rgb8>(from.buffer, target, from.area, from.format, map);
  } else if (from.format == from.palette_format("R'G'B'A u8")) {
    map_native_pixels<Rgba8>(from.buffer, target, from.area, from.format, map);
  } else {
    map_any_pixels(from, target, map);
  }
}

template <typename Labeler>
void write_labels(const PixelArea& from, GeglBuffer* target, const Palette& palette, Labeler labeler) {
  const PaletteColorWriter writer(palette, from);
  std::vector<std::byte> pixels;
  labeler.label_bands([&](const LabeledBand& band) {
    read_pixels(from.buffer, band.area, from.format, pixels);
    writer.write(band.colors, band.labels, pixels.data());
    gegl_buffer_set(target, &band.area, 0, from.format, pixels.data(), GEGL_AUTO_ROWSTRIDE);
  });
}

void combine(std::span<const std::uint8_t> indices, std::span<const Rgba8> colors,
             std::optional<std::uint8_t> transparent_index, std::span<IndexedPixel> pixels) {
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const bool is_hidden = colors[i].alpha == 0 && transparent_index;
    pixels[i] = {is_hidden ? *transparent_index : indices[i], colors[i].alpha};
  }
}

template <typename Labeler>
void write_indexed(GeglBuffer* target, const PixelMapping& mapping, Labeler labeler) {
  std::vector<IndexedPixel> pixels;
  labeler.label_bands([&](const LabeledBand& band) {
    pixels.resize(band.colors.size());
    combine(band.labels, band.colors, mapping.transparent_index, pixels);
    gegl_buffer_set(target, &band.area, 0, indexed_pixel_format(), pixels.data(), GEGL_AUTO_ROWSTRIDE);
  });
}

}  // namespace

Picture copy_pixels(const PixelArea& from, const AlphaRule& alpha_rule) {
  Picture picture{from.area.width, from.area.height};
  const auto [pattern_x, pattern_y] = pattern_place(from);
  picture.pattern_x = pattern_x;
  picture.pattern_y = pattern_y;
  read_colors(from, from.area, picture.pixels);
  if (is_deep(from)) read_rounded_by_pattern(from, from.area, picture.pixels_for_dithering);
  if (alpha_rule.is_one_bit) {
    applier_for(from, alpha_rule).apply(picture.pixels);
    applier_for(from, alpha_rule).apply(picture.pixels_for_dithering);
  } else if (from.selection != nullptr) {
    read_pixels(from.selection, from.in_image(from.area), selection_format(), picture.selection);
  }
  return picture;
}

void write_palette_colors(const PixelArea& from, GeglBuffer* target, const PixelMapping& mapping) {
  if (mapping.removes_specks()) {
    write_labels(from, target, mapping.map.palette(), CleanedLabeler(from, mapping, {}));
  } else if (mapping.dither.method == DitherMethod::none) {
    map_pixels(from, target, mapping.map);
  } else {
    write_labels(from, target, mapping.map.palette(), BandLabeler(from, mapping, {}));
  }
}

GObjectPtr<GeglBuffer> palette_indices(const PixelArea& from, const PixelMapping& mapping,
                                       const AlphaRule& alpha_rule) {
  PixelArea all = from;  // whatever is selected
  all.selection = nullptr;
  all.mask = nullptr;
  GObjectPtr<GeglBuffer> indices(gegl_buffer_new(&all.area, indexed_pixel_format()));
  if (mapping.removes_specks()) {
    write_indexed(indices.get(), mapping, CleanedLabeler(all, mapping, alpha_rule));
  } else {
    write_indexed(indices.get(), mapping, BandLabeler(all, mapping, alpha_rule));
  }
  return indices;
}

void write_indices(GeglBuffer* indices, GeglBuffer* target, const Babl* format) {
  const GeglRectangle area = *gegl_buffer_get_extent(indices);
  // The index, and alpha if the layer has it.
  const auto bytes_per_pixel = static_cast<std::size_t>(babl_format_get_bytes_per_pixel(format));
  for_each_tile({read_slot(indices, area, indexed_pixel_format()), write_slot(target, area, format)},
                [bytes_per_pixel](const Tile& tile) {
                  std::byte* target_pixel = tile.bytes(1);
                  for (const IndexedPixel& pixel : tile.pixels<const IndexedPixel>(0)) {
                    std::memcpy(target_pixel, &pixel, bytes_per_pixel);
                    target_pixel += bytes_per_pixel;
                  }
                });
}

}  // namespace kmq

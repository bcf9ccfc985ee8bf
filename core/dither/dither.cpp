// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/dither.h"

#include <cassert>
#include <cstddef>

#include "core/base/parallel.h"
#include "core/color/squared_distance.h"

namespace kmq {
namespace {

std::variant<std::monostate, ErrorDiffusion, OrderedDither> make_method(const Palette& palette,
                                                                        const DitherOptions& options, int x, int y,
                                                                        int width) {
  if (options.amount == 0 || options.method == DitherMethod::none) return std::monostate();
  if (is_error_diffusion(options.method)) return ErrorDiffusion(palette, options, y, width);
  return OrderedDither(palette, options, x, y, width);
}

}  // namespace

Ditherer::Ditherer(PaletteMap& map, const DitherOptions& options, int x, int y, int width)
    : map_(map),
      squared_threshold_(options.threshold * options.threshold),
      method_(make_method(map.palette(), options, x, y, width)),
      width_(static_cast<std::size_t>(width)) {
  assert(options.amount >= 0 && options.amount <= 1);
  assert(options.threshold >= 0 && options.threshold <= 255);
  for (const Rgb8 color : map.palette().colors()) {
    may_be_palette_color_.set(color_key(color) % may_be_palette_color_.size());
  }
}

void Ditherer::dither_rows(std::span<const Rgba8> pixels, std::span<const std::uint8_t> selection,
                           std::span<std::uint8_t> indices) {
  map_undithered(pixels, selection, indices, prepared_);
  dither_others(pixels, prepared_, indices);
}

bool Ditherer::is_kept(Rgb8 color) {
  const bool may_be_kept =
      squared_threshold_ > 0 || may_be_palette_color_[color_key(color) % may_be_palette_color_.size()];
  return may_be_kept && squared_distance(map_.palette()[map_.index(color)], color) <= squared_threshold_;
}

DitherPart Ditherer::part_of(Rgba8 pixel, bool is_selected) {
  if (pixel.alpha == 0 || !is_selected) return DitherPart::none;
  return is_kept(pixel.rgb()) ? DitherPart::kept : DitherPart::full;
}

void Ditherer::map_undithered(std::span<const Rgba8> pixels, std::span<const std::uint8_t> selection,
                              std::span<std::uint8_t> indices, Prepared& prepared) {
  assert(indices.size() == pixels.size() && (selection.empty() || selection.size() == pixels.size()));
  if (std::holds_alternative<std::monostate>(method_)) {
    map_.map_indices(pixels, indices);
    return;
  }
  prepared.parts.resize(pixels.size());
  for_parts(pixels.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      prepared.parts[i] = part_of(pixels[i], selection.empty() || selection[i] > 0);
      if (prepared.parts[i] != DitherPart::full) indices[i] = map_.index(pixels[i].rgb());
    }
  });
  if (const auto* diffusion = std::get_if<ErrorDiffusion>(&method_)) diffusion->find_targets(pixels, prepared.targets);
}

void Ditherer::dither_others(std::span<const Rgba8> pixels, const Prepared& prepared, std::span<std::uint8_t> indices) {
  if (auto* ordered = std::get_if<OrderedDither>(&method_)) {
    ordered->dither_rows(pixels, prepared.parts, indices);
  } else if (auto* diffusion = std::get_if<ErrorDiffusion>(&method_)) {
    const DitherRows rows{pixels, prepared.parts, prepared.targets};
    for (std::size_t begin = 0; begin < pixels.size(); begin += width_) {
      diffusion->dither_row(rows.part(begin, width_), indices.subspan(begin, width_));
    }
  }
}

}  // namespace kmq

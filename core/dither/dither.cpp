// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/dither.h"

#include <cassert>
#include <cstddef>

namespace kmq {
namespace {

std::variant<std::monostate, ErrorDiffusion, OrderedDither> make_method(const Palette& palette,
                                                                        const DitherOptions& options, int x, int y,
                                                                        int width) {
  const ErrorShare share(options.amount);
  if (options.amount == 0) return std::monostate();
  switch (options.method) {
    case DitherMethod::floyd_steinberg: return ErrorDiffusion(palette, share, y, width);
    case DitherMethod::blue_noise: return OrderedDither(palette, blue_noise_pattern(), share, x, y);
    case DitherMethod::bayer: return OrderedDither(palette, bayer_pattern(), share, x, y);
    case DitherMethod::none: break;
  }
  return std::monostate();
}

}  // namespace

Ditherer::Ditherer(PaletteMap& map, const DitherOptions& options, int x, int y, int width)
    : map_(map),
      method_(make_method(map.palette(), options, x, y, width)),
      is_dithered_(static_cast<std::size_t>(width)) {
  assert(options.amount >= 0 && options.amount <= 1);
  for (const Rgb8 color : map.palette().colors()) {
    may_be_palette_color_.set(color_key(color) % may_be_palette_color_.size());
  }
}

void Ditherer::dither_row(std::span<const Rgba8> row, std::span<const std::uint8_t> selection,
                          std::span<std::uint8_t> indices) {
  assert(row.size() == is_dithered_.size() && indices.size() == row.size());
  assert(selection.empty() || selection.size() == row.size());
  if (std::holds_alternative<std::monostate>(method_)) {
    map_.map_indices(row, indices);
    return;
  }
  map_undithered(row, selection, indices);
  if (auto* diffusion = std::get_if<ErrorDiffusion>(&method_)) {
    diffusion->dither_row(row, is_dithered_, indices);
  } else {
    std::get<OrderedDither>(method_).dither_row(row, is_dithered_, indices);
  }
}

bool Ditherer::is_palette_color(Rgb8 color) {
  return may_be_palette_color_[color_key(color) % may_be_palette_color_.size()] &&
         map_.palette()[map_.index(color)] == color;
}

void Ditherer::map_undithered(std::span<const Rgba8> row, std::span<const std::uint8_t> selection,
                              std::span<std::uint8_t> indices) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const bool is_selected = selection.empty() || selection[i] > 0;
    const bool is_dithered = row[i].alpha > 0 && is_selected && !is_palette_color(row[i].rgb());
    if (!is_dithered) indices[i] = map_.index(row[i].rgb());
    is_dithered_[i] = is_dithered ? 1 : 0;
  }
}

}  // namespace kmq

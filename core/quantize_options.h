// SPDX-License-Identifier: GPL-3.0-or-later
// What the user chose about the palette.
#pragma once

#include <cstdint>
#include <optional>

#include "core/color/color_bits.h"
#include "core/color/space.h"
#include "core/dither/light_model.h"
#include "core/palette/order.h"
#include "core/palette/palette.h"
#include "core/palette/spec.h"

namespace kmq {

/// How hard to search for the lowest cost. None of them looks at the clock.
enum class Effort {
  plain,  ///< k-means as in the textbook: k random colors, then Lloyd's iterations
  fast,   ///< one good start and few iterations, or `plain` where that may be better: for a slider that moves
  good,   ///< several starts, each improved by swaps, and some crossing of these
  best,   ///< many starts and generations of crossing
};

struct QuantizeOptions {
  /// Palette size; a picture with fewer distinct colors gets exactly those. With PaletteUse::only it plays no role.
  PaletteSize k{16};
  /// Start of the random draws; the same picture, options and seed give the same palette.
  std::uint32_t seed = 42;
  /// How hard to search for the lowest cost.
  Effort effort = Effort::good;
  /// The space in which distances are measured.
  ColorSpace color_space = ColorSpace::rgb;
  /// Searches to run, with the seeds seed, seed + 1, …, ≥ 1; the one whose palette has the lowest cost counts.
  int n_init = 1;
  /// Cap on Lloyd's iterations of one descent, ≥ 1.
  int max_iterations = 300;
  /// A descent ends when the centroids together moved less than this (Euclidean norm, in units of 1/255 of
  /// the way from black to white), ≥ 0; 0: when no color changes its cluster.
  double tolerance = 0;
  /// How much rare colors count beyond their pixels, 0 (a color counts by its pixels) .. 1, see with_rare_colors().
  double rare_colors = 0;
  /// Pixels inside areas of one color decide, see with_flat_areas(); the histogram has to know them.
  bool flat_areas = false;
  /// The given colors and their use; there is no problem_of() them.
  PaletteSpec spec = {};
  /// Every color that the search finds is one that such a device shows; given colors stay as they are.
  ColorBits color_bits = ColorBits::b888;
  /// A color that no pixel gets, because it stands for transparency; among the given slots it is reserved.
  std::optional<Rgb8> key_color = {};
  /// Order of the colors that are found.
  PaletteOrder order = PaletteOrder::lightness;
  /// How much the pixels will be dithered, 0 (not at all) .. 1: then the palette has to reach further out, see
  /// palette_for_dithering().
  double dither_amount = 0;
  /// Of the color space of the histogram, for dithering; outlives the search.
  const LightModel* light = &LightModel::srgb();

  friend bool operator==(const QuantizeOptions&, const QuantizeOptions&) = default;
};

}  // namespace kmq

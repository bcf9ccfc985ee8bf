// SPDX-License-Identifier: GPL-3.0-or-later
// The conductor of core: a histogram of colors and what the user chose → a palette.
#pragma once

#include <cstdint>
#include <vector>

#include "core/color_histogram.h"
#include "core/color_space.h"
#include "core/palette.h"
#include "core/run_control.h"

namespace kmq {

/// How hard to search for the lowest cost.
enum class Effort {
  plain,  ///< k-means as in the textbook: k random colors, then Lloyd's iterations
  fast,   ///< one good start, then Lloyd's iterations
  good,   ///< the default
};

struct QuantizeOptions {
  /// Palette size; a picture with fewer distinct colors gets exactly those.
  PaletteSize k{16};
  /// Start of the random draws; the same picture, options and seed give the same palette.
  std::uint32_t seed = 42;
  /// How hard to search for the lowest cost.
  Effort effort = Effort::fast;
  /// The space in which distances are measured.
  ColorSpace color_space = ColorSpace::rgb;
  /// Searches to run, with the seeds seed, seed + 1, …, ≥ 1; the one with the lowest cost counts.
  int n_init = 1;
  /// Cap on Lloyd's iterations of one descent, ≥ 1.
  int max_iterations = 300;
  /// A descent ends when the centroids together moved less than this (Euclidean norm, in units of 1/255 of
  /// the way from black to white), ≥ 0; 0: when no color changes its cluster.
  double tolerance = 0;
};

struct Quantization {
  Palette palette;
  /// Palette index of each color of the histogram, in its order: the nearest palette color.
  std::vector<std::uint8_t> indices = {};
  /// Pixels of each palette color, in palette order.
  std::vector<double> populations = {};
  /// Lloyd's iterations of the winning search.
  int iterations = 0;
  /// Σ over the counted pixels of the squared distance, in encoded RGB 0..255, to their palette color.
  double cost = 0;
  /// Cost per counted pixel.
  double mse = 0;
  /// The same with the centroids as they were found, before rounding to 8 bits.
  double mse_centroids = 0;
};

/// Finds the palette.
///
/// histogram  at least one color
/// Throws     Canceled if control.stop was requested
Quantization quantize(const ColorHistogram& histogram, const QuantizeOptions& options, const RunControl& control);

}  // namespace kmq

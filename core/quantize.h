// SPDX-License-Identifier: GPL-3.0-or-later
// The conductor of core: a histogram of colors and what the user chose → a palette.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/run_control.h"
#include "core/color/space.h"
#include "core/histogram/color_histogram.h"
#include "core/palette/order.h"
#include "core/palette/palette.h"

namespace kmq {

/// How hard to search for the lowest cost. None of them looks at the clock.
enum class Effort {
  plain,  ///< k-means as in the textbook: k random colors, then Lloyd's iterations
  fast,   ///< one good start and few iterations, or `plain` where that may be better: for a slider that moves
  good,   ///< several starts, each improved by swaps, and some crossing of these
  best,   ///< many starts and generations of crossing
};

struct QuantizeOptions {
  /// Palette size; a picture with fewer distinct colors gets exactly those.
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
  /// Colors that are in the palette as they are, at its beginning, in this order; distinct, at most k.
  std::vector<Rgb8> fixed_colors = {};
  /// Order of the other colors.
  PaletteOrder order = PaletteOrder::lightness;
  /// How much the pixels will be dithered, 0 (not at all) .. 1: then the palette has to reach further out, see
  /// palette_for_dithering().
  double dither_amount = 0;

  friend bool operator==(const QuantizeOptions&, const QuantizeOptions&) = default;
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
  /// The same with the centroids as they were found, before rounding to 8 bits, in QuantizeOptions::color_space with
  /// the way from black to white as 255.
  double mse_centroids = 0;
};

/// A picture's colors, made ready for any number of searches.
class Quantizer {
 public:
  /// histogram  at least one color; it is kept by reference and has to live as long
  Quantizer(const ColorHistogram& histogram, ColorSpace color_space);
  ~Quantizer();
  Quantizer(Quantizer&&) noexcept;
  Quantizer& operator=(Quantizer&&) noexcept;
  Quantizer(const Quantizer&) = delete;
  Quantizer& operator=(const Quantizer&) = delete;

  /// Finds the palette.
  ///
  /// options  its color space is that of the quantizer
  /// Throws   Canceled if control.stop was requested
  [[nodiscard]] Quantization quantize(const QuantizeOptions& options, const RunControl& control) const;

  /// Finds a palette near another one, quickly: for a slider that moves.
  ///
  /// start    a result for a k that differs a little; with the same fixed colors
  /// options  effort and n_init do not count
  /// Throws   Canceled if control.stop was requested
  [[nodiscard]] Quantization quantize_from(const Palette& start, const QuantizeOptions& options,
                                           const RunControl& control) const;

 private:
  struct Grids;
  std::unique_ptr<const Grids> grids_;
};

/// Finds the palette.
///
/// histogram  at least one color
/// Throws     Canceled if control.stop was requested
Quantization quantize(const ColorHistogram& histogram, const QuantizeOptions& options, const RunControl& control);

}  // namespace kmq

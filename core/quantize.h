// SPDX-License-Identifier: GPL-3.0-or-later
// The conductor of core: a histogram of colors and what the user chose → a palette.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/run_control.h"
#include "core/histogram/color_histogram.h"
#include "core/palette/palette.h"
#include "core/quantize_options.h"

namespace kmq {

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
  /// start    a result for a k that differs a little; with the same given colors
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/emphasis.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kmq {
namespace {

// The first 12 bits of a key say in which of the cubes a color lies.
constexpr int cube_bits = 12;
constexpr std::size_t cube_of(std::uint32_t key) { return key >> (24 - cube_bits); }

/// Of the result: a color of part of a pixel still has a weight.
constexpr std::int64_t weight_per_pixel = 4096;

/// Returns base^exponent: its binary digits choose among the square root, the root of that, and so on.
///
/// exponent  0 .. 1
double power(double base, double exponent) {
  constexpr int digits = 24;
  if (exponent >= 1) return base;
  double result = 1;
  double root = base;
  for (int i = 0; i < digits; ++i) {
    root = std::sqrt(root);
    exponent *= 2;
    if (exponent < 1) continue;
    result *= root;
    exponent -= 1;
  }
  return result;
}

}  // namespace

ColorHistogram with_rare_colors(const ColorHistogram& histogram, double rare) {
  assert(rare >= 0 && rare <= 1);
  std::vector<double> pixels(std::size_t{1} << cube_bits, 0);
  const auto unit = static_cast<double>(histogram.weight_per_pixel());
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    pixels[cube_of(histogram.keys()[i])] += static_cast<double>(histogram.weights()[i]) / unit;
  }
  std::vector<double> factors;
  // Less than one pixel in a cube is no reason to count for more than that.
  for (const double count : pixels) factors.push_back(1 / power(std::max(count, 1.0), rare));
  std::vector<ColorHistogram::Entry> entries;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const double weight = static_cast<double>(histogram.weights()[i]) / unit * factors[cube_of(histogram.keys()[i])];
    const auto whole = static_cast<std::int64_t>(std::floor(weight * static_cast<double>(weight_per_pixel) + 0.5));
    entries.push_back({histogram.color(i), std::max<std::int64_t>(whole, 1)});
  }
  return {entries, weight_per_pixel};
}

ColorHistogram with_flat_areas(const ColorHistogram& histogram) {
  assert(histogram.flat_weights().size() == histogram.size());
  constexpr std::int64_t times = 255;
  std::vector<ColorHistogram::Entry> all;
  std::vector<ColorHistogram::Entry> flat;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const std::int64_t flat_weight = histogram.flat_weights()[i];
    all.push_back({histogram.color(i), histogram.weights()[i] + (times - 1) * flat_weight});
    flat.push_back({histogram.color(i), times * flat_weight});
  }
  ColorHistogram result(all, times * histogram.weight_per_pixel());
  result.remember_flat(ColorHistogram(flat, result.weight_per_pixel()));
  return result;
}

}  // namespace kmq

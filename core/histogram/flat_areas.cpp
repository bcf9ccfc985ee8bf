// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/flat_areas.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>

namespace kmq {
namespace {

/// Whether a neighbor of a pixel has another color. Without branches, which compilers make fast.
std::uint8_t differs(Rgba8 pixel, Rgba8 neighbor) {
  const auto bits = std::bit_cast<std::uint32_t>(pixel) ^ std::bit_cast<std::uint32_t>(neighbor);
  constexpr std::uint32_t color_bits = std::bit_cast<std::uint32_t>(Rgba8{255, 255, 255, 0});
  return static_cast<std::uint8_t>(static_cast<unsigned>((bits & color_bits) != 0) &
                                   static_cast<unsigned>(neighbor.alpha != 0));
}

void exclude_edges(std::span<const Rgba8> row, std::span<const Rgba8> neighbors, std::span<std::uint8_t> is_flat) {
  for (std::size_t x = 0; x < row.size(); ++x) {
    is_flat[x] = static_cast<std::uint8_t>(is_flat[x] & ~differs(row[x], neighbors[x]));
  }
}

}  // namespace

void FlatAreaCounter::Part::count() {
  if (weights.empty()) {
    counter.add(pixels);
  } else {
    counter.add(pixels, weights);
  }
  pixels.clear();
  weights.clear();
}

void FlatAreaCounter::add(std::span<const Rgba8> above, std::span<const Rgba8> row, std::span<const Rgba8> below,
                          std::span<const std::uint8_t> weights) {
  assert(!row.empty() && (weights.empty() || weights.size() == row.size()));
  is_flat_.assign(row.size(), 1);
  const std::span<std::uint8_t> is_flat(is_flat_);
  if (!above.empty()) exclude_edges(row, above, is_flat);
  if (!below.empty()) exclude_edges(row, below, is_flat);
  const std::size_t pairs = row.size() - 1;
  exclude_edges(row.first(pairs), row.last(pairs), is_flat.first(pairs));
  exclude_edges(row.last(pairs), row.first(pairs), is_flat.last(pairs));
  for (std::size_t x = 0; x < row.size(); ++x) {
    Part& part = is_flat_[x] != 0 ? flat_ : edges_;
    part.pixels.push_back(row[x]);
    if (!weights.empty()) part.weights.push_back(weights[x]);
  }
  flat_.count();
  edges_.count();
}

ColorHistogram FlatAreaCounter::histogram() const {
  const ColorHistogram flat = flat_.counter.histogram();
  const ColorHistogram edges = edges_.counter.histogram();
  const std::int64_t unit = std::max(flat.weight_per_pixel(), edges.weight_per_pixel());
  std::vector<ColorHistogram::Entry> entries;
  for (const ColorHistogram* part : {&flat, &edges}) {
    const std::int64_t scale = unit / part->weight_per_pixel();
    for (std::size_t i = 0; i < part->size(); ++i) entries.push_back({part->color(i), scale * part->weights()[i]});
  }
  ColorHistogram result(entries, unit);
  result.remember_flat(flat);
  return result;
}

}  // namespace kmq

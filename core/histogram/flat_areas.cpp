// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/flat_areas.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <iterator>

namespace kmq {
namespace {

/// 1 if a neighbor of a pixel has another color, else 0. Without branches.
unsigned differs(Rgba8 pixel, Rgba8 neighbor) {
  constexpr std::uint32_t color_bits = std::bit_cast<std::uint32_t>(Rgba8{255, 255, 255, 0});
  const auto bits = std::bit_cast<std::uint32_t>(pixel) ^ std::bit_cast<std::uint32_t>(neighbor);
  return static_cast<unsigned>((bits & color_bits) != 0) & static_cast<unsigned>(neighbor.alpha != 0);
}

/// Calls visit(x, is_edge) for the pixels of a row; is_edge is 0 or 1.
template <typename Visit>
void for_each_pixel(std::span<const Rgba8> above, std::span<const Rgba8> row, std::span<const Rgba8> below,
                    const Visit& visit) {
  if (above.empty()) above = row;  // no other color
  if (below.empty()) below = row;
  const auto visit_pixel = [&](std::size_t x, std::size_t left, std::size_t right) {
    const Rgba8 pixel = row[x];
    visit(x,
          differs(pixel, row[left]) | differs(pixel, row[right]) | differs(pixel, above[x]) | differs(pixel, below[x]));
  };
  const std::size_t last = row.size() - 1;
  visit_pixel(0, 0, std::min<std::size_t>(1, last));
  for (std::size_t x = 1; x < last; ++x) visit_pixel(x, x - 1, x + 1);
  if (last > 0) visit_pixel(last, last - 1, last);
}

}  // namespace

std::size_t flat_pixel_count(std::span<const Rgba8> above, std::span<const Rgba8> row, std::span<const Rgba8> below) {
  assert(!row.empty());
  std::size_t count = 0;
  for_each_pixel(above, row, below, [&](std::size_t x, unsigned is_edge) {
    count += (1 - is_edge) & static_cast<unsigned>(row[x].alpha != 0);
  });
  return count;
}

void FlatAreaCounter::Part::begin(std::size_t row_size, bool has_weights) {
  pixels.resize(row_size);
  weights.resize(has_weights ? row_size : 0);
  size = 0;
}

void FlatAreaCounter::Part::count() {
  const auto taken = std::span<const Rgba8>(pixels).first(size);
  if (weights.empty()) {
    counter.add(taken);
  } else {
    counter.add(taken, std::span<const std::uint8_t>(weights).first(size));
  }
}

void FlatAreaCounter::add(std::span<const Rgba8> above, std::span<const Rgba8> row, std::span<const Rgba8> below,
                          std::span<const std::uint8_t> weights) {
  assert(!row.empty() && (weights.empty() || weights.size() == row.size()));
  const bool has_weights = !weights.empty();
  flat_.begin(row.size(), has_weights);
  edges_.begin(row.size(), has_weights);
  // Both parts take each pixel, and one of them keeps it: edges are too irregular for a branch.
  for_each_pixel(above, row, below, [&](std::size_t x, unsigned is_edge) {
    flat_.pixels[flat_.size] = row[x];
    edges_.pixels[edges_.size] = row[x];
    if (has_weights) {
      flat_.weights[flat_.size] = weights[x];
      edges_.weights[edges_.size] = weights[x];
    }
    flat_.size += 1 - is_edge;
    edges_.size += is_edge;
  });
  flat_.count();
  edges_.count();
}

ColorHistogram FlatAreaCounter::histogram() const {
  const ColorHistogram flat = flat_.counter.histogram();
  const ColorHistogram edges = edges_.counter.histogram();
  const std::int64_t unit = std::max(flat.weight_per_pixel(), edges.weight_per_pixel());
  const auto entries_of = [unit](const ColorHistogram& part) {
    std::vector<ColorHistogram::Entry> entries;
    const std::int64_t scale = unit / part.weight_per_pixel();
    for (std::size_t i = 0; i < part.size(); ++i) entries.push_back({part.color(i), scale * part.weights()[i]});
    return entries;
  };
  std::vector<ColorHistogram::Entry> entries;
  std::ranges::merge(
      entries_of(flat), entries_of(edges), std::back_inserter(entries), {},
      [](const auto& entry) { return color_key(entry.color); },
      [](const auto& entry) { return color_key(entry.color); });
  ColorHistogram result(entries, unit);
  result.remember_flat(flat);
  return result;
}

}  // namespace kmq

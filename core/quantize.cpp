// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize.h"

#include <tbb/task_arena.h>

#include <algorithm>
#include <cassert>
#include <numeric>
#include <optional>
#include <utility>

#include "core/rounding.h"
#include "core/search.h"

namespace kmq {
namespace {

std::int64_t squared_distance(Rgb8 a, Rgb8 b) {
  const int red = a.red - b.red;
  const int green = a.green - b.green;
  const int blue = a.blue - b.blue;
  return red * red + green * green + blue * blue;
}

/// Fills in what follows from a palette: the index of every color, populations and cost.
Quantization describe(const ColorHistogram& histogram, const ColorGrid& grid, Palette palette, ColorSpace space) {
  Centroids centroids;
  for (const Rgb8 color : palette.colors()) centroids.push_back(to_point(color, space));
  Partition partition(grid);
  partition.assign(grid, centroids);
  const auto labels = partition.labels();
  std::int64_t cost = 0;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    cost += histogram.weights()[i] * squared_distance(histogram.color(i), palette[labels[i]]);
  }
  const auto weight_per_pixel = static_cast<double>(histogram.weight_per_pixel());
  Quantization result{.palette = std::move(palette)};
  result.indices.assign(labels.begin(), labels.end());
  for (const Moments& cluster : partition.clusters()) {
    result.populations.push_back(static_cast<double>(cluster.weight) / weight_per_pixel);
  }
  result.cost = static_cast<double>(cost) / weight_per_pixel;
  result.mse = result.cost / histogram.pixel_count();
  return result;
}

std::vector<Rgb8> all_colors(const ColorHistogram& histogram) {
  std::vector<Rgb8> colors;
  for (std::size_t i = 0; i < histogram.size(); ++i) colors.push_back(histogram.color(i));
  return colors;
}

Clustering best_of_searches(const ColorGrid& fine, std::span<const std::uint32_t> keys, const ColorGrid& coarse, const QuantizeOptions& options,
                            const RunControl& control) {
  std::optional<Clustering> best;
  for (int i = 0; i < options.n_init; ++i) {
    if (control.report) control.report(static_cast<double>(i) / options.n_init);
    Clustering found = search(fine, keys, coarse, options, std::uint64_t{options.seed} + static_cast<std::uint64_t>(i), control);
    if (!best || found.cost < best->cost) best = std::move(found);
  }
  return std::move(*best);
}

/// Dark to light, by the weights of the luma signal of ITU-R BT.601 in whole numbers.
void sort_by_lightness(std::vector<Rgb8>& colors) {
  const auto luma = [](Rgb8 color) { return 299 * color.red + 587 * color.green + 114 * color.blue; };
  std::sort(colors.begin(), colors.end(), [&](Rgb8 a, Rgb8 b) {
    return luma(a) != luma(b) ? luma(a) < luma(b) : a < b;
  });
}

Quantization quantize_here(const ColorHistogram& histogram, const QuantizeOptions& options, const RunControl& control) {
  const ColorGrid grid(to_points(histogram.keys(), options.color_space), histogram.keys(),
                       {histogram.weights().begin(), histogram.weights().end()});
  if (histogram.size() <= static_cast<std::size_t>(options.k.value())) {
    std::vector<Rgb8> colors = all_colors(histogram);
    sort_by_lightness(colors);
    return describe(histogram, grid, Palette(std::move(colors)), options.color_space);
  }
  const ColorGrid coarse = coarsen(grid, histogram.keys());
  const Clustering found = best_of_searches(grid, histogram.keys(), coarse, options, control);
  std::vector<Rgb8> colors = rounded_colors(histogram, grid, found, options.color_space);
  sort_by_lightness(colors);
  Quantization result = describe(histogram, grid, Palette(std::move(colors)), options.color_space);
  const double units = units_per_step(options.color_space);
  result.iterations = found.iterations;
  result.mse_centroids = found.cost / (units * units) / static_cast<double>(histogram.total_weight());
  return result;
}

}  // namespace

Quantization quantize(const ColorHistogram& histogram, const QuantizeOptions& options, const RunControl& control) {
  assert(!histogram.empty() && options.n_init >= 1 && options.max_iterations >= 1 && options.tolerance >= 0);
  tbb::task_arena arena(control.threads > 0 ? control.threads : tbb::task_arena::automatic);
  std::optional<Quantization> result;
  arena.execute([&] { result = quantize_here(histogram, options, control); });
  return std::move(*result);
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "core/base/parallel.h"
#include "core/dither/dithered_palette.h"
#include "core/kmeans/coarse_grids.h"
#include "core/palette/order.h"
#include "core/palette/rounding.h"
#include "core/search/search.h"

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
  const auto cost = sum_of_parts<std::int64_t>(histogram.size(), [&](std::size_t begin, std::size_t end) {
    std::int64_t sum = 0;
    for (std::size_t i = begin; i < end; ++i) {
      sum += histogram.weights()[i] * squared_distance(histogram.color(i), palette[labels[i]]);
    }
    return sum;
  });
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

/// What is left to be clustered: a fixed color takes its pixels with it.
ColorHistogram without(const ColorHistogram& histogram, std::span<const Rgb8> colors) {
  std::vector<ColorHistogram::Entry> entries;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const Rgb8 color = histogram.color(i);
    const bool is_left = std::find(colors.begin(), colors.end(), color) == colors.end();
    if (is_left) entries.push_back({color, histogram.weights()[i]});
  }
  return {entries, histogram.weight_per_pixel()};
}

ColorGrid make_grid(const ColorHistogram& histogram, ColorSpace space) {
  return {to_points(histogram.keys(), space), histogram.keys(), histogram.weights()};
}

/// What counts is the palette that comes of it.
Clustering best_of_searches(const SearchSpace& space, const QuantizeOptions& options, const RunControl& control) {
  if (options.n_init == 1) return search(space, options, options.seed, control);
  std::optional<Clustering> best;
  double least_cost = std::numeric_limits<double>::infinity();
  for (int i = 0; i < options.n_init; ++i) {
    const double count = options.n_init;
    const RunControl part = part_of(control, i / count, (i + 1) / count);
    if (part.report) part.report(0);
    const std::uint64_t seed = std::uint64_t{options.seed} + static_cast<std::uint64_t>(i);
    Clustering found = search(space, options, seed, part);
    const double cost = space.rounded_cost(found);
    if (cost < least_cost) best = std::move(found);
    least_cost = std::min(cost, least_cost);
  }
  return std::move(*best);
}

/// Puts the free colors, those behind the fixed ones, into the order in which their pixels appear in the picture.
///
/// indices  the palette index of each color of the histogram, whose order of appearance is known
std::vector<Rgb8> in_order_of_appearance(const ColorHistogram& histogram, const std::vector<Rgb8>& colors,
                                         std::span<const std::uint8_t> indices, std::size_t fixed_count) {
  std::vector<std::uint32_t> first(colors.size(), std::numeric_limits<std::uint32_t>::max());
  for (std::size_t i = 0; i < indices.size(); ++i) {
    first[indices[i]] = std::min(first[indices[i]], histogram.appearance()[i]);
  }
  std::vector<std::size_t> positions(colors.size());
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  std::stable_sort(positions.begin() + static_cast<std::ptrdiff_t>(fixed_count), positions.end(),
                   [&first](std::size_t a, std::size_t b) { return first[a] < first[b]; });
  std::vector<Rgb8> ordered;
  for (const std::size_t position : positions) ordered.push_back(colors[position]);
  return ordered;
}

/// Puts the colors into the order that the user wants, behind the fixed ones.
std::vector<Rgb8> in_order(const std::vector<Rgb8>& colors, std::span<const double> populations,
                           std::size_t fixed_count, PaletteOrder order) {
  const auto first_free = colors.begin() + static_cast<std::ptrdiff_t>(fixed_count);
  const std::vector<Rgb8> free(first_free, colors.end());
  std::vector<Rgb8> ordered(colors.begin(), first_free);
  for (const int position : palette_order(free, populations.subspan(fixed_count), order)) {
    ordered.push_back(free[static_cast<std::size_t>(position)]);
  }
  return ordered;
}

}  // namespace

/// The colors as points, all of them and fewer that stand for them.
struct Quantizer::Grids {
  const ColorHistogram& histogram;
  ColorSpace space;
  ColorGrid fine;
  CoarseGrids coarse;

  Grids(const ColorHistogram& colors, ColorSpace color_space)
      : histogram(colors), space(color_space), fine(make_grid(colors, color_space)), coarse(fine, colors.keys()) {}

  /// options  has to live as long as the result
  [[nodiscard]] SearchSpace search_space(const QuantizeOptions& options) const {
    const int k = options.k.value();
    const auto rounded_cost = [this, &options](const Clustering& clustering) {
      return rounded_palette(histogram, fine, clustering, options.fixed_colors, space).cost;
    };
    SearchSpace result{fine, coarse.for_search(k), histogram.keys(), {}, k, rounded_cost};
    for (const Rgb8 color : options.fixed_colors) result.fixed.push_back(to_point(color, space));
    return result;
  }
};

namespace {

/// The palette's colors, the fixed ones first, and the search that found the others, if there was one.
struct Found {
  std::vector<Rgb8> colors;
  std::optional<Clustering> clustering;
};

/// Finds the colors beside the fixed ones.
///
/// left   the colors that no fixed color stands for
/// find   SearchSpace → Clustering
template <typename Grids, typename Find>
Found find_colors(const Grids& left, const QuantizeOptions& options, const Find& find) {
  const std::size_t free_count = static_cast<std::size_t>(options.k.value()) - options.fixed_colors.size();
  Found found{options.fixed_colors, {}};
  if (left.histogram.size() <= free_count) {
    const std::vector<Rgb8> all = all_colors(left.histogram);
    found.colors.insert(found.colors.end(), all.begin(), all.end());
  } else if (free_count > 0) {
    found.clustering = find(left.search_space(options));
    const RoundedPalette rounded =
        rounded_palette(left.histogram, left.fine, *found.clustering, options.fixed_colors, left.space);
    found.colors =
        palette_for_dithering(left.histogram, rounded.colors, options.fixed_colors.size(), options.dither_amount);
  }
  return found;
}

template <typename Grids, typename Find>
Quantization quantize_with(const Grids& grids, const QuantizeOptions& options, const Find& find) {
  assert(options.k.value() >= static_cast<int>(options.fixed_colors.size()));
  assert(options.n_init >= 1 && options.max_iterations >= 1 && options.tolerance >= 0);
  assert(options.color_space == grids.space);
  Found found{options.fixed_colors, {}};
  const ColorHistogram left =
      options.fixed_colors.empty() ? ColorHistogram() : without(grids.histogram, options.fixed_colors);
  if (options.fixed_colors.empty()) {
    found = find_colors(grids, options, find);
  } else if (!left.empty()) {
    found = find_colors(Grids(left, grids.space), options, find);
  }
  // Which of two equally near colors a pixel has depends on their order: what follows from it comes last.
  std::vector<double> populations(found.colors.size(), 0);
  if (options.order == PaletteOrder::population) {
    populations = describe(grids.histogram, grids.fine, Palette(found.colors), grids.space).populations;
  }
  if (options.order == PaletteOrder::none && !grids.histogram.appearance().empty()) {
    const Quantization unordered = describe(grids.histogram, grids.fine, Palette(found.colors), grids.space);
    found.colors =
        in_order_of_appearance(grids.histogram, found.colors, unordered.indices, options.fixed_colors.size());
  }
  Palette palette(in_order(found.colors, populations, options.fixed_colors.size(), options.order));
  Quantization result = describe(grids.histogram, grids.fine, std::move(palette), grids.space);
  if (found.clustering) {
    const double units = units_per_step(grids.space);
    result.iterations = found.clustering->iterations;
    result.mse_centroids =
        found.clustering->cost / (units * units) / static_cast<double>(grids.histogram.total_weight());
  } else {
    result.mse_centroids = result.mse;  // nothing was rounded
  }
  return result;
}

}  // namespace

Quantizer::Quantizer(const ColorHistogram& histogram, ColorSpace color_space)
    : grids_(std::make_unique<const Grids>(histogram, color_space)) {
  assert(!histogram.empty());
}
Quantizer::~Quantizer() = default;
Quantizer::Quantizer(Quantizer&&) noexcept = default;
Quantizer& Quantizer::operator=(Quantizer&&) noexcept = default;

Quantization Quantizer::quantize(const QuantizeOptions& options, const RunControl& control) const {
  return quantize_with(*grids_, options,
                       [&](const SearchSpace& space) { return best_of_searches(space, options, control); });
}

Quantization Quantizer::quantize_from(const Palette& start, const QuantizeOptions& options,
                                      const RunControl& control) const {
  return quantize_with(*grids_, options, [&](const SearchSpace& space) {
    Centroids centroids = space.fixed;
    for (const Rgb8 color : start.colors()) {
      const auto& fixed = options.fixed_colors;
      const bool is_fixed = std::find(fixed.begin(), fixed.end(), color) != fixed.end();
      if (!is_fixed && centroids.size() < max_centroids) centroids.push_back(to_point(color, grids_->space));
    }
    return search_from(space, centroids, options, control);
  });
}

Quantization quantize(const ColorHistogram& histogram, const QuantizeOptions& options, const RunControl& control) {
  return Quantizer(histogram, options.color_space).quantize(options, control);
}

}  // namespace kmq

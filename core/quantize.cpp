// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize.h"

#include <tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>
#include <optional>
#include <utility>

#include "core/palette_order.h"
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
  return {
      to_points(histogram.keys(), space), histogram.keys(), {histogram.weights().begin(), histogram.weights().end()}};
}

Clustering best_of_searches(const SearchSpace& space, const QuantizeOptions& options, const RunControl& control) {
  std::optional<Clustering> best;
  for (int i = 0; i < options.n_init; ++i) {
    RunControl part = control;
    if (control.report) {
      part.report = [&](double fraction) { control.report((i + fraction) / options.n_init); };
      part.report(0);
    }
    const std::uint64_t seed = std::uint64_t{options.seed} + static_cast<std::uint64_t>(i);
    Clustering found = search(space, options, seed, part);
    if (!best || found.cost < best->cost) best = std::move(found);
  }
  return std::move(*best);
}

/// Puts a palette into the order that the user wants, behind the fixed colors.
Quantization in_order(const Quantization& found, std::size_t fixed_count, PaletteOrder order) {
  const std::span<const Rgb8> colors = found.palette.colors();
  std::vector<std::size_t> positions(fixed_count);
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  const std::span<const double> populations(found.populations);
  for (const int position : palette_order(colors.subspan(fixed_count), populations.subspan(fixed_count), order)) {
    positions.push_back(fixed_count + static_cast<std::size_t>(position));
  }
  std::vector<Rgb8> ordered_colors;
  Quantization result = found;
  std::array<std::uint8_t, PaletteSize::max> new_index{};
  for (std::size_t i = 0; i < positions.size(); ++i) {
    ordered_colors.push_back(colors[positions[i]]);
    result.populations[i] = found.populations[positions[i]];
    new_index[positions[i]] = static_cast<std::uint8_t>(i);
  }
  result.palette = Palette(std::move(ordered_colors));
  for (std::uint8_t& index : result.indices) index = new_index[index];
  return result;
}

}  // namespace

/// The colors as points, all of them and fewer that stand for them.
struct Quantizer::Grids {
  const ColorHistogram& histogram;
  ColorSpace space;
  ColorGrid fine;
  ColorGrid coarse;

  Grids(const ColorHistogram& colors, ColorSpace color_space)
      : histogram(colors),
        space(color_space),
        fine(make_grid(colors, color_space)),
        coarse(coarsen(fine, colors.keys())) {}

  [[nodiscard]] SearchSpace search_space(const QuantizeOptions& options) const {
    // Few points that stand for many crowded colors would hide what there is to be found among these.
    constexpr std::size_t least_points_per_centroid = 4;
    const bool has_enough_points =
        coarse.size() >= least_points_per_centroid * static_cast<std::size_t>(options.k.value());
    SearchSpace result{fine, has_enough_points ? coarse : fine, histogram.keys(), {}, options.k.value()};
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
    found.colors = rounded_colors(left.histogram, left.fine, *found.clustering, options.fixed_colors, left.space);
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
  Quantization result = describe(grids.histogram, grids.fine, Palette(std::move(found.colors)), grids.space);
  if (found.clustering) {
    const double units = units_per_step(grids.space);
    result.iterations = found.clustering->iterations;
    result.mse_centroids =
        found.clustering->cost / (units * units) / static_cast<double>(grids.histogram.total_weight());
  } else {
    result.mse_centroids = result.mse;  // nothing was rounded
  }
  return in_order(result, options.fixed_colors.size(), options.order);
}

/// Runs an action with as many threads as the caller wants.
template <typename Action>
auto with_threads(const RunControl& control, const Action& action) {
  tbb::task_arena arena(control.threads > 0 ? control.threads : tbb::task_arena::automatic);
  return arena.execute(action);
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
  return with_threads(control, [&] {
    return quantize_with(*grids_, options,
                         [&](const SearchSpace& space) { return best_of_searches(space, options, control); });
  });
}

Quantization Quantizer::quantize_from(const Palette& start, const QuantizeOptions& options,
                                      const RunControl& control) const {
  return with_threads(control, [&] {
    return quantize_with(*grids_, options, [&](const SearchSpace& space) {
      Centroids centroids = space.fixed;
      for (const Rgb8 color : start.colors()) {
        const auto& fixed = options.fixed_colors;
        const bool is_fixed = std::find(fixed.begin(), fixed.end(), color) != fixed.end();
        if (!is_fixed && centroids.size() < max_centroids) centroids.push_back(to_point(color, grids_->space));
      }
      return search_from(space, centroids, options, control);
    });
  });
}

Quantization quantize(const ColorHistogram& histogram, const QuantizeOptions& options, const RunControl& control) {
  return Quantizer(histogram, options.color_space).quantize(options, control);
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "core/base/parallel.h"
#include "core/color/color_bits.h"
#include "core/color/squared_distance.h"
#include "core/dither/dithered_palette.h"
#include "core/histogram/emphasis.h"
#include "core/kmeans/coarse_grids.h"
#include "core/palette/best_of.h"
#include "core/palette/order.h"
#include "core/palette/rounding.h"
#include "core/palette/spec.h"
#include "core/search/search.h"

namespace kmq {
namespace {

/// The palette index of every color.
std::vector<std::uint8_t> nearest_indices(const ColorHistogram& histogram, const ColorGrid& grid,
                                          const Palette& palette, ColorSpace space) {
  Centroids centroids;
  for (const std::uint8_t index : palette.usable()) centroids.push_back(to_point(palette[index], space));
  Partition partition(grid);
  partition.assign(grid, centroids);
  std::vector<std::uint8_t> indices;
  for (const std::uint8_t label : partition.labels()) indices.push_back(palette.usable()[label]);
  for (const std::uint8_t index : palette.exact()) {
    const auto found = std::ranges::lower_bound(histogram.keys(), color_key(palette[index]));
    const bool is_there = found != histogram.keys().end() && *found == color_key(palette[index]);
    if (is_there) indices[static_cast<std::size_t>(found - histogram.keys().begin())] = index;
  }
  return indices;
}

std::vector<double> populations_of(const ColorHistogram& histogram, std::span<const std::uint8_t> indices, int size) {
  std::vector<std::int64_t> weights(static_cast<std::size_t>(size), 0);
  for (std::size_t i = 0; i < indices.size(); ++i) weights[indices[i]] += histogram.weights()[i];
  std::vector<double> populations;
  for (const std::int64_t weight : weights) {
    populations.push_back(static_cast<double>(weight) / static_cast<double>(histogram.weight_per_pixel()));
  }
  return populations;
}

/// Fills in what follows from a palette: the index of every color, populations and cost.
Quantization describe(const ColorHistogram& histogram, const ColorGrid& grid, Palette palette, ColorSpace space) {
  Quantization result{.palette = std::move(palette)};
  result.indices = nearest_indices(histogram, grid, result.palette, space);
  result.populations = populations_of(histogram, result.indices, result.palette.size());
  const auto cost = sum_of_parts<std::int64_t>(histogram.size(), [&](std::size_t begin, std::size_t end) {
    std::int64_t sum = 0;
    for (std::size_t i = begin; i < end; ++i) {
      sum += histogram.weights()[i] * squared_distance(histogram.color(i), result.palette[result.indices[i]]);
    }
    return sum;
  });
  result.cost = static_cast<double>(cost) / static_cast<double>(histogram.weight_per_pixel());
  result.mse = result.cost / histogram.pixel_count();
  return result;
}

std::vector<Rgb8> all_colors(const ColorHistogram& histogram) {
  std::vector<Rgb8> colors;
  for (std::size_t i = 0; i < histogram.size(); ++i) colors.push_back(histogram.color(i));
  return colors;
}

/// Leaves out colors.
///
/// keys  color_key() of each, rising
ColorHistogram without_colors(const ColorHistogram& histogram, std::span<const std::uint32_t> keys) {
  const auto entries_of = [&](std::span<const std::int64_t> weights) {
    std::vector<ColorHistogram::Entry> entries;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const bool is_left_out = std::ranges::binary_search(keys, histogram.keys()[i]);
      if (!is_left_out) entries.push_back({histogram.color(i), weights[i]});
    }
    return entries;
  };
  ColorHistogram left(entries_of(histogram.weights()), histogram.weight_per_pixel());
  if (!histogram.flat_weights().empty()) {
    left.remember_flat(ColorHistogram(entries_of(histogram.flat_weights()), histogram.weight_per_pixel()));
  }
  return left;
}

/// What the search is about: given colors take their pixels with them, and the others count as the user wants.
ColorHistogram searched_histogram(const ColorHistogram& histogram, const PalettePlaces& places,
                                  const QuantizeOptions& options) {
  std::vector<std::uint32_t> given;
  for (const Rgb8 color : places.fixed()) given.push_back(color_key(color));
  for (const Rgb8 color : places.exact()) given.push_back(color_key(color));
  std::ranges::sort(given);
  ColorHistogram left = without_colors(histogram, given);
  if (options.flat_areas) left = with_flat_areas(left);
  return options.rare_colors > 0 ? with_rare_colors(left, options.rare_colors) : left;
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

/// Puts the colors into the order in which their pixels appear in the picture.
///
/// shown  a palette in which the colors are the last ones; the histogram's order of appearance is known
std::vector<Rgb8> in_order_of_appearance(const ColorHistogram& histogram, const std::vector<Rgb8>& colors,
                                         const Quantization& shown) {
  const std::size_t offset = shown.palette.colors().size() - colors.size();
  std::vector<std::uint32_t> first(shown.palette.colors().size(), std::numeric_limits<std::uint32_t>::max());
  for (std::size_t i = 0; i < shown.indices.size(); ++i) {
    first[shown.indices[i]] = std::min(first[shown.indices[i]], histogram.appearance()[i]);
  }
  std::vector<std::size_t> positions(colors.size());
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  std::ranges::stable_sort(positions, {}, [&](std::size_t position) { return first[offset + position]; });
  std::vector<Rgb8> ordered;
  for (const std::size_t position : positions) ordered.push_back(colors[position]);
  return ordered;
}

/// Puts the found colors into the order that the user wants.
///
/// fixed  the other colors that pixels can have
std::vector<Rgb8> in_order(const ColorHistogram& histogram, const ColorGrid& grid, const std::vector<Rgb8>& fixed,
                           const std::vector<Rgb8>& colors, const QuantizeOptions& options) {
  if (colors.empty()) return colors;
  std::vector<double> populations(colors.size(), 0);
  const bool depends_on_appearance = options.order == PaletteOrder::none && !histogram.appearance().empty();
  if (depends_on_appearance || options.order == PaletteOrder::population) {
    std::vector<Slot> slots;
    for (const Rgb8 color : fixed) slots.push_back({color});
    for (const Rgb8 color : colors) slots.push_back({color});
    const Quantization shown = describe(histogram, grid, Palette::of_slots(slots), options.color_space);
    if (depends_on_appearance) return in_order_of_appearance(histogram, colors, shown);
    std::ranges::copy(std::span(shown.populations).subspan(fixed.size()), populations.begin());
  }
  std::vector<Rgb8> ordered;
  for (const int position : palette_order(colors, populations, options.order)) {
    ordered.push_back(colors[static_cast<std::size_t>(position)]);
  }
  return ordered;
}

/// The colors as points, all of them and fewer that stand for them.
struct ColorGrids {
  const ColorHistogram& histogram;
  ColorSpace space;
  ColorGrid fine;
  CoarseGrids coarse;

  ColorGrids(const ColorHistogram& colors, ColorSpace color_space)
      : histogram(colors), space(color_space), fine(make_grid(colors, color_space)), coarse(fine, colors.keys()) {}

  /// places  has to live as long as the result
  [[nodiscard]] SearchSpace search_space(const PalettePlaces& places) const {
    const int k = static_cast<int>(places.fixed().size() + places.free_count());
    const auto rounded_cost = [this, &places](const Clustering& clustering) {
      return rounded_palette(histogram, fine, clustering, places.fixed(), space).cost;
    };
    SearchSpace result{fine, coarse.for_search(k), histogram.keys(), {}, k, rounded_cost};
    for (const Rgb8 color : places.fixed()) result.fixed.push_back(to_point(color, space));
    return result;
  }

  /// candidates, places  have to live as long as the result
  [[nodiscard]] Choice choice(const PalettePlaces& places, std::span<const Rgb8> candidates) const {
    // So many points tell good colors from bad ones, and candidates may be many.
    constexpr int enough_centroids = 32;
    const std::size_t count = std::min({places.free_count(), histogram.size(), candidates.size()});
    return {fine,           coarse.for_search(std::min(static_cast<int>(count), enough_centroids)),
            places.fixed(), candidates,
            count,          space};
  }
};

/// The colors for the free places, and the search that found them, if there was one.
struct Found {
  std::vector<Rgb8> colors = {};
  std::optional<Clustering> clustering = {};
};

/// The colors of a device that are at most so many steps away from one of the wishes, each once.
std::vector<Rgb8> device_colors_around(std::span<const Rgb8> wishes, ColorBits bits, int steps) {
  std::vector<Rgb8> colors;
  for (const Rgb8 wish : wishes) {
    const std::vector<Rgb8> near = device_neighbors(wish, bits, steps);
    colors.insert(colors.end(), near.begin(), near.end());
  }
  std::ranges::sort(colors);
  const auto repeated = std::ranges::unique(colors);
  colors.erase(repeated.begin(), repeated.end());
  return colors;
}

/// The colors of the device from which those of the palette are chosen, without the fixed ones: all, or if they are
/// many, those around the colors that would be best.
std::vector<Rgb8> device_candidates(ColorBits bits, std::span<const Rgb8> wishes, const PalettePlaces& places) {
  constexpr std::uint32_t most_of_all = 4096;
  const auto without_fixed = [&places](std::vector<Rgb8> colors) {
    std::erase_if(colors, [&](Rgb8 color) { return std::ranges::find(places.fixed(), color) != places.fixed().end(); });
    return colors;
  };
  if (device_color_count(bits) <= most_of_all) return without_fixed(device_colors(bits));
  for (int steps = 1;; steps *= 2) {
    std::vector<Rgb8> candidates = without_fixed(device_colors_around(wishes, bits, steps));
    if (candidates.size() >= places.free_count()) return candidates;
  }
}

/// Exchanges found colors for such as may be in the palette, if not all may.
///
/// found  at most as many as there are free places
std::vector<Rgb8> permitted_colors(const ColorGrids& left, const PalettePlaces& places, const QuantizeOptions& options,
                                   std::vector<Rgb8> found, const RunControl& control) {
  if (!places.candidates().empty()) {
    return best_candidates(left.choice(places, places.candidates()), found, control);
  }
  if (options.color_bits == ColorBits::b888 || found.empty()) return found;
  const std::vector<Rgb8> candidates = device_candidates(options.color_bits, found, places);
  if (candidates.empty()) return {};  // the fixed colors are all that there are
  const Choice choice = left.choice(places, candidates);
  found.resize(std::min(found.size(), choice.count));
  return options.dither_amount > 0 ? nearest_candidates(choice, found) : best_candidates(choice, found, control);
}

/// All colors of a picture that has no more of them than there are free places, as the device shows them.
std::vector<Rgb8> all_device_colors(const ColorHistogram& histogram, ColorBits bits, const std::vector<Rgb8>& fixed) {
  std::vector<Rgb8> colors;
  for (const Rgb8 color : all_colors(histogram)) {
    const Rgb8 shown = device_color(color, bits);
    const bool is_known = std::ranges::find(colors, shown) != colors.end();
    const bool is_fixed = std::ranges::find(fixed, shown) != fixed.end();
    if (!is_known && !is_fixed) colors.push_back(shown);
  }
  return colors;
}

/// Finds the colors for the free places.
///
/// left   the colors that no given color stands for
/// find   SearchSpace → Clustering
template <typename Find>
Found find_colors(const ColorGrids& left, const PalettePlaces& places, const QuantizeOptions& options, const Find& find,
                  const RunControl& control) {
  const bool is_choice = !places.candidates().empty();
  if (left.histogram.size() <= places.free_count() && !is_choice) {
    return {all_device_colors(left.histogram, options.color_bits, places.fixed())};
  }
  if (left.histogram.size() <= places.free_count()) {
    return {permitted_colors(left, places, options, all_colors(left.histogram), control)};
  }
  Found found{.clustering = find(left.search_space(places))};
  found.colors = rounded_palette(left.histogram, left.fine, *found.clustering, places.fixed(), left.space).colors;
  // A stock of colors is chosen from by the cost.
  if (!is_choice) {
    found.colors = palette_for_dithering(left.histogram, found.colors, places.fixed().size(), options.dither_amount,
                                         *options.light);
  }
  found.colors.erase(found.colors.begin(), found.colors.begin() + static_cast<std::ptrdiff_t>(places.fixed().size()));
  found.colors = permitted_colors(left, places, options, std::move(found.colors), control);
  return found;
}

bool counts_by_pixels(const QuantizeOptions& options) { return options.rare_colors == 0 && !options.flat_areas; }

/// Finds the colors for the free places, if there are any and if it takes a search.
template <typename Find>
Found fill_places(const ColorGrids& grids, const PalettePlaces& places, const QuantizeOptions& options,
                  const Find& find, const RunControl& control) {
  const bool are_all_taken = places.candidates().size() == places.free_count();  // also if both are none
  if (are_all_taken) return {places.candidates()};
  if (places.free_count() == 0) return {};
  const bool are_all_searched = places.fixed().empty() && places.exact().empty() && counts_by_pixels(options);
  if (are_all_searched) return find_colors(grids, places, options, find, control);
  const ColorHistogram left = searched_histogram(grids.histogram, places, options);
  if (left.empty()) return {};
  return find_colors(ColorGrids(left, grids.space), places, options, find, control);
}

/// Exchanges a color that pixels must not have for the nearest one that is not in the palette; without such a one it
/// goes.
void avoid_color(Rgb8 avoided, const PalettePlaces& places, ColorBits bits, std::vector<Rgb8>& colors) {
  const auto found = std::ranges::find(colors, avoided);
  if (found == colors.end()) return;
  const auto is_taken = [&](Rgb8 color) {
    return std::ranges::find(colors, color) != colors.end() ||
           std::ranges::find(places.fixed(), color) != places.fixed().end();
  };
  for (int steps = 1; steps < 256; steps *= 2) {
    std::vector<Rgb8> others = device_neighbors(avoided, bits, steps);
    std::erase_if(others, is_taken);
    const auto nearest =
        std::ranges::min_element(others, {}, [avoided](Rgb8 color) { return squared_distance(color, avoided); });
    if (nearest == others.end()) continue;
    *found = *nearest;
    return;
  }
  colors.erase(found);
}

template <typename Find>
Quantization quantize_with(const ColorGrids& grids, const QuantizeOptions& options, const Find& find,
                           const RunControl& control) {
  assert(options.n_init >= 1 && options.max_iterations >= 1 && options.tolerance >= 0);
  assert(options.color_space == grids.space);
  const PalettePlaces places(options.spec, options.k);
  Found found = fill_places(grids, places, options, find, control);
  if (options.key_color) avoid_color(*options.key_color, places, options.color_bits, found.colors);
  const std::vector<Rgb8> ordered = in_order(grids.histogram, grids.fine, places.fixed(), found.colors, options);
  // Colors that were chosen from a stock lie where the stock has them.
  const bool is_found = !found.colors.empty() && places.candidates().empty() && options.color_bits == ColorBits::b888;
  const PaletteOrigin origin = is_found ? PaletteOrigin::found : PaletteOrigin::given;
  Quantization result = describe(grids.histogram, grids.fine, places.filled(ordered, origin), grids.space);
  result.mse_centroids = result.mse;  // if nothing was rounded
  if (!found.clustering) return result;
  result.iterations = found.clustering->iterations;
  // Other weights are no pixels.
  if (!counts_by_pixels(options)) return result;
  const double units = units_per_step(grids.space);
  result.mse_centroids = found.clustering->cost / (units * units) / static_cast<double>(grids.histogram.total_weight());
  return result;
}

bool contains(const Centroids& centroids, const Point& point) {
  for (int i = 0; i < centroids.size(); ++i) {
    if (centroids[i] == point) return true;
  }
  return false;
}

}  // namespace

struct Quantizer::Grids : ColorGrids {
  using ColorGrids::ColorGrids;
};

Quantizer::Quantizer(const ColorHistogram& histogram, ColorSpace color_space)
    : grids_(std::make_unique<const Grids>(histogram, color_space)) {
  assert(!histogram.empty());
}
Quantizer::~Quantizer() = default;
Quantizer::Quantizer(Quantizer&&) noexcept = default;
Quantizer& Quantizer::operator=(Quantizer&&) noexcept = default;

Quantization Quantizer::quantize(const QuantizeOptions& options, const RunControl& control) const {
  return quantize_with(
      *grids_, options, [&](const SearchSpace& space) { return best_of_searches(space, options, control); }, control);
}

Quantization Quantizer::quantize_from(const Palette& start, const QuantizeOptions& options,
                                      const RunControl& control) const {
  const auto search_near = [&](const SearchSpace& space) {
    Centroids centroids = space.fixed;
    for (const std::uint8_t index : start.usable()) {
      const Point color = to_point(start[index], grids_->space);
      if (!contains(space.fixed, color) && centroids.size() < max_centroids) centroids.push_back(color);
    }
    return search_from(space, centroids, options, control);
  };
  return quantize_with(*grids_, options, search_near, control);
}

Quantization quantize(const ColorHistogram& histogram, const QuantizeOptions& options, const RunControl& control) {
  return Quantizer(histogram, options.color_space).quantize(options, control);
}

}  // namespace kmq

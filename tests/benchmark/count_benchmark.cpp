// SPDX-License-Identifier: GPL-3.0-or-later
// Counting: pixels → histogram.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "core/histogram/flat_areas.h"
#include "tests/benchmark/benchmark_picture.h"

namespace kmq {
namespace {

template <typename Pixel>
void count(benchmark::State& state, std::span<const Pixel> pixels) {
  for ([[maybe_unused]] auto _ : state) {
    ColorCounter counter;
    counter.add(pixels);
    benchmark::DoNotOptimize(counter.histogram());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(pixels.size()));
}

void count_picture(benchmark::State& state) { count<Rgb8>(state, benchmark_picture().pixels); }
BENCHMARK(count_picture)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The pixels as GIMP's tiles have them.
void count_picture_with_alpha(benchmark::State& state) { count<Rgba8>(state, with_alpha(benchmark_picture())); }
BENCHMARK(count_picture_with_alpha)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The same, row by row with the rows beside it.
void count_flat_areas(benchmark::State& state) {
  const std::vector<Rgba8> pixels = with_alpha(benchmark_picture());
  const auto width = static_cast<std::size_t>(benchmark_picture().width);
  const std::span<const Rgba8> all(pixels);
  for ([[maybe_unused]] auto _ : state) {
    FlatAreaCounter counter;
    for (std::size_t begin = 0; begin < all.size(); begin += width) {
      const auto above = begin == 0 ? std::span<const Rgba8>() : all.subspan(begin - width, width);
      const auto below = begin + width == all.size() ? std::span<const Rgba8>() : all.subspan(begin + width, width);
      counter.add(above, all.subspan(begin, width), below, {});
    }
    benchmark::DoNotOptimize(counter.histogram());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(all.size()));
}
BENCHMARK(count_flat_areas)->Unit(benchmark::kMillisecond)->UseRealTime();

/// As many pixels as an icon has: the fixed cost of counting.
void count_icon(benchmark::State& state) {
  const std::span<const Rgb8> pixels(benchmark_picture().pixels);
  count<Rgb8>(state, pixels.first(std::min<std::size_t>(pixels.size(), 16 * 16)));
}
BENCHMARK(count_icon)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace kmq

BENCHMARK_MAIN();

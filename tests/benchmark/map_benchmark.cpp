// SPDX-License-Identifier: GPL-3.0-or-later
// Mapping: pixels → their palette colors, beside a plain copy of the same pixels.
#include <benchmark/benchmark.h>

#include <cstring>
#include <vector>

#include "core/palette/map.h"
#include "core/quantize.h"
#include "tests/benchmark/benchmark_picture.h"

namespace kmq {
namespace {

const std::vector<Rgba8>& pixels() {
  static const std::vector<Rgba8> result = with_alpha(benchmark_picture());
  return result;
}

const Quantization& quantization() {
  static const Quantization result =
      quantize(benchmark_histogram(), {.k = PaletteSize(256), .effort = Effort::fast}, {});
  return result;
}

void copy_pixels(benchmark::State& state) {
  std::vector<Rgba8> copy(pixels().size());
  for ([[maybe_unused]] auto _ : state) {
    std::memcpy(copy.data(), pixels().data(), copy.size() * sizeof(Rgba8));
    benchmark::ClobberMemory();
  }
}
BENCHMARK(copy_pixels)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The pass over the pixels alone.
void map_pixels(benchmark::State& state) {
  PaletteMap map(quantization().palette, ColorSpace::rgb);
  map.learn(benchmark_histogram(), quantization().indices);
  std::vector<Rgba8> mapped(pixels().size());
  for ([[maybe_unused]] auto _ : state) {
    map.map_colors(pixels(), mapped);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(map_pixels)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The same with the making of the table.
void learn_and_map_pixels(benchmark::State& state) {
  const Quantization& found = quantization();
  std::vector<Rgba8> mapped(pixels().size());
  for ([[maybe_unused]] auto _ : state) {
    PaletteMap map(found.palette, ColorSpace::rgb);
    map.learn(benchmark_histogram(), found.indices);
    map.map_colors(pixels(), mapped);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(learn_and_map_pixels)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace kmq

BENCHMARK_MAIN();

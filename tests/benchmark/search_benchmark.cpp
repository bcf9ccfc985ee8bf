// SPDX-License-Identifier: GPL-3.0-or-later
// The search for a palette: per effort, and from the palette of k colors to one of k + 1. The grid is made already,
// as it is while a user moves the slider of k.
#include <benchmark/benchmark.h>

#include "core/quantize.h"
#include "tests/benchmark/benchmark_picture.h"

namespace kmq {
namespace {

const Quantizer& quantizer() {
  static const Quantizer result(benchmark_histogram(), ColorSpace::rgb);
  return result;
}

void search(benchmark::State& state, Effort effort) {
  const QuantizeOptions options{.k = PaletteSize(static_cast<int>(state.range(0))), .effort = effort};
  double mse = 0;
  for ([[maybe_unused]] auto _ : state) mse = quantizer().quantize(options, {}).mse_centroids;
  state.counters["mse_centroids"] = mse;
}
BENCHMARK_CAPTURE(search, plain, Effort::plain)->Arg(16)->Arg(64)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, fast, Effort::fast)->Arg(17)->Arg(65)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, good, Effort::good)->Arg(16)->Arg(64)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(search, best, Effort::best)->Arg(16)->Unit(benchmark::kMillisecond)->UseRealTime();

/// From k - 1 to k colors; to be compared with search/fast of the same k.
void warm_start(benchmark::State& state) {
  const int k = static_cast<int>(state.range(0));
  const Palette start = quantizer().quantize({.k = PaletteSize(k - 1), .effort = Effort::fast}, {}).palette;
  double mse = 0;
  for ([[maybe_unused]] auto _ : state) mse = quantizer().quantize_from(start, {.k = PaletteSize(k)}, {}).mse_centroids;
  state.counters["mse_centroids"] = mse;
}
BENCHMARK(warm_start)->Arg(17)->Arg(65)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace kmq

BENCHMARK_MAIN();

// SPDX-License-Identifier: GPL-3.0-or-later
// Arbitrary histograms and options: what quantize() promises has to hold for all of them. tests/fuzz/run runs it.
#include <tbb/task_arena.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <vector>

#include "core/palette/map.h"
#include "core/quantize.h"
#include "tests/core/brute_force.h"

namespace kmq {
namespace {

#define REQUIRE(condition) require(condition, #condition, __LINE__)

void require(bool holds, const char* condition, int line) {
  if (holds) return;
  std::fprintf(stderr, "line %d: %s does not hold\n", line, condition);
  std::abort();
}

/// Reads the fuzzer's bytes from the front; zeros follow the last one.
class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  std::uint8_t next() {
    if (empty()) return 0;
    const std::uint8_t byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return byte;
  }
  Rgb8 color() { return {next(), next(), next()}; }

 private:
  std::span<const std::uint8_t> bytes_;
};

QuantizeOptions read_options(Bytes& bytes) {
  QuantizeOptions options;
  const int k = 1 + bytes.next();
  options.k = PaletteSize(k);
  options.seed = bytes.next();
  // Of the best effort, a run of the fuzzer would see little else.
  const int effort = bytes.next() % 32;
  options.effort = effort == 0 ? Effort::best : static_cast<Effort>(effort % 3);
  options.color_space = static_cast<ColorSpace>(bytes.next() % 3);
  options.n_init = 1 + bytes.next() % 2;
  options.max_iterations = 1 + bytes.next();
  options.tolerance = bytes.next() / 16.0;
  options.order = static_cast<PaletteOrder>(bytes.next() % 4);
  for (int left = std::min(k, bytes.next() % 8); left > 0; --left) {
    const Rgb8 color = bytes.color();
    auto& fixed = options.fixed_colors;
    if (std::find(fixed.begin(), fixed.end(), color) == fixed.end()) fixed.push_back(color);
  }
  return options;
}

/// Single colors with weights up to 2³⁸, and boxes full of colors.
ColorHistogram read_histogram(Bytes& bytes) {
  std::vector<ColorHistogram::Entry> entries;
  const std::int64_t weight_per_pixel = bytes.next() % 2 == 0 ? 1 : 255;
  while (!bytes.empty()) {
    const std::uint8_t kind = bytes.next();
    const Rgb8 color = bytes.color();
    const std::int64_t weight = std::int64_t{bytes.next()} << (kind % 31);
    const int side = kind < 224 ? 1 : 2 + kind % 4;
    for (int step = 0; step < side * side * side; ++step) {
      const auto moved = [](std::uint8_t value, int by) {
        return static_cast<std::uint8_t>(std::min(value + by, 255));
      };
      entries.push_back({{moved(color.red, step % side), moved(color.green, step / side % side),
                          moved(color.blue, step / side / side)},
                         weight});
    }
  }
  return {entries, weight_per_pixel};
}

std::int64_t distance(Rgb8 a, Rgb8 b, ColorSpace space) {
  return squared_distance(to_point(a, space), to_point(b, space));
}

void check_palette(const ColorHistogram& histogram, const Palette& palette, const QuantizeOptions& options) {
  const auto& fixed = options.fixed_colors;
  std::size_t left_count = 0;  // colors that are not fixed
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    left_count += std::find(fixed.begin(), fixed.end(), histogram.color(i)) == fixed.end() ? 1 : 0;
  }
  const auto k = static_cast<std::size_t>(options.k.value());
  REQUIRE(palette.colors().size() == std::min(k, fixed.size() + left_count));
  REQUIRE(std::equal(fixed.begin(), fixed.end(), palette.colors().begin()));
}

void check_pixels(const ColorHistogram& histogram, const Quantization& result, ColorSpace space) {
  PaletteMap map(result.palette, space);
  REQUIRE(result.indices.size() == histogram.size());
  double cost = 0;
  double population = 0;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const Rgb8 color = histogram.color(i);
    const Rgb8 mapped = result.palette[result.indices[i]];
    REQUIRE(distance(mapped, color, space) == distance(result.palette[map.index(color)], color, space));
    REQUIRE(map.index(color) == nearest_index(result.palette, color, space));
    cost += static_cast<double>(histogram.weights()[i]) * static_cast<double>(squared_distance(mapped, color));
  }
  for (const double pixels : result.populations) population += pixels;
  const auto is_near = [](double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), 1e-9); };
  REQUIRE(is_near(population, histogram.pixel_count()));
  REQUIRE(is_near(result.cost, cost / static_cast<double>(histogram.weight_per_pixel())));
  REQUIRE(is_near(result.mse, result.cost / histogram.pixel_count()));
}

void check(const ColorHistogram& histogram, const Quantization& result, const QuantizeOptions& options) {
  check_palette(histogram, result.palette, options);
  check_pixels(histogram, result, options.color_space);
}

void run(Bytes bytes) {
  QuantizeOptions options = read_options(bytes);
  const int near_k = 1 + bytes.next();
  const ColorHistogram histogram = read_histogram(bytes);
  if (histogram.empty() || histogram.size() > 1500) return;
  const Quantizer quantizer(histogram, options.color_space);
  const Quantization result = quantizer.quantize(options, {});
  check(histogram, result, options);
  const Quantization alone = tbb::task_arena(1).execute([&] { return quantizer.quantize(options, {}); });
  REQUIRE(alone.palette == result.palette && alone.indices == result.indices && alone.iterations == result.iterations);
  options.k = PaletteSize(std::max(near_k, static_cast<int>(options.fixed_colors.size())));
  check(histogram, quantizer.quantize_from(result.palette, options, {}), options);
}

}  // namespace
}  // namespace kmq

// libFuzzer calls it by this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {  // NOLINT(readability-identifier-naming)
  kmq::run(kmq::Bytes({data, size}));
  return 0;
}

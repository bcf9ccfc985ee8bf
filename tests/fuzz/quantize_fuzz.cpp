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

#include "core/dither/dither.h"
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

PaletteSpec read_spec(Bytes& bytes) {
  PaletteSpec spec{static_cast<PaletteUse>(bytes.next() % 3), {}};
  for (int left = bytes.next() % 12; left > 0; --left) {
    const int kind = bytes.next() % 16;
    spec.slots.push_back({bytes.color(), kind < 4 ? static_cast<SlotKind>(kind) : SlotKind::normal});
  }
  return spec;
}

QuantizeOptions read_options(Bytes& bytes) {
  QuantizeOptions options;
  const int k = 1 + bytes.next();
  options.k = PaletteSize(k);
  options.seed = bytes.next();
  // Of the best effort, a run of the fuzzer would see little else.
  const int effort = bytes.next() % 32;
  options.effort = effort == 0 ? Effort::best : static_cast<Effort>(effort % 3);
  options.color_space = static_cast<ColorSpace::Kind>(bytes.next() % 3);
  options.n_init = 1 + bytes.next() % 2;
  options.max_iterations = 1 + bytes.next();
  options.tolerance = bytes.next() / 16.0;
  options.order = static_cast<PaletteOrder>(bytes.next() % 4);
  options.rare_colors = bytes.next() % 4 == 0 ? bytes.next() / 255.0 : 0;
  options.dither_amount = bytes.next() % 4 == 0 ? bytes.next() / 255.0 : 0;
  const int bits = bytes.next();
  options.color_bits = bits < 128 ? ColorBits::b888 : static_cast<ColorBits>(bits % 7);
  options.spec = read_spec(bytes);
  if (problem_of(options.spec, options.k)) options.spec = {};
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

/// Whether a color that was found may be in the palette.
bool is_permitted(Rgb8 color, const QuantizeOptions& options) {
  const auto& slots = options.spec.slots;
  if (options.spec.use == PaletteUse::best_of) return std::find(slots.begin(), slots.end(), Slot{color}) != slots.end();
  return device_color(color, options.color_bits) == color;
}

DitherOptions read_dither(Bytes& bytes) {
  return {.method = static_cast<DitherMethod>(bytes.next() % 8),
          .amount = bytes.next() / 255.0,
          .bayer_size = static_cast<BayerSize>(2 << bytes.next() % 4),
          .threshold = bytes.next() % 4 == 0 ? bytes.next() : 0};
}

/// Some rows of the first colors, transparent ones among them.
void check_dithering(const ColorHistogram& histogram, const Palette& palette, const DitherOptions& options) {
  std::vector<Rgba8> row;
  for (std::size_t i = 0; i < std::min<std::size_t>(histogram.size(), 40); ++i) {
    const Rgb8 color = histogram.color(i);
    row.push_back({color.red, color.green, color.blue, static_cast<std::uint8_t>(i % 5)});
  }
  PaletteMap map(palette, ColorSpace::rgb);
  Ditherer ditherer(map, options, 3, 1, static_cast<int>(row.size()));
  std::vector<std::uint8_t> indices(row.size());
  for (int y = 0; y < 4; ++y) {
    ditherer.dither_rows(row, {}, indices);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Rgb8 color = row[i].rgb();
      const bool is_usable = std::ranges::count(palette.usable(), indices[i]) == 1;
      const bool is_exact = std::ranges::count(palette.exact(), indices[i]) == 1 && palette[indices[i]] == color;
      REQUIRE(is_usable || is_exact);
    }
  }
}

void check_palette(const ColorHistogram& histogram, const Palette& palette, const QuantizeOptions& options) {
  const PalettePlaces places(options.spec, options.k);
  const auto& fixed = places.fixed();
  const auto& exact = places.exact();
  std::size_t left_count = 0;  // colors that no given one stands for
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const auto is_color = [color = histogram.color(i)](Rgb8 given) { return given == color; };
    left_count +=
        std::none_of(fixed.begin(), fixed.end(), is_color) && std::none_of(exact.begin(), exact.end(), is_color) ? 1
                                                                                                                 : 0;
  }
  std::vector<Slot> slots = options.spec.slots;
  if (options.spec.use == PaletteUse::best_of)
    std::erase_if(slots, [](Slot slot) { return slot.kind == SlotKind::normal; });
  const auto size = palette.colors().size();
  for (std::size_t i = 0; i < size; ++i) {
    const Rgb8 color = palette[static_cast<int>(i)];
    const bool is_given = i < slots.size() && slots[i].kind != SlotKind::free;
    const bool is_stand_in = color == Rgb8{} && i < slots.size();
    REQUIRE(is_given ? color == slots[i].color : is_permitted(color, options) || is_stand_in);
  }
  const bool is_free_search = options.spec.use != PaletteUse::best_of && options.color_bits == ColorBits::b888;
  const auto has_free_slot = std::find(slots.begin(), slots.end(), Slot{{}, SlotKind::free}) != slots.end();
  if (is_free_search && !has_free_slot) REQUIRE(size == slots.size() + std::min(places.free_count(), left_count));
}

/// By slow and obvious code.
int index_in(const Palette& palette, Rgb8 color, ColorSpace space) {
  for (const std::uint8_t index : palette.exact()) {
    if (palette[index] == color) return index;
  }
  int nearest = palette.usable()[0];
  for (const std::uint8_t index : palette.usable()) {
    if (distance(palette[index], color, space) < distance(palette[nearest], color, space)) nearest = index;
  }
  return nearest;
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
    REQUIRE(map.index(color) == index_in(result.palette, color, space));
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
  const DitherOptions dither = read_dither(bytes);
  const ColorHistogram histogram = read_histogram(bytes);
  if (histogram.empty() || histogram.size() > 1500) return;
  const Quantizer quantizer(histogram, options.color_space);
  const Quantization result = quantizer.quantize(options, {});
  check(histogram, result, options);
  check_dithering(histogram, result.palette, dither);
  const Quantization alone = tbb::task_arena(1).execute([&] { return quantizer.quantize(options, {}); });
  REQUIRE(alone.palette == result.palette && alone.indices == result.indices && alone.iterations == result.iterations);
  options.k = PaletteSize(std::max(near_k, least_k(options.spec)));
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

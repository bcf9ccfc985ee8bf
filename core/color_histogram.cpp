// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color_histogram.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <map>
#include <utility>

namespace kmq {
namespace {

using BlockOfCounters = std::array<std::uint32_t, colors_per_block>;

/// Counters of 32 bits for all 2²⁴ colors, of which only the cells that occur exist. What a counter
/// cannot hold is carried into a map, which stays tiny: a carry takes 2³² pixels of one color.
class SparseCounters {
 public:
  void add(std::uint32_t key, std::uint32_t count) {
    std::uint32_t& counter = block(key >> block_bits)[key & (colors_per_block - 1)];
    counter += count;
    if (counter < count) [[unlikely]] {
      ++carries_[key];
    }
  }

  /// Calls visit(key, count) for every color with a count > 0, keys rising.
  template <typename Visit>
  void for_each(const Visit& visit) const {
    for (std::uint32_t cell = 0; cell < block_count; ++cell) {
      if (!blocks_[cell]) continue;
      for (std::uint32_t low = 0; low < colors_per_block; ++low) {
        const std::uint32_t key = cell << block_bits | low;
        std::int64_t count = (*blocks_[cell])[low];
        if (!carries_.empty()) [[unlikely]] {
          const auto carry = carries_.find(key);
          if (carry != carries_.end()) count += carry->second << 32;
        }
        if (count > 0) visit(key, count);
      }
    }
  }

 private:
  BlockOfCounters& block(std::uint32_t cell) {
    std::unique_ptr<BlockOfCounters>& counters = blocks_[cell];
    if (!counters) [[unlikely]] {
      counters = std::make_unique<BlockOfCounters>();
    }
    return *counters;
  }

  std::vector<std::unique_ptr<BlockOfCounters>> blocks_{block_count};
  std::map<std::uint32_t, std::int64_t> carries_;
};

/// The weight of a pixel in 255ths: alpha × selection, and at least one if it shows at all.
std::uint32_t pixel_weight(std::uint32_t alpha, std::uint32_t selection) { return (alpha * selection + 254) / 255; }

/// Calls add(color, run length) for each run of equal pixels: flat areas are counted at once.
template <typename Pixel, typename Add>
void for_each_run(std::span<const Pixel> pixels, const Add& add) {
  for (std::size_t begin = 0; begin < pixels.size();) {
    const Pixel pixel = pixels[begin];
    std::size_t end = begin + 1;
    while (end < pixels.size() && pixels[end] == pixel) ++end;
    add(pixel, end - begin);
    begin = end;
  }
}

}  // namespace

struct ColorCounter::Counters {
  SparseCounters full;     // pixels that count fully
  SparseCounters partial;  // 255ths of pixels that do not
  bool has_partial = false;

  void add(Rgb8 color, std::size_t pixel_count, std::uint32_t weight) {
    if (weight == 0) return;
    const bool is_full = weight == 255;
    has_partial = has_partial || !is_full;
    SparseCounters& counters = is_full ? full : partial;
    const std::uint32_t step = is_full ? 1 : weight;
    // A run longer than a counter can hold is added in parts.
    constexpr std::size_t longest = std::numeric_limits<std::uint32_t>::max() / 255;
    for (std::size_t left = pixel_count; left > 0;) {
      const std::size_t part = std::min(left, longest);
      counters.add(color_key(color), static_cast<std::uint32_t>(part) * step);
      left -= part;
    }
  }
};

ColorCounter::ColorCounter() : counters_(std::make_unique<Counters>()) {}
ColorCounter::~ColorCounter() = default;
ColorCounter::ColorCounter(ColorCounter&&) noexcept = default;
ColorCounter& ColorCounter::operator=(ColorCounter&&) noexcept = default;

void ColorCounter::add(std::span<const Rgb8> pixels) {
  for_each_run(pixels, [this](Rgb8 color, std::size_t length) { counters_->add(color, length, 255); });
}

void ColorCounter::add(std::span<const Rgba8> pixels) {
  for_each_run(pixels, [this](Rgba8 pixel, std::size_t length) { counters_->add(pixel.rgb(), length, pixel.alpha); });
}

void ColorCounter::add(std::span<const Rgba8> pixels, std::span<const std::uint8_t> selection) {
  assert(pixels.size() == selection.size());
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    counters_->add(pixels[i].rgb(), 1, pixel_weight(pixels[i].alpha, selection[i]));
  }
}

ColorHistogram ColorCounter::histogram() const {
  ColorHistogram result;
  const auto append = [&result](std::uint32_t key, std::int64_t weight) {
    result.keys_.push_back(key);
    result.weights_.push_back(weight);
    result.total_weight_ += weight;
  };
  if (!counters_->has_partial) {
    counters_->full.for_each(append);
    return result;
  }
  std::vector<ColorHistogram::Entry> entries;
  counters_->full.for_each([&](std::uint32_t key, std::int64_t count) {
    entries.push_back({color_of_key(key), count * 255});
  });
  counters_->partial.for_each([&](std::uint32_t key, std::int64_t weight) {
    entries.push_back({color_of_key(key), weight});
  });
  return {entries, 255};
}

ColorHistogram::ColorHistogram(std::span<const Entry> entries, std::int64_t weight_per_pixel)
    : weight_per_pixel_(weight_per_pixel) {
  assert(weight_per_pixel >= 1);
  std::vector<std::pair<std::uint32_t, std::int64_t>> sorted;
  sorted.reserve(entries.size());
  for (const Entry& entry : entries) {
    assert(entry.weight >= 0);
    if (entry.weight > 0) sorted.emplace_back(color_key(entry.color), entry.weight);
  }
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [key, weight] : sorted) {
    if (keys_.empty() || keys_.back() != key) {
      keys_.push_back(key);
      weights_.push_back(0);
    }
    weights_.back() += weight;
    total_weight_ += weight;
  }
}

}  // namespace kmq

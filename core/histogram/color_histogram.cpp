// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/color_histogram.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "core/base/zeroed_array.h"
#include "core/histogram/pixel_list.h"

namespace kmq {
namespace {

/// Counters of 32 bits for all 2²⁴ colors, in grid order. What a counter cannot hold is carried into a map, which
/// stays tiny: a carry takes 2³² counts of one color.
class CounterTable {
 public:
  void add(std::uint32_t key, std::uint32_t weight) {
    counters_[key] += weight;
    is_used_[key >> block_bits] = 1;
    if (counters_[key] < weight) [[unlikely]] {
      ++carries_[key];
    }
  }

  /// weight_of  pixel → what it adds to the counter of its color; 0 for pixels that belong elsewhere
  template <typename Pixel, typename ColorOf, typename WeightOf>
  void add(std::span<const Pixel> pixels, const ColorOf& color_of, const WeightOf& weight_of) {
    // In local variables, because compilers must assume that writing bytes may change members.
    std::uint32_t* const counters = &counters_[0];
    std::uint8_t* const is_used = is_used_.data();
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      const std::uint32_t weight = weight_of(i);
      if (weight == 0) continue;
      const std::uint32_t key = color_key(color_of(pixels[i]));
      counters[key] += weight;
      is_used[key >> block_bits] = 1;
      if (counters[key] < weight) [[unlikely]] {
        ++carries_[key];
      }
    }
  }

  /// Calls visit(key, count) for every color with a count > 0, keys rising.
  template <typename Visit>
  void for_each(const Visit& visit) const {
    for (std::uint32_t block = 0; block < block_count; ++block) {
      if (is_used_[block] == 0) continue;
      for (std::uint32_t key = block << block_bits; key < (block + 1) << block_bits; ++key) {
        const std::int64_t count = counters_[key] + carried(key);
        if (count > 0) visit(key, count);
      }
    }
  }

 private:
  [[nodiscard]] std::int64_t carried(std::uint32_t key) const {
    if (carries_.empty()) [[likely]] {
      return 0;
    }
    const auto carry = carries_.find(key);
    return carry == carries_.end() ? 0 : carry->second << 32;
  }

  ZeroedArray<std::uint32_t> counters_{color_key_count};
  std::vector<std::uint8_t> is_used_ = std::vector<std::uint8_t>(block_count, 0);
  std::map<std::uint32_t, std::int64_t> carries_;
};

/// Counts in a list as long as there are few pixels, then in a table.
class ColorCounters {
 public:
  template <typename Pixel, typename ColorOf, typename WeightOf>
  void add(std::span<const Pixel> pixels, const ColorOf& color_of, const WeightOf& weight_of) {
    if (!table_ && list_.size() + pixels.size() > PixelList::most_pixels) move_to_table();
    if (table_) {
      table_->add(pixels, color_of, weight_of);
    } else {
      list_.add(pixels, color_of, weight_of);
    }
  }

  template <typename Visit>
  void for_each(const Visit& visit) const {
    if (table_) {
      table_->for_each(visit);
    } else {
      list_.for_each(visit);
    }
  }

 private:
  void move_to_table() {
    table_.emplace();
    list_.for_each_pixel([&](std::uint32_t key, std::uint32_t weight) { table_->add(key, weight); });
    list_ = {};
  }

  PixelList list_;
  std::optional<CounterTable> table_;
};

/// The weight of a pixel in 255ths: alpha × selection, and at least one if it shows at all.
std::uint32_t pixel_weight(std::uint32_t alpha, std::uint32_t selection) { return (alpha * selection + 254) / 255; }

// Not &Rgba8::rgb: compilers call a member through its pointer, once for every pixel.
constexpr auto color_of_pixel = [](Rgba8 pixel) { return pixel.rgb(); };

}  // namespace

struct ColorCounter::Counters {
  ColorCounters full;                    // pixels that count fully
  std::optional<ColorCounters> partial;  // 255ths of pixels that do not; made when there is one

  /// Adds pixels that may count partly.
  template <typename WeightOf>
  void add(std::span<const Rgba8> pixels, const WeightOf& weight_of) {
    bool has_partial = false;
    full.add(pixels, color_of_pixel, [&](std::size_t i) {
      const std::uint32_t weight = weight_of(i);
      has_partial |= weight != 0 && weight != 255;
      return weight == 255 ? 1U : 0U;
    });
    if (!has_partial) return;
    if (!partial) partial.emplace();
    partial->add(pixels, color_of_pixel, [&](std::size_t i) {
      const std::uint32_t weight = weight_of(i);
      return weight == 255 ? 0U : weight;
    });
  }
};

ColorCounter::ColorCounter() : counters_(std::make_unique<Counters>()) {}
ColorCounter::~ColorCounter() = default;
ColorCounter::ColorCounter(ColorCounter&&) noexcept = default;
ColorCounter& ColorCounter::operator=(ColorCounter&&) noexcept = default;

void ColorCounter::add(std::span<const Rgb8> pixels) {
  counters_->full.add(pixels, std::identity(), [](std::size_t) { return 1U; });
}

void ColorCounter::add(std::span<const Rgba8> pixels) {
  counters_->add(pixels, [&](std::size_t i) { return std::uint32_t{pixels[i].alpha}; });
}

void ColorCounter::add(std::span<const Rgba8> pixels, std::span<const std::uint8_t> selection) {
  assert(pixels.size() == selection.size());
  counters_->add(pixels, [&](std::size_t i) { return pixel_weight(pixels[i].alpha, selection[i]); });
}

ColorHistogram ColorCounter::histogram() const {
  ColorHistogram result;
  const auto append = [&result](std::uint32_t key, std::int64_t weight) {
    result.keys_.push_back(key);
    result.weights_.push_back(weight);
    result.total_weight_ += weight;
  };
  if (!counters_->partial) {
    counters_->full.for_each(append);
    return result;
  }
  std::vector<ColorHistogram::Entry> entries;
  counters_->full.for_each(
      [&](std::uint32_t key, std::int64_t count) { entries.push_back({color_of_key(key), count * 255}); });
  counters_->partial->for_each(
      [&](std::uint32_t key, std::int64_t weight) { entries.push_back({color_of_key(key), weight}); });
  return {entries, 255};
}

void ColorHistogram::remember_appearance(std::span<const std::uint32_t> keys) {
  assert(keys.size() == size());
  appearance_.resize(size());
  std::uint32_t place = 0;
  for (const std::uint32_t key : keys) {
    const auto found = std::lower_bound(keys_.begin(), keys_.end(), key);
    assert(found != keys_.end() && *found == key);
    appearance_[static_cast<std::size_t>(found - keys_.begin())] = place++;
  }
}

void ColorHistogram::remember_flat(const ColorHistogram& flat) {
  flat_weights_.assign(size(), 0);
  // A part of the pixels may count fully where not all do.
  const std::int64_t scale = weight_per_pixel_ / flat.weight_per_pixel_;
  for (std::size_t i = 0; i < flat.size(); ++i) {
    const auto found = std::lower_bound(keys_.begin(), keys_.end(), flat.keys_[i]);
    assert(found != keys_.end() && *found == flat.keys_[i]);
    flat_weights_[static_cast<std::size_t>(found - keys_.begin())] = scale * flat.weights_[i];
  }
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
  // Two histograms that were merged are in order already.
  if (!std::ranges::is_sorted(sorted)) std::sort(sorted.begin(), sorted.end());
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

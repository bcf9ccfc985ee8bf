// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels that are counted in the end: for as few as have less use of a table of all colors than it costs to touch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/color/color.h"

namespace kmq {

class PixelList {
 public:
  static constexpr std::size_t most_pixels = std::size_t{1} << 20;

  [[nodiscard]] std::size_t size() const { return entries_.size(); }

  /// weight_of  position → weight of the pixel, at most 255; 0 for pixels that belong elsewhere
  template <typename Pixel, typename ColorOf, typename WeightOf>
  void add(std::span<const Pixel> pixels, const ColorOf& color_of, const WeightOf& weight_of) {
    const std::size_t old_size = entries_.size();
    entries_.resize(old_size + pixels.size());
    std::uint32_t* next = entries_.data() + old_size;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      const std::uint32_t weight = weight_of(i);
      *next = color_key(color_of(pixels[i])) << weight_bits | weight;
      next += weight != 0 ? 1 : 0;
    }
    entries_.resize(static_cast<std::size_t>(next - entries_.data()));
  }

  /// Calls visit(key, weight) for every pixel, as they came.
  template <typename Visit>
  void for_each_pixel(const Visit& visit) const {
    for (const std::uint32_t entry : entries_) visit(entry >> weight_bits, entry & max_weight);
  }

  /// Calls visit(key, count) for every color with a count > 0, keys rising.
  template <typename Visit>
  void for_each(const Visit& visit) const {
    for (const std::vector<Count>& part : counts()) {
      for (const Count& count : part) visit(count.key, std::int64_t{count.count});
    }
  }

 private:
  struct Count {
    std::uint32_t key;
    std::uint32_t count;  // of 2²⁰ pixels with weights below 256
  };
  class Groups;
  class GroupCounters;

  static constexpr int weight_bits = 8;
  static constexpr std::uint32_t max_weight = (1U << weight_bits) - 1;

  /// Returns the counts, keys rising from part to part and in each of them.
  [[nodiscard]] std::vector<std::vector<Count>> counts() const;

  std::vector<std::uint32_t> entries_;  // key and, in the lowest bits, weight
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels → the distinct opaque colors with their weights: the first of the two passes over a picture.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/color/color.h"

namespace kmq {

/// A multiset of colors: each distinct color once, in grid order, with a weight > 0.
class ColorHistogram {
 public:
  struct Entry {
    Rgb8 color;
    std::int64_t weight;
  };

  ColorHistogram() = default;

  /// Sums the weights of equal colors.
  ///
  /// entries           in any order, weights ≥ 0; those with weight 0 do not count
  /// weight_per_pixel  the weight of a pixel that counts fully, ≥ 1
  ColorHistogram(std::span<const Entry> entries, std::int64_t weight_per_pixel);

  [[nodiscard]] std::size_t size() const { return keys_.size(); }
  [[nodiscard]] bool empty() const { return keys_.empty(); }

  /// color_key() of each distinct color, rising.
  [[nodiscard]] std::span<const std::uint32_t> keys() const { return keys_; }
  /// Weight of each distinct color, in the order of keys(), each > 0.
  [[nodiscard]] std::span<const std::int64_t> weights() const { return weights_; }
  [[nodiscard]] Rgb8 color(std::size_t position) const { return color_of_key(keys_[position]); }

  /// Sum of all weights.
  [[nodiscard]] std::int64_t total_weight() const { return total_weight_; }
  /// Weight of one opaque, fully selected pixel: 1 if every pixel counts fully, else 255.
  [[nodiscard]] std::int64_t weight_per_pixel() const { return weight_per_pixel_; }
  /// Counted pixels; a pixel that is half transparent counts as half a pixel.
  [[nodiscard]] double pixel_count() const {
    return static_cast<double>(total_weight_) / static_cast<double>(weight_per_pixel_);
  }

  /// Remembers in which order the colors appear in the picture.
  ///
  /// keys  color_key() of every color of the histogram, each once, in that order
  void remember_appearance(std::span<const std::uint32_t> keys);
  /// Place of each color in that order, in the order of keys(); empty: not known.
  [[nodiscard]] std::span<const std::uint32_t> appearance() const { return appearance_; }

  /// Remembers how much of each color lies inside areas of that color.
  ///
  /// flat  colors of this histogram, with at most their weights
  void remember_flat(const ColorHistogram& flat);
  /// Weight of the pixels of each color whose neighbors have it too, in the order of keys(); empty: not known.
  [[nodiscard]] std::span<const std::int64_t> flat_weights() const { return flat_weights_; }

  friend bool operator==(const ColorHistogram&, const ColorHistogram&) = default;

 private:
  friend class ColorCounter;

  std::vector<std::uint32_t> keys_;
  std::vector<std::int64_t> weights_;
  std::vector<std::uint32_t> appearance_;
  std::vector<std::int64_t> flat_weights_;
  std::int64_t total_weight_ = 0;
  std::int64_t weight_per_pixel_ = 1;
};

/// Counts pixels, in any order and in any pieces, into a ColorHistogram.
///
/// Up to a million pixels take a few bytes each. More take memory for the cells of the color cube in which they lie:
/// 64 MiB at most, and as much again if some pixels are partly transparent or partly selected.
class ColorCounter {
 public:
  ColorCounter();
  ~ColorCounter();
  ColorCounter(ColorCounter&&) noexcept;
  ColorCounter& operator=(ColorCounter&&) noexcept;
  ColorCounter(const ColorCounter&) = delete;
  ColorCounter& operator=(const ColorCounter&) = delete;

  /// Adds opaque pixels.
  void add(std::span<const Rgb8> pixels);
  /// Adds pixels weighted by their alpha; fully transparent ones do not count.
  void add(std::span<const Rgba8> pixels);
  /// Adds pixels weighted by alpha × selection.
  ///
  /// selection  as many values as pixels, 0 (not selected) .. 255
  void add(std::span<const Rgba8> pixels, std::span<const std::uint8_t> selection);

  /// Returns what was counted so far.
  [[nodiscard]] ColorHistogram histogram() const;

 private:
  struct Counters;
  std::unique_ptr<Counters> counters_;
};

}  // namespace kmq

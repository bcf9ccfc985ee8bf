// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/histogram_sum.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <span>

namespace kmq {
namespace {

/// Fine enough for selections and alpha.
constexpr std::int64_t fine_weight = 255;
constexpr double weight_of_alike = fine_weight * 4'000'000.0;

/// Some of the colors of a histogram, by their weights, and by what these are multiplied.
struct Part {
  const ColorHistogram& histogram;
  std::span<const std::int64_t> weights;
  double scale;
};

ColorHistogram sum_of(std::initializer_list<Part> parts, std::int64_t weight_per_pixel) {
  std::vector<ColorHistogram::Entry> entries;
  for (const auto& [histogram, weights, scale] : parts) {
    for (std::size_t i = 0; i < histogram.size(); ++i) {
      if (weights[i] == 0) continue;
      const std::int64_t scaled = std::llround(static_cast<double>(weights[i]) * scale);
      entries.push_back({histogram.color(i), std::max<std::int64_t>(scaled, 1)});
    }
  }
  return {entries, weight_per_pixel};
}

double ratio(std::int64_t weight, std::int64_t other) {
  return static_cast<double>(weight) / static_cast<double>(other);
}

}  // namespace

void HistogramSum::add(const ColorHistogram& picture) {
  assert(!picture.empty());
  const bool is_alike = weight_ == PictureWeight::alike;
  // As coarse as it can be: then the sum is the histogram of one picture with all of the pixels.
  const std::int64_t weight_per_pixel =
      is_alike ? fine_weight : std::max(sum_.weight_per_pixel(), picture.weight_per_pixel());
  const double old_scale = ratio(weight_per_pixel, sum_.empty() ? weight_per_pixel : sum_.weight_per_pixel());
  const double scale = is_alike ? weight_of_alike / static_cast<double>(picture.total_weight())
                                : ratio(weight_per_pixel, picture.weight_per_pixel());
  sum_ = sum_of({{sum_, sum_.weights(), old_scale}, {picture, picture.weights(), scale}}, weight_per_pixel);
  knows_flat_ = knows_flat_ && !picture.flat_weights().empty();
  if (knows_flat_) {
    flat_ = sum_of({{flat_, flat_.weights(), old_scale}, {picture, picture.flat_weights(), scale}}, weight_per_pixel);
  }
  note_appearance(picture);
}

void HistogramSum::note_appearance(const ColorHistogram& picture) {
  knows_order_ = knows_order_ && !picture.appearance().empty();
  if (!knows_order_) return;
  std::vector<Rgba8> colors(picture.size());
  for (std::size_t i = 0; i < picture.size(); ++i) {
    const Rgb8 color = picture.color(i);
    colors[picture.appearance()[i]] = {color.red, color.green, color.blue};
  }
  order_.add(colors);
}

ColorHistogram HistogramSum::histogram() const {
  ColorHistogram result = sum_;
  if (result.empty()) return result;
  if (knows_order_) result.remember_appearance(order_.keys());
  if (knows_flat_) result.remember_flat(flat_);
  return result;
}

}  // namespace kmq

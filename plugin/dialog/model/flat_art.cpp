// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/flat_art.h"

#include <algorithm>
#include <span>

#include "core/histogram/flat_areas.h"

namespace kmq {

double flat_share(const Picture& picture) {
  constexpr int most_rows = 512;
  const int step = std::max(1, picture.height / most_rows);
  const auto row_at = [&picture](int y) {
    return y < 0 || y >= picture.height ? std::span<const Rgba8>() : picture.row(0, y, picture.width);
  };
  std::size_t flat = 0;
  std::size_t all = 0;
  for (int y = step / 2; y < picture.height; y += step) {
    const auto row = row_at(y);
    flat += flat_pixel_count(row_at(y - 1), row, row_at(y + 1));
    all += row.size() - static_cast<std::size_t>(std::ranges::count(row, 0, &Rgba8::alpha));
  }
  return all == 0 ? 0 : static_cast<double>(flat) / static_cast<double>(all);
}

bool is_flat_art(double flat_share, std::size_t distinct_colors, double pixels) {
  // Of the pictures looked at, logos, text and screenshots have a flat share from 0.46 and at most 1500 colors, one for
  // 50 pixels or more; a photograph on white has 0.72, and 13752 colors, one for 29 pixels.
  constexpr double least_share = 0.4;
  constexpr double most_colors = 4096;
  constexpr double least_pixels_per_color = 40;
  return flat_share >= least_share &&
         static_cast<double>(distinct_colors) <= std::min(most_colors, pixels / least_pixels_per_color);
}

}  // namespace kmq

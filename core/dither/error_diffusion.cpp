// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/error_diffusion.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

namespace kmq {

ErrorDiffusion::ErrorDiffusion(const Palette& palette, ErrorShare share, int y, int width)
    : map_(palette),
      palette_(to_linear(palette)),
      share_(share),
      is_leftward_(y % 2 != 0),
      here_(static_cast<std::size_t>(width) + 2),
      below_(here_.size()) {}

void ErrorDiffusion::dither_row(std::span<const Rgba8> row, std::span<const std::uint8_t> is_dithered,
                                std::span<std::uint8_t> indices) {
  assert(row.size() + 2 == here_.size());
  std::ranges::fill(below_, LinearColor{});
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::size_t x = is_leftward_ ? row.size() - 1 - i : i;
    if (is_dithered[x] == 0) continue;
    const LinearColor wanted = clamped(to_linear(row[x].rgb()) + here_[x + 1] / 16);
    indices[x] = map_.index(to_encoded(wanted));
    pass_on(share_.of(wanted - palette_[indices[x]]), x + 1, is_leftward_);
  }
  std::swap(here_, below_);
  is_leftward_ = !is_leftward_;
}

void ErrorDiffusion::pass_on(const LinearColor& error, std::size_t place, bool is_leftward) {
  const std::size_t ahead = is_leftward ? place - 1 : place + 1;
  const std::size_t behind = is_leftward ? place + 1 : place - 1;
  here_[ahead] += error * 7;
  below_[behind] += error * 3;
  below_[place] += error * 5;
  below_[ahead] += error;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/order.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/color/linear_light.h"

namespace kmq {
namespace {

constexpr int largest_neutral_chroma = 24;
constexpr int hue_count = 12;

/// Returns 0 for a neutral color, else 1 .. 12 for the nearest hue of the color wheel, from red through green and blue.
int hue_group(Rgb8 color) {
  const int red = color.red;
  const int green = color.green;
  const int blue = color.blue;
  const int largest = std::max({red, green, blue});
  const int chroma = largest - std::min({red, green, blue});
  if (chroma <= largest_neutral_chroma) return 0;
  // The hue angle in units of 60° / chroma, in [−chroma, 5 × chroma]: a fraction without division.
  const int angle = largest == red     ? green - blue
                    : largest == green ? 2 * chroma + blue - red
                                       : 4 * chroma + red - green;
  // Hues lie 30° apart; half of that is added so that each group is centered on its hue.
  const int hue = (2 * (2 * angle + 12 * chroma) + chroma) / (2 * chroma) % hue_count;
  return 1 + hue;
}

template <typename Key>
std::vector<int> sorted_by(std::vector<int> positions, const Key& key) {
  std::ranges::stable_sort(positions, {}, key);
  return positions;
}

}  // namespace

std::vector<int> palette_order(std::span<const Rgb8> colors, std::span<const double> populations, PaletteOrder order) {
  assert(colors.size() == populations.size());
  std::vector<int> positions(colors.size());
  std::iota(positions.begin(), positions.end(), 0);
  const auto color = [&](int position) { return colors[static_cast<std::size_t>(position)]; };
  const auto lightness = [&](int position) {
    return std::tuple(luminance(color(position)), color_key(color(position)));
  };
  switch (order) {
    case PaletteOrder::lightness: return sorted_by(std::move(positions), lightness);
    case PaletteOrder::hue:
      return sorted_by(std::move(positions),
                       [&](int position) { return std::tuple(hue_group(color(position)), lightness(position)); });
    case PaletteOrder::population:
      return sorted_by(std::move(positions), [&](int position) {
        return std::tuple(-populations[static_cast<std::size_t>(position)], color_key(color(position)));
      });
    case PaletteOrder::none: break;
  }
  return positions;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/palette.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace kmq {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

[[maybe_unused]] bool are_distinct(std::vector<Rgb8> colors) {
  std::sort(colors.begin(), colors.end());
  return std::adjacent_find(colors.begin(), colors.end()) == colors.end();
}

}  // namespace

Palette::Palette(std::vector<Rgb8> colors) : colors_(std::move(colors)) {
  assert(!colors_.empty() && colors_.size() <= PaletteSize::max);
  assert(are_distinct(colors_));
}

std::string hex_name(Rgb8 color) {
  std::string name = "#";
  for (const std::uint8_t channel : {color.red, color.green, color.blue}) {
    name += hex_digits[channel >> 4];
    name += hex_digits[channel & 15];
  }
  return name;
}

}  // namespace kmq

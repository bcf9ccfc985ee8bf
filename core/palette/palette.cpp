// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/palette.h"

#include <algorithm>
#include <utility>

namespace kmq {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

std::optional<int> parse_hex_digit(char digit) {
  if (digit >= 'A' && digit <= 'F') digit = static_cast<char>(digit - 'A' + 'a');
  const std::size_t value = hex_digits.find(digit);
  if (value == std::string_view::npos) return std::nullopt;
  return static_cast<int>(value);
}

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

std::optional<Rgb8> parse_hex_color(std::string_view text) {
  if (text.size() != 7 || text.front() != '#') return std::nullopt;
  std::uint8_t channels[3];
  for (std::size_t i = 0; i < 3; ++i) {
    const auto high = parse_hex_digit(text[1 + 2 * i]);
    const auto low = parse_hex_digit(text[2 + 2 * i]);
    if (!high || !low) return std::nullopt;
    channels[i] = static_cast<std::uint8_t>(*high * 16 + *low);
  }
  return Rgb8{channels[0], channels[1], channels[2]};
}

}  // namespace kmq

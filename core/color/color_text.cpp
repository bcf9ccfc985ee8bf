// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/color_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

#include "core/color/css_names.h"

namespace kmq {
namespace {

constexpr std::string_view spaces = " \t\r\n\f";

std::string_view without_spaces(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(spaces), text.size());
  return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

/// digits  3 or 6 of them
std::optional<Rgb8> parse_hex(std::string_view digits) {
  if (digits.size() != 3 && digits.size() != 6) return std::nullopt;
  unsigned value = 0;
  const char* const begin = digits.data();
  const char* const end = begin + digits.size();
  const auto [stop, error] = std::from_chars(begin, end, value, 16);
  if (error != std::errc() || stop != end) return std::nullopt;
  if (digits.size() == 3) {
    const auto doubled = [](unsigned digit) { return static_cast<std::uint8_t>(17 * (digit & 0xF)); };
    return Rgb8{doubled(value >> 8), doubled(value >> 4), doubled(value)};
  }
  return Rgb8{static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8 & 0xFF),
              static_cast<std::uint8_t>(value & 0xFF)};
}

/// A number from 0 to 255, or from 0% to 100%.
std::optional<std::uint8_t> parse_channel(std::string_view text) {
  const bool is_percentage = text.ends_with('%');
  if (is_percentage) text.remove_suffix(1);
  double value = 0;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stop, error] = std::from_chars(begin, end, value, std::chars_format::fixed);
  if (error != std::errc() || stop != end) return std::nullopt;
  if (is_percentage) value = value * 255 / 100;
  if (!(value >= 0 && value <= 255)) return std::nullopt;
  return static_cast<std::uint8_t>(std::lround(value));
}

/// arguments  what stands between the parentheses of rgb(…), with commas or, in newer style sheets, spaces between
std::optional<Rgb8> parse_channels(std::string_view arguments) {
  const bool has_commas = arguments.find(',') != std::string_view::npos;
  std::array<std::uint8_t, 3> channels{};
  for (std::size_t i = 0; i < channels.size(); ++i) {
    arguments = without_spaces(arguments);
    const bool is_last = i + 1 == channels.size();
    const std::size_t end = is_last      ? arguments.size()
                            : has_commas ? arguments.find(',')
                                         : arguments.find_first_of(spaces);
    if (end == std::string_view::npos) return std::nullopt;
    const auto channel = parse_channel(without_spaces(arguments.substr(0, end)));
    if (!channel) return std::nullopt;
    channels[i] = *channel;
    if (!is_last) arguments.remove_prefix(end + 1);
  }
  return Rgb8{channels[0], channels[1], channels[2]};
}

bool starts_as_function(std::string_view text) {
  return text.size() > 4 && (text[0] | 0x20) == 'r' && (text[1] | 0x20) == 'g' && (text[2] | 0x20) == 'b' &&
         text[3] == '(';
}

}  // namespace

std::optional<Rgb8> parse_color(std::string_view text) {
  if (text.starts_with('#')) return parse_hex(text.substr(1));
  if (starts_as_function(text) && text.ends_with(')')) return parse_channels(text.substr(4, text.size() - 5));
  // No name of CSS has three or six letters that are all hexadecimal digits.
  if (const auto color = parse_hex(text)) return color;
  return css_color(text);
}

}  // namespace kmq

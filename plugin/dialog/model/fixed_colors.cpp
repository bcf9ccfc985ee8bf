// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/fixed_colors.h"

#include <algorithm>
#include <ranges>
#include <vector>

#include "core/palette/palette.h"

namespace kmq {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t\n"), text.size());
  return text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin);
}

std::vector<std::string_view> items_of(std::string_view list) {
  std::vector<std::string_view> items;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    const std::string_view item = trimmed(list.substr(begin, end - begin));
    if (!item.empty()) items.push_back(item);
    begin = end + 1;
  }
  return items;
}

}  // namespace

std::string with_color(std::string_view list, Rgb8 color) {
  std::string result(trimmed(list));
  if (!result.empty() && result.back() != ',') result += ',';
  return result + hex_name(color);
}

std::string without_color(std::string_view list, Rgb8 color) {
  std::string result;
  for (const std::string_view item : items_of(list)) {
    if (parse_hex_color(item) == color) continue;
    if (!result.empty()) result += ',';
    result += item;
  }
  return result;
}

bool has_color(std::string_view list, Rgb8 color) {
  return std::ranges::any_of(items_of(list), [color](std::string_view item) { return parse_hex_color(item) == color; });
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/fixed_colors.h"

#include <algorithm>
#include <cstddef>

#include "core/palette/slot_text.h"

namespace kmq {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\n";
  const std::size_t begin = std::min(text.find_first_not_of(spaces), text.size());
  return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

bool is_slot_of(const SlotItem& item, Rgb8 color) {
  return item.slot && item.slot->kind != SlotKind::free && item.slot->color == color;
}

}  // namespace

std::string with_color(std::string_view list, Rgb8 color) {
  std::string result(trimmed(list));
  if (!result.empty() && result.back() != ',' && result.back() != ';') result += ',';
  return result + slot_text({color});
}

std::string without_color(std::string_view list, Rgb8 color) {
  std::string result;
  SlotTextReader reader(list);
  while (const auto item = reader.next()) {
    if (is_slot_of(*item, color)) continue;
    if (!result.empty()) result += ',';
    result += item->text;
  }
  return result;
}

bool has_color(std::string_view list, Rgb8 color) {
  SlotTextReader reader(list);
  while (const auto item = reader.next()) {
    if (is_slot_of(*item, color)) return true;
  }
  return false;
}

}  // namespace kmq

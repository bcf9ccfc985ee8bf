// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/slot_text.h"

#include <algorithm>
#include <cstddef>

#include "core/base/unicode.h"
#include "core/color/color_text.h"
#include "core/palette/palette.h"

namespace kmq {
namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view separators = ",; \t\r\n\f\v";

/// Bytes up to the next separator; those between the parentheses of rgb(255, 0, 0) separate nothing.
std::size_t item_length(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of(separators), text.size());
  const std::size_t open = text.substr(0, end).find('(');
  if (open == std::string_view::npos) return end;
  const std::size_t close = std::min(text.find(')', open), text.size());
  return std::min(text.find_first_of(separators, close), text.size());
}

bool is_sign(char character) { return character == '=' || character == '!'; }

/// Bytes of a sign that stands behind blanks; 0 if there is none.
std::size_t length_up_to_sign(std::string_view text) {
  const std::size_t sign = text.find_first_not_of(blanks);
  if (sign == std::string_view::npos || !is_sign(text[sign])) return 0;
  const bool is_alone = sign + 1 == text.size() || separators.find(text[sign + 1]) != std::string_view::npos;
  return is_alone ? sign + 1 : 0;
}

std::optional<Slot> parse_slot(std::string_view item) {
  if (item == "?") return Slot{{}, SlotKind::free};
  SlotKind kind = SlotKind::normal;
  if (is_sign(item.back())) {
    kind = item.back() == '=' ? SlotKind::exact : SlotKind::reserved;
    item.remove_suffix(1);
    item = item.substr(0, item.find_last_not_of(blanks) + 1);
  }
  const auto color = parse_color(item);
  if (!color) return std::nullopt;
  return Slot{*color, kind};
}

}  // namespace

std::optional<SlotItem> SlotTextReader::next() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(separators), rest_.size()));
  if (rest_.empty()) return std::nullopt;
  std::size_t length = item_length(rest_);
  const bool takes_sign = rest_.front() != '?' && !is_sign(rest_[length - 1]);
  if (takes_sign) length += length_up_to_sign(rest_.substr(length));
  const std::string_view text = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return SlotItem{text, parse_slot(text)};
}

std::variant<std::vector<Slot>, SlotTextError> parse_slots(std::string_view text) {
  std::vector<Slot> slots;
  SlotTextReader reader(text);
  while (const auto item = reader.next()) {
    if (!item->slot) return SlotTextError{shortened(item->text)};
    if (slots.size() == most_slots) return SlotTextError{};
    slots.push_back(*item->slot);
  }
  return slots;
}

std::string slot_text(const Slot& slot) {
  switch (slot.kind) {
    case SlotKind::normal: return hex_name(slot.color);
    case SlotKind::exact: return hex_name(slot.color) + "=";
    case SlotKind::reserved: return hex_name(slot.color) + "!";
    case SlotKind::free: break;
  }
  return "?";
}

std::string slots_text(std::span<const Slot> slots) {
  std::string text;
  for (const Slot& slot : slots) {
    if (!text.empty()) text += ',';
    text += slot_text(slot);
  }
  return text;
}

}  // namespace kmq

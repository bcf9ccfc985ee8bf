// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/palette.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string_view>

namespace kmq {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

/// The indices of the slots of a kind, without those whose color one before them has.
std::vector<std::uint8_t> first_indices(std::span<const Slot> slots, SlotKind kind) {
  std::vector<std::uint8_t> indices;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const bool is_known =
        std::ranges::any_of(indices, [&](std::uint8_t j) { return slots[j].color == slots[i].color; });
    if (slots[i].kind == kind && !is_known) indices.push_back(static_cast<std::uint8_t>(i));
  }
  return indices;
}

}  // namespace

Palette::Palette(const std::vector<Rgb8>& colors) {
  std::vector<Slot> slots;
  for (const Rgb8 color : colors) slots.push_back({color});
  *this = of_slots(slots);
  assert(usable_.size() == colors.size());
}

Palette Palette::of_slots(std::span<const Slot> slots, PaletteOrigin origin) {
  assert(!slots.empty() && slots.size() <= PaletteSize::max);
  Palette result;
  result.origin_ = origin;
  for (const Slot& slot : slots) {
    assert(slot.kind != SlotKind::free);
    result.colors_.push_back(slot.color);
    if (slot.kind == SlotKind::reserved) result.has_reserved_ = true;
  }
  result.usable_ = first_indices(slots, SlotKind::normal);
  result.exact_ = first_indices(slots, SlotKind::exact);
  // Then no pixel that counts has another color; one that does not count gets the nearest all the same.
  if (result.usable_.empty()) result.usable_ = result.exact_;
  assert(!result.usable_.empty());
  return result;
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/palette_editor.h"

#include <algorithm>
#include <utility>

namespace kmq {
namespace {

using Index = std::optional<std::size_t>;

/// The given slot of each place of the palette that was found with them; none: it is a found color, or a key.
std::vector<Index> find_slots(const PaletteSpec& given, const Palette& shown) {
  const auto size = static_cast<std::size_t>(shown.size());
  std::vector<Index> result(size);
  const auto find_color = [&](std::size_t place) {
    const auto found = std::ranges::find(given.slots, Slot{shown[static_cast<int>(place)]});
    if (found != given.slots.end()) result[place] = static_cast<std::size_t>(found - given.slots.begin());
  };
  if (given.use == PaletteUse::only && given.slots.size() > PaletteSize::max) {
    for (std::size_t place = 0; place < size; ++place) find_color(place);  // those that are used
    return result;
  }
  std::size_t place = 0;
  for (std::size_t slot = 0; slot < given.slots.size() && place < size; ++slot) {
    if (given.use == PaletteUse::best_of && given.slots[slot].kind == SlotKind::normal) continue;
    result[place++] = slot;
  }
  if (given.use != PaletteUse::best_of) return result;
  for (; place < size; ++place) find_color(place);
  return result;
}

/// A choice among candidates is as free as a search; a free place for which there is no color is reserved.
SlotKind kind_of(const PaletteSpec& given, const Slot& slot, bool is_usable) {
  if (given.use == PaletteUse::best_of && slot.kind == SlotKind::normal) return SlotKind::free;
  return slot.kind == SlotKind::free && !is_usable ? SlotKind::reserved : slot.kind;
}

}  // namespace

PaletteEditor::PaletteEditor(PaletteWish given, int taken_by_transparency, std::optional<Rgb8> key_color,
                             const Palette& shown)
    : given_(std::move(given)),
      taken_by_transparency_(taken_by_transparency),
      slot_of_place_(find_slots(given_.spec, shown)) {
  for (std::size_t i = 0; i < slot_of_place_.size(); ++i) {
    const auto index = static_cast<std::uint8_t>(i);
    PalettePlace place{.color = shown[index]};
    const bool is_usable = std::ranges::binary_search(shown.usable(), index);
    if (const Index slot = slot_of_place_[i]) {
      place.kind = kind_of(given_.spec, given_.spec.slots[*slot], is_usable);
    }
    place.is_key = key_color == place.color && !is_usable;
    places_.push_back(place);
  }
}

bool PaletteEditor::can_change_kind(std::size_t index) const {
  return !places_[index].is_key && given_.spec.use != PaletteUse::best_of;
}

bool PaletteEditor::can_remove(std::size_t index) const {
  return !places_[index].is_key && std::ranges::count(places_, false, &PalettePlace::is_key) > 1;
}

PaletteWish PaletteEditor::with_room(std::vector<Slot> slots) const {
  PaletteWish wish{{given_.spec.use, std::move(slots)}, given_.k};
  if (wish.spec.use == PaletteUse::keep) {
    const int needed = static_cast<int>(wish.spec.slots.size()) + taken_by_transparency_;
    wish.k = std::min(std::max(wish.k.value_or(0), needed), PaletteSize::max);
  }
  return wish;
}

PaletteWish PaletteEditor::with_kind(std::size_t index, SlotKind kind) const {
  std::vector<Slot> slots = given_.spec.slots;
  const Slot changed{kind == SlotKind::free ? Rgb8{} : places_[index].color, kind};
  if (const Index slot = slot_of_place_[index]) {
    slots[*slot] = changed;
  } else if (kind != SlotKind::free) {
    slots.push_back(changed);
  }
  const bool is_filled_up = given_.spec.use != PaletteUse::only;
  while (is_filled_up && !slots.empty() && slots.back().kind == SlotKind::free) slots.pop_back();
  return with_room(std::move(slots));
}

PaletteWish PaletteEditor::with_added(std::span<const Rgb8> colors) const {
  std::vector<Slot> slots = given_.spec.slots;
  for (const Rgb8 color : colors) {
    const bool is_there = std::ranges::any_of(
        slots, [color](const Slot& slot) { return slot.kind != SlotKind::free && slot.color == color; });
    if (!is_there) slots.push_back({color});
  }
  return with_room(std::move(slots));
}

PaletteWish PaletteEditor::of_places(std::span<const PalettePlace> places) const {
  const bool is_only = given_.spec.use == PaletteUse::only;
  PaletteWish wish{{is_only ? PaletteUse::only : PaletteUse::keep, {}}, given_.k};
  for (const PalettePlace& place : places) {
    if (place.is_key && place.kind == SlotKind::free) continue;  // nobody gave it: it finds its place by itself
    wish.spec.slots.push_back({place.color, place.kind == SlotKind::free ? SlotKind::normal : place.kind});
  }
  const auto colors = std::ranges::count(places, false, &PalettePlace::is_key);
  if (!is_only) wish.k = static_cast<int>(colors) + taken_by_transparency_;
  return wish;
}

PaletteWish PaletteEditor::locked() const { return of_places(places_); }

PaletteWish PaletteEditor::with_color(std::size_t index, Rgb8 color) const {
  std::vector<PalettePlace> places = places_;
  places[index].color = color;
  return of_places(places);
}

PaletteWish PaletteEditor::without(std::size_t index) const {
  std::vector<PalettePlace> places = places_;
  places.erase(places.begin() + static_cast<std::ptrdiff_t>(index));
  return of_places(places);
}

PaletteWish PaletteEditor::moved(std::size_t from, std::size_t to) const {
  std::vector<PalettePlace> places = places_;
  const auto at = [&places](std::size_t index) { return places.begin() + static_cast<std::ptrdiff_t>(index); };
  if (from < to) {
    std::rotate(at(from), at(from + 1), at(to + 1));
  } else {
    std::rotate(at(to), at(from), at(from + 1));
  }
  return of_places(places);
}

PaletteWish PaletteEditor::freed() const { return {.spec = {}, .k = given_.k}; }

}  // namespace kmq

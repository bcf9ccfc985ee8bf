// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/spec.h"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace kmq {
namespace {

std::size_t count_of(const std::vector<Slot>& slots, SlotKind kind) {
  return static_cast<std::size_t>(std::ranges::count(slots, kind, &Slot::kind));
}

void add_once(std::vector<Rgb8>& colors, Rgb8 color) {
  if (std::ranges::find(colors, color) == colors.end()) colors.push_back(color);
}

/// Each once, in the order of their first appearance: thousands of them, so not by add_once().
std::vector<Rgb8> distinct_normal_colors(const std::vector<Slot>& slots) {
  std::vector<bool> is_known(color_key_count);
  std::vector<Rgb8> colors;
  for (const Slot& slot : slots) {
    if (slot.kind != SlotKind::normal || is_known[color_key(slot.color)]) continue;
    is_known[color_key(slot.color)] = true;
    colors.push_back(slot.color);
  }
  return colors;
}

/// Slots that take a place whatever is found.
std::size_t given_count(const PaletteSpec& spec) {
  return spec.use == PaletteUse::best_of ? spec.slots.size() - count_of(spec.slots, SlotKind::normal)
                                         : spec.slots.size();
}

}  // namespace

std::optional<SpecProblem> problem_of(const PaletteSpec& spec, PaletteSize k) {
  const std::size_t normal_count = count_of(spec.slots, SlotKind::normal);
  const std::size_t free_count = count_of(spec.slots, SlotKind::free);
  const auto room = static_cast<std::size_t>(spec.use == PaletteUse::only ? PaletteSize::max : k.value());
  if (spec.use != PaletteUse::keep && spec.slots.empty()) return SpecProblem::nothing_given;
  if (spec.use == PaletteUse::best_of && free_count > 0) return SpecProblem::free_candidate;
  if (given_count(spec) > room) return SpecProblem::too_many;
  const bool has_room_left = spec.use != PaletteUse::only && given_count(spec) < room;
  const bool finds_some = spec.use == PaletteUse::best_of ? has_room_left && normal_count > 0
                                                          : has_room_left || free_count > 0 || normal_count > 0;
  if (!finds_some) return SpecProblem::nothing_for_most;
  return std::nullopt;
}

PalettePlaces::PalettePlaces(const PaletteSpec& spec, PaletteSize k) {
  assert(!problem_of(spec, k));
  const bool is_choice = spec.use == PaletteUse::best_of;
  for (const Slot& slot : spec.slots) {
    if (!is_choice || slot.kind != SlotKind::normal) add_given(slot);
  }
  if (is_choice) candidates_ = distinct_normal_colors(spec.slots);
  std::size_t size = slots_.size();
  if (spec.use != PaletteUse::only) size = static_cast<std::size_t>(k.value());
  if (is_choice) size = std::min(size, slots_.size() + candidates_.size());
  free_count_ += size - slots_.size();
  slots_.resize(size, Slot{{}, SlotKind::free});
}

void PalettePlaces::add_given(const Slot& slot) {
  slots_.push_back(slot);
  switch (slot.kind) {
    case SlotKind::normal: add_once(fixed_, slot.color); break;
    case SlotKind::exact: add_once(exact_, slot.color); break;
    case SlotKind::reserved: break;
    case SlotKind::free: ++free_count_; break;
  }
}

Palette PalettePlaces::filled(std::span<const Rgb8> colors, PaletteOrigin origin) const {
  assert(colors.size() <= free_count_);
  std::vector<Slot> filled = slots_;
  auto next = colors.begin();
  for (Slot& slot : filled) {
    if (slot.kind != SlotKind::free || next == colors.end()) continue;
    slot = {*next++, SlotKind::normal};
  }
  while (!filled.empty() && filled.back().kind == SlotKind::free) filled.pop_back();
  for (Slot& slot : filled) {
    if (slot.kind == SlotKind::free) slot = {{}, SlotKind::reserved};
  }
  return Palette::of_slots(filled, origin);
}

PaletteSpec with_reserved(PaletteSpec spec, Rgb8 color) {
  bool is_there = false;
  for (Slot& slot : spec.slots) {
    if (slot.kind == SlotKind::free || slot.color != color) continue;
    slot.kind = SlotKind::reserved;
    is_there = true;
  }
  if (!is_there) spec.slots.push_back({color, SlotKind::reserved});
  return spec;
}

int least_k(const PaletteSpec& spec) {
  const bool needs_one_more = spec.use == PaletteUse::best_of || count_of(spec.slots, SlotKind::normal) == 0;
  const int given = spec.use == PaletteUse::only ? 0 : static_cast<int>(given_count(spec));
  return std::clamp(needs_one_more ? given + 1 : given, PaletteSize::min, PaletteSize::max);
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/used_slots.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "core/base/parallel.h"
#include "core/color/points.h"

namespace kmq {
namespace {

std::size_t find_slot(std::span<const Slot> slots, std::span<const Point> points, Rgb8 color, ColorSpace space) {
  const auto exact = std::ranges::find(slots, Slot{color, SlotKind::exact});
  if (exact != slots.end()) return static_cast<std::size_t>(exact - slots.begin());
  const Point wanted = to_point(color, space);
  std::size_t nearest = 0;
  int least = std::numeric_limits<int>::max();
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].kind != SlotKind::normal) continue;
    const int distance = (points[i].cast<int>() - wanted.cast<int>()).squaredNorm();
    if (distance >= least) continue;
    nearest = i;
    least = distance;
  }
  return nearest;
}

}  // namespace

std::vector<Slot> used_slots(const ColorHistogram& histogram, std::span<const Slot> slots, ColorSpace space) {
  assert(std::ranges::any_of(slots, [](const Slot& slot) { return slot.kind == SlotKind::normal; }));
  std::vector<Point> points;
  for (const Slot& slot : slots) points.push_back(to_point(slot.color, space));
  std::vector<std::uint8_t> is_used(slots.size(), 0);
  for_parts(histogram.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t slot = find_slot(slots, points, histogram.color(i), space);
      std::atomic_ref(is_used[slot]).store(1, std::memory_order_relaxed);
    }
  });
  std::vector<Slot> used;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (is_used[i] != 0) used.push_back(slots[i]);
  }
  return used;
}

}  // namespace kmq

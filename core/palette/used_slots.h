// SPDX-License-Identifier: GPL-3.0-or-later
// Which of more colors than a palette can have a picture needs.
#pragma once

#include <span>
#include <vector>

#include "core/color/space.h"
#include "core/histogram/color_histogram.h"
#include "core/palette/slot.h"

namespace kmq {

/// Returns the slots that colors of the picture get, in their order: the exact one of the same color, else the nearest
/// normal one, the first of equal ones.
///
/// slots  none of them free, at least one normal
std::vector<Slot> used_slots(const ColorHistogram& histogram, std::span<const Slot> slots, ColorSpace space);

}  // namespace kmq

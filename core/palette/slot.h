// SPDX-License-Identifier: GPL-3.0-or-later
// A place in the palette that the user brought, and which pixels may have it.
#pragma once

#include "core/color/color.h"

namespace kmq {

/// Which pixels get a slot.
enum class SlotKind {
  normal,    ///< the pixels nearest to its color
  exact,     ///< only pixels of exactly its color
  reserved,  ///< none: it keeps its place
  free,      ///< the search finds its color
};

struct Slot {
  Rgb8 color;  ///< of a free slot: without meaning
  SlotKind kind = SlotKind::normal;

  friend bool operator==(const Slot&, const Slot&) = default;
};

}  // namespace kmq

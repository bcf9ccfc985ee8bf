// SPDX-License-Identifier: GPL-3.0-or-later
// Given colors, as tests write them.
#pragma once

#include <vector>

#include "core/palette/spec.h"

namespace kmq {

inline PaletteSpec given(const std::vector<Rgb8>& colors, PaletteUse use = PaletteUse::keep) {
  PaletteSpec spec{use, {}};
  for (const Rgb8 color : colors) spec.slots.push_back({color});
  return spec;
}

}  // namespace kmq

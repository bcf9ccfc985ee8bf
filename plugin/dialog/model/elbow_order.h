// SPDX-License-Identifier: GPL-3.0-or-later
// In which order the numbers of colors are tried, so that the whole curve is seen early.
#pragma once

#include <vector>

namespace kmq {

/// Returns min, min + step, … up to max: first the ends, then the middle of the widest gaps.
///
/// min   ≤ max
/// step  ≥ 1
std::vector<int> coarse_to_fine(int min, int max, int step);

}  // namespace kmq

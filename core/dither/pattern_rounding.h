// SPDX-License-Identifier: GPL-3.0-or-later
// Deep pixels → 8 bits whose mean over a small area is that of the deep pixels.
#pragma once

#include <array>
#include <span>

#include "core/color/color.h"

namespace kmq {

/// Red, green, blue and alpha, 0 .. 1; what lies outside is cut off, and what is no number is 0.
using DeepPixel = std::array<float, 4>;

/// Rounds a row of pixels up or down by blue_noise(), so that dithering mixes the colors that were meant and not those
/// that 8 bits have: a ramp from one level to the next becomes an even pattern, not a step.
///
/// A value within 1/16 of a level (what half floats can be off) is that level: what once had 8 bits gets no pattern.
/// Alpha is rounded to the nearest.
///
/// x, y    place of the first pixel in the pattern, ≥ 0
/// pixels  as many as in the row
void round_by_pattern(std::span<const DeepPixel> row, int x, int y, std::span<Rgba8> pixels);

}  // namespace kmq

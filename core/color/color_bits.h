// SPDX-License-Identifier: GPL-3.0-or-later
// The colors that a device with few bits per channel shows.
#pragma once

#include <cstdint>
#include <vector>

#include "core/color/color.h"

namespace kmq {

/// Bits of red, green and blue, as hardware names its modes.
enum class ColorBits { b888, b565, b555, b444, b333, b332, b222 };

/// Returns the color of the device that is nearest to a color. A channel of n bits shows 2ⁿ values: its bits repeated
/// until they fill 8.
Rgb8 device_color(Rgb8 color, ColorBits bits);

/// How many colors the device has.
std::uint32_t device_color_count(ColorBits bits);

/// Returns all colors of a device that has at most 4096 of them, red the slowest.
std::vector<Rgb8> device_colors(ColorBits bits);

/// Returns the color of the device that is nearest to a color and those around it: at most so many steps away in each
/// channel.
std::vector<Rgb8> device_neighbors(Rgb8 color, ColorBits bits, int steps);

}  // namespace kmq

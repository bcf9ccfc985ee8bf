// SPDX-License-Identifier: GPL-3.0-or-later
// The setting "fixed-colors" as text, to which the palette adds its locked colors.
#pragma once

#include <string>
#include <string_view>

#include "core/color/color.h"

namespace kmq {

/// Returns the list with the color at its end.
std::string with_color(std::string_view list, Rgb8 color);

/// Returns the list without the color; the rest stays as it was written.
std::string without_color(std::string_view list, Rgb8 color);

/// Tells whether the list names the color.
bool has_color(std::string_view list, Rgb8 color);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// One color as people write it.
#pragma once

#include <optional>
#include <string_view>

#include "core/color/color.h"

namespace kmq {

/// Returns the color that a text means, or nothing if it is not one of the forms #rgb, #rrggbb, rgb, rrggbb, a name of
/// CSS, rgb(r, g, b) with 0..255, and rgb(r%, g%, b%); either case, no spaces around.
///
/// Source  W3C, CSS Color Module Level 4, sections 5.1, 5.2 and 6.1; the forms without # are how other programs
///         copy colors
std::optional<Rgb8> parse_color(std::string_view text);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The named colors of style sheets, as people also write them in other places.
#pragma once

#include <optional>
#include <string_view>

#include "core/color/color.h"

namespace kmq {

/// Returns the color that a name of CSS means, in either case, or nothing for another name.
///
/// Source  W3C, CSS Color Module Level 4, section 6.1
std::optional<Rgb8> css_color(std::string_view name);

}  // namespace kmq

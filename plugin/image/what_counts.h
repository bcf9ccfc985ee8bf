// SPDX-License-Identifier: GPL-3.0-or-later
// What a run counts and what it changes beside colors, in words, for those who look before they press OK.
#pragma once

#include <string>
#include <vector>

#include "plugin/image/drawables.h"

namespace kmq {

/// Returns whose pixels decide about the palette, such as "2 of 3 layers, the selection, 1 effect".
///
/// drawables  of the image, at least one: all that are considered
std::string what_counts(GimpImage* image, const Drawables& drawables);

/// Returns a sentence for each thing beside the colors that the output takes away.
///
/// drawables  to which the output is written
std::vector<std::string> losses(GimpImage* image, const Drawables& drawables, Output output);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels of one palette color, as screen printing and plotters take them: that color where it is used.
#pragma once

#include <gegl.h>

#include <cstdint>

#include "core/color/color.h"
#include "plugin/pixels/labels.h"

namespace kmq {

/// Writes a color where pixels have its label, with their alpha × selection × mask; elsewhere the target stays as it
/// is.
///
/// labels  of the same area
/// target  with alpha; its pixel (0, 0) is the first of the area
void write_separation(const PixelArea& from, const AreaLabels& labels, std::uint8_t label, Rgb8 color,
                      GeglBuffer* target);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The light of a color space as babl knows it.
#pragma once

#include <babl/babl.h>

#include "core/color/space.h"
#include "core/dither/light_model.h"

namespace kmq {

/// Returns how bright the values of a color space are; lives as long as the program, as the spaces of babl do.
///
/// Any thread may call.
///
/// space  of three channels
const LightModel& light_of(const Babl* space);

/// Returns what colors of a space look like, for ColorSpace: nullptr if it is sRGB. Lives as long as the program.
///
/// Any thread may call.
///
/// space  of three channels
const RgbModel* rgb_model_of(const Babl* space);

}  // namespace kmq

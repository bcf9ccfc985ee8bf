// SPDX-License-Identifier: GPL-3.0-or-later
// Logos, text, screenshots, comics: pictures for which it is worth to let the flat areas decide.
#pragma once

#include <cstddef>

#include "plugin/pixels/picture.h"

namespace kmq {

/// Returns the share, 0..1, of the pixels that have the color of their four neighbors, without fully transparent ones.
/// Of a high picture it looks at 512 rows: milliseconds, whatever its size.
double flat_share(const Picture& picture);

/// Whether a picture has much flat area and, beside it, little but the blends of soft edges: a photograph on white has
/// more colors.
///
/// pixels  those that count
bool is_flat_art(double flat_share, std::size_t distinct_colors, double pixels);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// A palette as a picture of swatches.
#pragma once

#include <string>

#include "core/palette/palette.h"

namespace kmq {

/// Returns the bytes of an indexed PNG with one swatch of 16 × 16 pixels per color, 16 swatches in a row.
///
/// Its color table is the palette, and its pixels, read row by row, show the colors for the first time in palette
/// order: readers of either get the palette. What is left of the last row repeats the last color. The data are
/// stored, not compressed, so that the bytes do not depend on a version of zlib.
///
/// Source  W3C, Portable Network Graphics (PNG) Specification, third edition; RFC 1950; RFC 1951, section 3.2.4
std::string palette_png_bytes(const Palette& palette);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Small connected areas of one palette color: dust in a picture of few colors.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kmq {

/// Gives areas of one label that are smaller than a size the label that most of their border has.
///
/// An area is connected through pixels side by side (4 neighbors); its border are the sides at which it meets other
/// pixels that take part. If several labels have the same share of it, the lowest counts; an area that meets none
/// stays. Areas grow together, the smallest first, so that none that is too small is left where there is something to
/// join. The time grows with the pixels alone, and beside the labels two bits of memory are needed for each.
///
/// labels      row by row, from top to bottom, as many as pixels; changed in place
/// takes_part  as many: false for pixels that are no part of any area, and keep their labels
/// width       pixels in a row, ≥ 1
/// size        in pixels; with 0 and 1 nothing changes
void remove_specks(std::span<std::uint8_t> labels, const std::vector<bool>& takes_part, int width, int size);

}  // namespace kmq

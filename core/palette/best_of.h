// SPDX-License-Identifier: GPL-3.0-or-later
// The palette from a stock of colors: threads, bricks, the colors of a device.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/run_control.h"
#include "core/color/color.h"
#include "core/color/space.h"
#include "core/kmeans/color_grid.h"

namespace kmq {

/// What a choice among given colors is about.
struct Choice {
  const ColorGrid& fine;              ///< all colors of the picture
  const ColorGrid& coarse;            ///< fewer points that stand for them
  std::span<const Rgb8> fixed;        ///< colors that the palette has in any case
  std::span<const Rgb8> candidates;   ///< no two equal
  std::size_t count;                  ///< of colors to choose: at least 1, at most as many as candidates
  ColorSpace space;                   ///< of the grids
};

/// Returns the candidates nearest to the wishes, each candidate once; where several wishes have the same, further ones
/// where the points cost most.
///
/// wishes   at most choice.count
std::vector<Rgb8> nearest_candidates(const Choice& choice, std::span<const Rgb8> wishes);

/// Returns the candidates with the lowest cost that it finds, in the order of the candidates: it starts from those that
/// are nearest to the wishes, and exchanges one at a time as long as that pays. Never above nearest_candidates(); where
/// all choices can be tried, the best of all.
///
/// wishes  at most choice.count: what would be best if any color could be had
/// Throws  Canceled
/// Source  E. Schubert, P. J. Rousseeuw 2021, "Fast and eager k-medoids clustering", Information Systems 101; trying
/// all:
///         A. H. Land, A. G. Doig 1960, "An automatic method of solving discrete programming problems" (branch and
///         bound)
std::vector<Rgb8> best_candidates(const Choice& choice, std::span<const Rgb8> wishes, const RunControl& control);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Flat areas with soft edges: text, logos, flags.
#pragma once

#include <optional>
#include <vector>

#include "core/histogram/color_histogram.h"
#include "core/kmeans/partition.h"

namespace kmq {

/// Finds the clusters that are a flat area with its soft edge, and the colors of the areas.
///
/// The mean of such a cluster is a color that nobody meant: black text comes out as dark gray. In a flat picture, one
/// in which the most frequent colors of the clusters together have most of the pixels, an area's color stands
/// out in its cluster, and nearly all others of the cluster lie between it and the color of another area,
/// channel by channel. What itself lies on the way between two others is no area but a step of an
/// edge.
///
/// Letters are hardly wider than their edge, of which a step may be more frequent than their own color: there the
/// others have to lie on the straight way. Where flat_weights() are known, a color without any is never another area.
///
/// Returns  for each cluster its area's color, or nothing
std::vector<std::optional<Rgb8>> flat_colors(const ColorHistogram& histogram, const Partition& partition);

}  // namespace kmq

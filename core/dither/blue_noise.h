// SPDX-License-Identifier: GPL-3.0-or-later
// The threshold mask of blue-noise dithering.
#pragma once

#include <array>
#include <cstdint>

namespace kmq {

inline constexpr int blue_noise_size = 64;
inline constexpr int blue_noise_ranks = blue_noise_size * blue_noise_size;

/// Row by row, each rank 0 .. blue_noise_ranks − 1 once.
using BlueNoise = std::array<std::uint16_t, blue_noise_ranks>;

/// Returns a mask whose pixels below any threshold lie evenly without a pattern, also across its edges: the
/// void-and-cluster method.
///
/// Computed at the first call, in a few milliseconds and in integers: the same on every platform.
///
/// Source  R. Ulichney 1993, "The void-and-cluster method for dither array generation", Proc. SPIE 1913
const BlueNoise& blue_noise();

}  // namespace kmq

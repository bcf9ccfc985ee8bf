// SPDX-License-Identifier: GPL-3.0-or-later
// Which neighbors of a pixel get which part of its error.
#pragma once

#include <array>
#include <cstddef>

#include "core/dither/dither_options.h"

namespace kmq {

/// No neighbor is further away, ahead, behind or below.
inline constexpr int kernel_reach = 2;

struct ErrorPart {
  int ahead;  ///< columns in the direction of the row, negative: behind
  int below;  ///< rows
  int share;  ///< of DiffusionKernel::whole
};

template <std::size_t size>
struct DiffusionKernel {
  std::array<ErrorPart, size> parts;
  /// The sum of the shares: all of the error is passed on.
  int whole = 0;

  explicit constexpr DiffusionKernel(const std::array<ErrorPart, size>& all) : parts(all) {
    for (const ErrorPart& part : parts) whole += part.share;
  }
};

/// Source  R. W. Floyd, L. Steinberg 1976, "An adaptive algorithm for spatial greyscale", Proc. SID 17/2
inline constexpr DiffusionKernel floyd_steinberg_kernel(
    std::to_array<ErrorPart>({{1, 0, 7}, {-1, 1, 3}, {0, 1, 5}, {1, 1, 1}}));

/// All of the error, so that areas keep their light; his own method, which loses a quarter of it, is this one with
/// DitherOptions::amount 0.75.
///
/// Source  B. Atkinson 1984, in MacPaint
inline constexpr DiffusionKernel atkinson_kernel(
    std::to_array<ErrorPart>({{1, 0, 1}, {2, 0, 1}, {-1, 1, 1}, {0, 1, 1}, {1, 1, 1}, {0, 2, 1}}));

/// Source  P. Stucki 1981, "MECCA: a multiple-error correcting computation algorithm for bilevel image hardcopy
///         reproduction", IBM Research Report RZ1060
inline constexpr DiffusionKernel stucki_kernel(std::to_array<ErrorPart>({{1, 0, 8},
                                                                         {2, 0, 4},
                                                                         {-2, 1, 2},
                                                                         {-1, 1, 4},
                                                                         {0, 1, 8},
                                                                         {1, 1, 4},
                                                                         {2, 1, 2},
                                                                         {-2, 2, 1},
                                                                         {-1, 2, 2},
                                                                         {0, 2, 4},
                                                                         {1, 2, 2},
                                                                         {2, 2, 1}}));

/// Source  J. F. Jarvis, C. N. Judice, W. H. Ninke 1976, "A survey of techniques for the display of continuous tone
///         pictures on bilevel displays", Computer Graphics and Image Processing 5/1
inline constexpr DiffusionKernel jarvis_kernel(std::to_array<ErrorPart>({{1, 0, 7},
                                                                         {2, 0, 5},
                                                                         {-2, 1, 3},
                                                                         {-1, 1, 5},
                                                                         {0, 1, 7},
                                                                         {1, 1, 5},
                                                                         {2, 1, 3},
                                                                         {-2, 2, 1},
                                                                         {-1, 2, 3},
                                                                         {0, 2, 5},
                                                                         {1, 2, 3},
                                                                         {2, 2, 1}}));

/// Source  F. Sierra 1989, in CompuServe's GO GRAPHSUP
inline constexpr DiffusionKernel sierra_kernel(std::to_array<ErrorPart>(
    {{1, 0, 5}, {2, 0, 3}, {-2, 1, 2}, {-1, 1, 4}, {0, 1, 5}, {1, 1, 4}, {2, 1, 2}, {-1, 2, 2}, {0, 2, 3}, {1, 2, 2}}));

/// Calls use.operator()<kernel>() for the kernel of a method, so that the compiler knows it.
///
/// method  is_error_diffusion()
template <typename Use>
void with_kernel(DitherMethod method, const Use& use) {
  switch (method) {
    case DitherMethod::atkinson: use.template operator()<atkinson_kernel>(); break;
    case DitherMethod::stucki: use.template operator()<stucki_kernel>(); break;
    case DitherMethod::jarvis: use.template operator()<jarvis_kernel>(); break;
    case DitherMethod::sierra: use.template operator()<sierra_kernel>(); break;
    default: use.template operator()<floyd_steinberg_kernel>(); break;
  }
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// How far two pictures differ for an eye that does not see single pixels.
#pragma once

#include "tests/benchmark/ppm.h"

namespace kmq {

/// Returns the mean over the pixels of the squared distance, in encoded RGB 0..255, after both pictures were blurred
/// in linear light by a Gaussian of standard deviation 1.5 pixels.
///
/// Throws  std::runtime_error with a sentence if their sizes differ
double blurred_error(const Picture& original, const Picture& other);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The picture that the Google Benchmark programs measure with.
#pragma once

#include <vector>

#include "core/histogram/color_histogram.h"
#include "tests/benchmark/ppm.h"

namespace kmq {

/// Returns the picture that the environment variable KMQ_PICTURE names, a binary PPM, or else a generated one:
/// 1024 × 768, slopes of color under noise. The same on every call.
///
/// An unreadable file ends the program with a sentence.
const Picture& benchmark_picture();

/// Returns the pixels as GIMP's tiles have them, opaque.
std::vector<Rgba8> with_alpha(const Picture& picture);

/// Returns the colors of benchmark_picture(), counted once.
const ColorHistogram& benchmark_histogram();

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// How pixels are dithered.
#pragma once

#include "core/dither/light_model.h"

namespace kmq {

enum class DitherMethod {
  none,             ///< the nearest palette color
  floyd_steinberg,  ///< errors passed on to the neighbors: finest, but a change in one place changes what follows
  atkinson,         ///< the same, to near neighbors in equal parts
  stucki,           ///< the same, to neighbors further away: smoother, less sharp
  jarvis,           ///< the same, evenest
  sierra,           ///< the same, between the last two and Floyd–Steinberg
  blue_noise,       ///< an even pattern without visible order, fixed in its place: for animations
  bayer,            ///< a regular pattern, as on old screens
};

/// Whether errors of pixels are passed on to their neighbors, so that each depends on those before it.
constexpr bool is_error_diffusion(DitherMethod method) {
  return method != DitherMethod::none && method != DitherMethod::blue_noise && method != DitherMethod::bayer;
}

/// Width and height of the regular pattern; its value is the number.
enum class BayerSize { b2 = 2, b4 = 4, b8 = 8, b16 = 16 };

struct DitherOptions {
  DitherMethod method = DitherMethod::none;
  /// Strength of the dithering, 0 (none) .. 1.
  double amount = 1;
  BayerSize bayer_size = BayerSize::b8;
  /// A pixel takes a palette color that is at most so far away (Euclidean, 0..255 per channel) and starts no pattern.
  int threshold = 0;
  /// Of the color space of pixels and palette; outlives what is made with these options.
  const LightModel* light = &LightModel::srgb();

  friend bool operator==(const DitherOptions&, const DitherOptions&) = default;
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Where the result goes, and what that means for the pixels.
#pragma once

#include "plugin/pixels/tiles.h"

namespace kmq {

/// Where the result goes.
enum class Output {
  layer,      ///< the drawables are rewritten
  new_layer,  ///< into a copy above each drawable, which stays as it is
  indexed,    ///< the whole image becomes indexed with exactly this palette, in this order
  palette,    ///< the pixels stay as they are
};

/// Returns what the output makes of alpha.
inline AlphaRule alpha_rule_of(Output output) {
  return output == Output::indexed ? AlphaRule::is_one_bit : AlphaRule::weighs;
}

}  // namespace kmq

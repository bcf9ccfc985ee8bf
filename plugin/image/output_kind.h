// SPDX-License-Identifier: GPL-3.0-or-later
// Where the result goes.
#pragma once

namespace kmq {

/// Where the result goes.
enum class Output {
  layer,        ///< the drawables are rewritten
  new_layer,    ///< into a copy above each drawable, which stays as it is
  separations,  ///< into a group above each drawable, with a layer for each color
  indexed,      ///< the whole image becomes indexed with exactly this palette, in this order
  palette,      ///< the pixels stay as they are
};

}  // namespace kmq

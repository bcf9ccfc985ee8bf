// SPDX-License-Identifier: GPL-3.0-or-later
// Where the result goes.
#pragma once

namespace kmq {

/// Where the result goes.
enum class Output {
  layer,      ///< the drawables are rewritten
  new_layer,  ///< into a copy above each drawable, which stays as it is
  indexed,    ///< the whole image becomes indexed with exactly this palette, in this order
  palette,    ///< the pixels stay as they are
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Where the distances between colors are measured.
#pragma once

namespace kmq {

enum class ColorSpace {
  rgb,    ///< the encoded values, as pixels hold them
  oklab,  ///< Oklab: differences as seen, smooth in hue
  lab,    ///< CIE L*a*b*, D65: differences as seen
};

}  // namespace kmq

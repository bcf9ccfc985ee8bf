// SPDX-License-Identifier: GPL-3.0-or-later
// Core's Palette as a palette of GIMP.
#pragma once

#include <libgimp/gimp.h>

#include <string>
#include <vector>

#include "core/palette.h"

namespace kmq {

/// Returns the colors of a palette in its order, converted to the format.
///
/// format  "R'G'B' u8" in some space
std::vector<Rgb8> colors_of(GimpPalette* palette, const Babl* format);

/// A new palette among the user's palettes, which goes away again with this object unless it is kept.
class NewGimpPalette {
 public:
  /// name    GIMP appends a number if it is taken
  /// format  "R'G'B' u8" in the space that the colors are meant in
  /// Throws  std::runtime_error if GIMP refuses
  NewGimpPalette(const Palette& colors, const std::string& name, const Babl* format);
  ~NewGimpPalette();
  NewGimpPalette(const NewGimpPalette&) = delete;
  NewGimpPalette& operator=(const NewGimpPalette&) = delete;

  void keep() { is_kept_ = true; }
  [[nodiscard]] GimpPalette* get() const { return palette_; }

 private:
  void add_colors(const Palette& colors, const Babl* format);

  GimpPalette* palette_;  // libgimp's own reference
  bool is_kept_ = false;
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Palettes ↔ palettes of GIMP.
#pragma once

#include <libgimp/gimp.h>

#include <string>
#include <vector>

#include "plugin/palettes/named_palette.h"

namespace kmq {

/// Returns the colors of a palette in its order, converted to the format.
///
/// format  "R'G'B' u8" in some space
std::vector<Rgb8> colors_of(GimpPalette* palette, const Babl* format);

/// A palette among the user's palettes; a new one goes away again with this object unless it is kept.
class UserPalette {
 public:
  /// Takes the palette that has this name, colors and color names already, if there is one, else makes it.
  ///
  /// palette  GIMP appends a number to the name if another palette has it
  /// format   "R'G'B' u8" in the space that the colors are meant in
  /// Throws   UserError if the folder of the palettes cannot be written; std::runtime_error if GIMP refuses
  UserPalette(const NamedPalette& palette, const Babl* format);
  ~UserPalette();
  UserPalette(const UserPalette&) = delete;
  UserPalette& operator=(const UserPalette&) = delete;

  void keep() { is_temporary_ = false; }
  [[nodiscard]] GimpPalette* get() const { return palette_; }

 private:
  GimpPalette* palette_;  // libgimp's own reference
  bool is_temporary_;
};

}  // namespace kmq

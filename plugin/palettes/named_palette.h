// SPDX-License-Identifier: GPL-3.0-or-later
// A palette as users meet it, in GIMP's Palettes dialog and in files: with names.
#pragma once

#include <string>
#include <vector>

#include "core/quantize.h"

namespace kmq {

/// Returns the name of a color that has a share (0..1) of the pixels: "#aabbcc 12.3 %", in every language.
std::string color_name(Rgb8 color, double share);

struct NamedPalette {
  Palette colors;
  /// As many as colors.
  std::vector<std::string> color_names;
  std::string name;
};

/// Returns a name as it comes back from a palette file of GIMP, where it is part of one line, and as long as the name
/// of that file may be.
std::string storable_name(const std::string& name);

/// Names each color by its color_name().
NamedPalette named_palette(const Quantization& quantization, std::string name);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures for measuring: binary PPM (P6) with 8 bits per channel.
#pragma once

#include <string>
#include <vector>

#include "core/color/color.h"

namespace kmq {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<Rgb8> pixels;  // row by row
};

/// Throws std::runtime_error with a sentence if the file cannot be read or is no such picture.
Picture read_ppm(const std::string& path);

/// Throws std::runtime_error with a sentence if the file cannot be written.
void write_ppm(const std::string& path, const Picture& picture);

}  // namespace kmq

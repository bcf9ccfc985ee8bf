// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/appearance.h"

#include <cassert>

namespace kmq {

void AppearanceOrder::add(Rgb8 color) {
  const std::uint32_t key = color_key(color);
  if (is_known_[key]) return;
  is_known_[key] = true;
  keys_.push_back(key);
}

void AppearanceOrder::add(std::span<const Rgba8> pixels) {
  for (const Rgba8& pixel : pixels) {
    if (pixel.alpha != 0) add(pixel.rgb());
  }
}

void AppearanceOrder::add(std::span<const Rgba8> pixels, std::span<const std::uint8_t> weights) {
  assert(pixels.size() == weights.size());
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    if (pixels[i].alpha != 0 && weights[i] != 0) add(pixels[i].rgb());
  }
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which colors appear in a picture, for palettes that keep it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/color/color.h"

namespace kmq {

/// Notes each color when it appears for the first time. Pixels come in the order that counts.
class AppearanceOrder {
 public:
  /// Adds pixels of alpha > 0.
  void add(std::span<const Rgba8> pixels);
  /// Adds pixels whose alpha and weight are > 0.
  ///
  /// weights  as many values as pixels
  void add(std::span<const Rgba8> pixels, std::span<const std::uint8_t> weights);

  /// color_key() of each color, in the order of its first pixel.
  [[nodiscard]] std::span<const std::uint32_t> keys() const { return keys_; }

 private:
  void add(Rgb8 color);

  std::vector<bool> is_known_ = std::vector<bool>(color_key_count, false);
  std::vector<std::uint32_t> keys_;
};

}  // namespace kmq

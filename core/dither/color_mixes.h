// SPDX-License-Identifier: GPL-3.0-or-later
// Of which palette colors a color is mixed.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "core/base/zeroed_array.h"
#include "core/dither/color_lattice.h"
#include "core/dither/dither_rules.h"

namespace kmq {

/// Mixes the corners of a ColorLattice of palette colors, by error diffusion on the spot, and sorts each mix from dark
/// to light. A mix is made when it is asked for first; several threads may ask.
///
/// Source  T. Knoll 1999, "Pattern dithering", US patent 6606166 (expired). Here the error fades as the rules of the
///         palette say, and the lattice, which saves a mix for each color, is ours.
class ColorMixes {
 public:
  /// options  its light outlives the mixes
  ColorMixes(const Palette& palette, const DitherOptions& options);

  [[nodiscard]] const ColorLattice& lattice() const { return lattice_; }
  /// Returns of how many palette colors, at most 256, each corner is mixed.
  [[nodiscard]] std::size_t mix_size() const { return fineness_.mix_size; }
  /// Returns mix_size() palette indices from dark to light.
  [[nodiscard]] const std::uint8_t* mix_of(std::size_t corner) {
    if (!is_known_[corner].load(std::memory_order_acquire)) [[unlikely]]
      make(corner);
    return &mixes_[corner * fineness_.mix_size];
  }

 private:
  struct Fineness {
    int cube_bits;
    std::size_t mix_size;
  };
  static Fineness fineness_for(const Palette& palette);

  void make(std::size_t corner);
  template <typename Rules>
  void blend(Rules& rules, Rgb8 color, std::span<std::uint8_t> mix) const;

  DitherRules rules_;
  std::vector<std::uint8_t> dark_to_light_;
  std::vector<std::uint8_t> lightness_ranks_;
  Fineness fineness_;
  ColorLattice lattice_;
  std::mutex mutex_;                          // of all that makes a mix
  std::vector<std::atomic<bool>> is_known_;   // by corner
  ZeroedArray<std::uint8_t> mixes_;           // by corner, each mix in one piece
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Dithering that passes the error of each pixel on to its neighbors.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/dither/diffusion_kernel.h"
#include "core/dither/dither_rules.h"

namespace kmq {

/// What part a pixel takes in dithering.
enum class DitherPart : std::uint8_t {
  none,  ///< it keeps its index, and errors that reach it are lost; wide kernels reach over a single one
  kept,  ///< it keeps its index; errors of others pass through, but not far into an area of such pixels
  full,
};

/// Pixels and what is known of them before they are dithered: as many of each.
struct DitherRows {
  std::span<const Rgba8> pixels;
  std::span<const DitherPart> parts;
  /// The light that stands for each; empty: it is found out on the way.
  std::span<const LinearColor> targets;

  [[nodiscard]] DitherRows part(std::size_t begin, std::size_t count) const {
    return {pixels.subspan(begin, count), parts.subspan(begin, count),
            targets.empty() ? targets : targets.subspan(begin, count)};
  }
};

/// Errors in linear light and in serpentines: even rows from left to right, odd ones back. Without serpentines, worms
/// run down to the right in flat areas.
///
/// Source  the kernels; serpentines: R. Ulichney 1987, "Digital Halftoning", section 8.3
class ErrorDiffusion {
 public:
  /// options  its method is_error_diffusion()
  /// y        of the first row
  /// width    pixels in a row
  ErrorDiffusion(const Palette& palette, const DitherOptions& options, int y, int width);

  /// Finds out the light that stands for each pixel, with all threads, if that takes long; else leaves it empty. It may
  /// run for the next rows while others are dithered.
  void find_targets(std::span<const Rgba8> pixels, std::vector<LinearColor>& targets) const;

  /// Chooses the palette indices of the next row.
  ///
  /// indices  those of `none` and `kept` stay
  void dither_row(const DitherRows& row, std::span<std::uint8_t> indices);

 private:
  using Errors = std::vector<LinearColor>;

  template <const auto& kernel, typename Rules>
  void dither_row(Rules& rules, const DitherRows& row, std::span<std::uint8_t> indices);
  template <const auto& kernel, typename Rules>
  void dither_pixel(Rules& rules, const LinearColor& target, std::size_t place, std::uint8_t& index);
  template <const auto& kernel>
  void pass_through(std::size_t place);
  template <const auto& kernel>
  void pass_on(const LinearColor& error, std::size_t place);
  template <const auto& kernel>
  [[nodiscard]] LinearColor received(std::size_t place) const;
  [[nodiscard]] std::uint8_t depth_behind(std::size_t place) const;
  void keep_what_leaves();
  void begin_next_row();

  DitherRules rules_;
  DitherMethod method_;
  int forward_;  // 1: to the right, −1: to the left
  // Errors for this row and those below, times the kernel's whole; a margin on both sides takes what leaves the
  // picture.
  std::array<Errors, kernel_reach + 1> errors_;
  // How deep in an area of kept pixels: 0 are dithered ones.
  std::vector<std::uint8_t> depths_;
  std::vector<std::uint8_t> depths_above_;
};

}  // namespace kmq

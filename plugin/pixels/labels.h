// SPDX-License-Identifier: GPL-3.0-or-later
// Pixels → the palette index of each: dithered band by band, or of a whole area that is cleaned of specks.
#pragma once

#include <gegl.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/dither/dither.h"
#include "core/palette/map.h"
#include "plugin/pixels/pixel_area.h"

namespace kmq {

/// How pixels become palette colors.
struct PixelMapping {
  PaletteMap& map;
  DitherOptions dither;
  /// In an indexed image: the index of transparent pixels; nothing: that of the color which they hide.
  std::optional<std::uint8_t> transparent_index = {};
  /// Areas smaller than this get the label around them, see remove_specks().
  int speck_size = 0;

  [[nodiscard]] bool removes_specks() const { return speck_size > 1; }
};

/// Where an area lies in the pattern of a dithering, which hangs in the image: what does not change from one layer of
/// an animation to the next keeps its indices, wherever the layers begin.
struct PatternPlace {
  int x;
  int y;
};
PatternPlace pattern_place(const PixelArea& from);

/// Reads pixels in 8 bits that have the means of deeper ones.
void read_rounded_by_pattern(const PixelArea& from, const GeglRectangle& band, std::vector<Rgba8>& pixels);

/// Rows of pixels and their labels.
struct LabeledBand {
  GeglRectangle area;
  std::span<const Rgba8> colors;
  /// By selection × mask; empty: all pixels fully.
  std::span<const std::uint8_t> weights;
  std::span<const std::uint8_t> labels;
};

/// What is done with a band; what it holds is gone afterwards.
using TakeBand = std::function<void(const LabeledBand&)>;

/// Labels the bands of an area, one after the other from top to bottom, so that memory does not grow with its height.
/// While one of them is dithered, the last one is taken and the next one is read.
class BandLabeler {
 public:
  /// from        its selection × mask says which pixels dithering takes
  /// alpha_rule  what alpha the pixels have
  BandLabeler(const PixelArea& from, const PixelMapping& mapping, const AlphaRule& alpha_rule);

  /// take  called on this thread, which alone talks to GEGL
  void label_bands(const TakeBand& take);

 private:
  struct Band {
    GeglRectangle area;
    std::vector<Rgba8> colors;
    std::vector<std::uint8_t> weights;
    std::vector<std::uint8_t> labels;
    Ditherer::Prepared prepared;

    [[nodiscard]] LabeledBand labeled() const { return {area, colors, weights, labels}; }
  };

  void read(const GeglRectangle& area, Band& band);

  const PixelArea& from_;
  DitherMethod method_;
  AlphaApplier alpha_;
  Ditherer ditherer_;
};

/// The labels of a whole area, in 10 bits of memory for each pixel, without specks if so is wanted.
class AreaLabels {
 public:
  /// Of what BandLabeler takes.
  AreaLabels(const PixelArea& from, const PixelMapping& mapping, const AlphaRule& alpha_rule);

  /// The labels of full rows.
  [[nodiscard]] std::span<const std::uint8_t> labels(const GeglRectangle& band) const;
  /// Whether a pixel is neither transparent nor without selection × mask.
  [[nodiscard]] bool takes_part(int x, int y) const { return takes_part_[position(x, y)]; }
  [[nodiscard]] std::uint8_t label(int x, int y) const { return labels_[position(x, y)]; }
  [[nodiscard]] const GeglRectangle& area() const { return area_; }
  /// How many pixels with each label take part, of 256.
  [[nodiscard]] std::vector<std::size_t> populations() const;

 private:
  [[nodiscard]] std::size_t position(int x, int y) const {
    return static_cast<std::size_t>(y - area_.y) * static_cast<std::size_t>(area_.width) +
           static_cast<std::size_t>(x - area_.x);
  }

  GeglRectangle area_;
  std::vector<std::uint8_t> labels_;
  std::vector<bool> takes_part_;
};

/// Labels bands as BandLabeler does, of an area that is cleaned of specks before.
class CleanedLabeler {
 public:
  CleanedLabeler(const PixelArea& from, const PixelMapping& mapping, const AlphaRule& alpha_rule);

  void label_bands(const TakeBand& take);

 private:
  const PixelArea& from_;
  AlphaRule alpha_rule_;
  AreaLabels labels_;
};

}  // namespace kmq

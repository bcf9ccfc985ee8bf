// SPDX-License-Identifier: GPL-3.0-or-later
// The histograms of many pictures → one, for a palette that they share.
#pragma once

#include <cstdint>
#include <vector>

#include "core/histogram/appearance.h"
#include "core/histogram/color_histogram.h"

namespace kmq {

/// How much each picture of several counts.
enum class PictureWeight {
  pixels,  ///< as many pixels as it has
  alike,   ///< all the same, however large they are
};

/// Takes the memory of the distinct colors, however many pictures there are.
class HistogramSum {
 public:
  explicit HistogramSum(PictureWeight weight) : weight_(weight) {}

  /// Adds a picture. With PictureWeight::alike each counts as a picture of 4 million pixels; of its colors none counts
  /// less than 1/255 of a pixel.
  ///
  /// picture  at least one color; knows its flat areas if the first one does
  void add(const ColorHistogram& picture);

  /// Returns the sum; it knows in which order the colors appear if all pictures do, and their flat areas as well.
  [[nodiscard]] ColorHistogram histogram() const;

 private:
  void note_appearance(const ColorHistogram& picture);

  PictureWeight weight_;
  ColorHistogram sum_;
  ColorHistogram flat_;
  AppearanceOrder order_;
  bool knows_order_ = true;
  bool knows_flat_ = true;
};

}  // namespace kmq

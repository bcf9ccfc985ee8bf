// SPDX-License-Identifier: GPL-3.0-or-later
// What the dialog works on: the picture of one drawable, and the colors of all that share the palette.
#pragma once

#include <memory>

#include "plugin/counting.h"
#include "plugin/dialog/work/live_search.h"
#include "plugin/dialog/work/preview_renderer.h"
#include "plugin/image/drawables.h"
#include "plugin/settings.h"

namespace kmq {

/// The picture of a drawable, and what renders it on the thread of the preview.
struct ShownPicture {
  std::shared_ptr<const Picture> picture;
  std::shared_ptr<PreviewRenderer> renderer;
};

/// Read from GIMP once; from then on it is own memory that any thread may read.
struct Subject {
  std::shared_ptr<const CountedPixels> counted;
  std::shared_ptr<LiveSearch> search;
  /// Of the first drawable.
  ShownPicture shown;
  /// Of that picture, as flat_share() tells.
  double flat_share = 0;
  /// The same for the thread of the elbow.
  std::shared_ptr<PreviewRenderer> thumbnail_renderer;

  [[nodiscard]] const std::shared_ptr<const ColorHistogram>& histogram() const { return search->histogram(); }
};

/// Reads the picture of a drawable for the preview.
ShownPicture read_picture(GimpDrawable* drawable, const AlphaRule& alpha_rule);

/// Reads what the output needs; the picture is that of the first drawable.
///
/// Throws  UserError if there is no pixel that counts
Subject read_subject(GimpImage* image, const Drawables& chosen, Output output, const CountingRules& rules);

}  // namespace kmq

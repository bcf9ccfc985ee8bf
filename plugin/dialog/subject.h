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

/// Read from GIMP once; from then on it is own memory that any thread may read.
struct Subject {
  std::shared_ptr<const CountedPixels> counted;
  std::shared_ptr<LiveSearch> search;
  std::shared_ptr<const Picture> picture;
  /// For the thread of the preview.
  std::shared_ptr<PreviewRenderer> renderer;
  /// For the thread of the elbow.
  std::shared_ptr<PreviewRenderer> thumbnail_renderer;

  [[nodiscard]] const std::shared_ptr<const ColorHistogram>& histogram() const { return search->histogram(); }
};

/// Reads what the output needs; the picture is that of the first drawable.
///
/// Throws  UserError if there is no pixel that counts
Subject read_subject(GimpImage* image, const Drawables& chosen, Output output, const CountingRules& rules);

}  // namespace kmq

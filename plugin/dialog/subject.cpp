// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/subject.h"

#include "plugin/dialog/model/flat_art.h"
#include "plugin/pixels/drawable_pixels.h"

namespace kmq {

ShownPicture read_picture(GimpDrawable* drawable, const AlphaRule& alpha_rule) {
  const auto picture = std::make_shared<const Picture>(copy_picture(drawable, alpha_rule));
  return {picture, std::make_shared<PreviewRenderer>(picture)};
}

Subject read_subject(GimpImage* image, const Drawables& chosen, Output output, const CountingRules& rules) {
  Subject subject;
  subject.shown = read_picture(chosen.front(), rules.alpha);
  subject.flat_share = flat_share(*subject.shown.picture);
  const CopiedDrawable copied{chosen.front(), *subject.shown.picture};
  // All pixels become indexed, but only the selected ones count: such a copy does not know which.
  const bool has_lost_selection = rules.alpha.is_one_bit && gimp_selection_is_empty(image) == FALSE;
  subject.counted = std::make_shared<const CountedPixels>(
      count_for(image, counted_drawables(image, chosen, output), rules, has_lost_selection ? nullptr : &copied));
  const std::shared_ptr<const ColorHistogram> histogram(subject.counted, &subject.counted->histogram);
  subject.search = std::make_shared<LiveSearch>(histogram);
  subject.thumbnail_renderer = std::make_shared<PreviewRenderer>(subject.shown.picture);
  return subject;
}

}  // namespace kmq

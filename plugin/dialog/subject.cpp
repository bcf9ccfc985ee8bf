// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/subject.h"

#include "plugin/gegl_pixels.h"

namespace kmq {

Subject read_subject(GimpImage* image, const Drawables& chosen, Output output) {
  Subject subject;
  subject.counted =
      std::make_shared<const CountedPixels>(count_for(image, counted_drawables(image, chosen, output), output));
  const std::shared_ptr<const ColorHistogram> histogram(subject.counted, &subject.counted->histogram);
  subject.search = std::make_shared<LiveSearch>(histogram, gimp_get_num_processors());
  const AlphaRule alpha_rule = output == Output::indexed ? AlphaRule::is_one_bit : AlphaRule::weighs;
  subject.picture = std::make_shared<const Picture>(copy_picture(chosen.front(), alpha_rule));
  subject.renderer = std::make_shared<PreviewRenderer>(subject.picture);
  subject.thumbnail_renderer = std::make_shared<PreviewRenderer>(subject.picture);
  return subject;
}

}  // namespace kmq

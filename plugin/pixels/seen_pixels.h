// SPDX-License-Identifier: GPL-3.0-or-later
// The pixels of a drawable as GIMP shows them: with its layer effects.
#pragma once

#include <libgimp/gimp.h>

#include <memory>

#include "plugin/gimp/gobject_ptr.h"

namespace kmq {

/// Whether a drawable and the groups around it are visible; masks and channels always are.
bool is_visible(GimpDrawable* drawable);

/// Whether a drawable has effects that are switched on.
bool has_effects(GimpDrawable* drawable);

/// Makes the effects part of the pixels, whatever is selected and which channels are switched on; effects that are
/// switched off go away, as in GIMP's own Merge Filters. The layer may become larger.
///
/// Throws  std::runtime_error if GIMP refuses
void merge_effects(GimpDrawable* drawable);

/// Reads the pixels of a drawable with its effects; the image stays as it is.
class SeenPixels {
 public:
  /// Throws  UserError if the effects cannot be merged
  explicit SeenPixels(GimpDrawable* drawable);

  /// Lasts as long as this object.
  [[nodiscard]] GeglBuffer* buffer() const { return buffer_.get(); }
  [[nodiscard]] const Babl* format() const { return format_; }
  /// Place of the pixel (0, 0) of the buffer in the image.
  [[nodiscard]] int offset_x() const { return offset_x_; }
  [[nodiscard]] int offset_y() const { return offset_y_; }

 private:
  struct ImageDelete {
    void operator()(GimpImage* image) const { gimp_image_delete(image); }
  };

  GimpDrawable* merged_copy(GimpDrawable* drawable);

  /// Holds the copy whose effects are merged, if there are any.
  std::unique_ptr<GimpImage, ImageDelete> scratch_;
  GObjectPtr<GeglBuffer> buffer_;
  const Babl* format_;
  int offset_x_ = 0;
  int offset_y_ = 0;
};

}  // namespace kmq

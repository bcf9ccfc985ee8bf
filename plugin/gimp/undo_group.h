// SPDX-License-Identifier: GPL-3.0-or-later
// Everything done to the image while this lives is one step of its undo history.
#pragma once

#include <libgimp/gimp.h>

namespace kmq {

class UndoGroup {
 public:
  explicit UndoGroup(GimpImage* image) : image_(image) { gimp_image_undo_group_start(image_); }
  ~UndoGroup() { gimp_image_undo_group_end(image_); }
  UndoGroup(const UndoGroup&) = delete;
  UndoGroup& operator=(const UndoGroup&) = delete;

 private:
  GimpImage* image_;
};

}  // namespace kmq

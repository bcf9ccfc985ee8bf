// SPDX-License-Identifier: GPL-3.0-or-later
// GIMP's progress bar, for as long as this lives.
#pragma once

#include <libgimp/gimp.h>

namespace kmq {

class Progress {
 public:
  explicit Progress(const char* message) { gimp_progress_init(message); }
  ~Progress() { gimp_progress_end(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// fraction  done so far, in [0, 1]
  void show(double fraction) { gimp_progress_update(fraction); }
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// What holds while a procedure of the plug-in runs.
#pragma once

#include <gegl.h>
#include <libgimp/gimp.h>
#include <tbb/global_control.h>

#include <cstddef>

namespace kmq {

class RunEnvironment {
 public:
  RunEnvironment() {
    // Without this GIMP shows a box of its own for every call that it refuses.
    gimp_plug_in_set_pdb_error_handler(gimp_get_plug_in(), GIMP_PDB_ERROR_HANDLER_PLUGIN);
    gegl_init(nullptr, nullptr);
  }

 private:
  /// GEGL itself knows how many processors GIMP's preferences allow.
  tbb::global_control most_threads_{tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(gimp_get_num_processors())};
};

}  // namespace kmq

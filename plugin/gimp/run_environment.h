// SPDX-License-Identifier: GPL-3.0-or-later
// What holds while a procedure of the plug-in runs.
#pragma once

#include <gegl.h>
#include <libgimp/gimp.h>
#include <tbb/global_control.h>

#include <cstddef>
#include <cstdint>

namespace kmq {

class RunEnvironment {
 public:
  RunEnvironment() {
    // Without this GIMP shows a box of its own for every call that it refuses.
    gimp_plug_in_set_pdb_error_handler(gimp_get_plug_in(), GIMP_PDB_ERROR_HANDLER_PLUGIN);
    gegl_init(nullptr, nullptr);
    g_object_set(gegl_config(), "tile-cache-size", most_cached_bytes, nullptr);
  }

 private:
  /// GIMP itself holds the tiles, so fetching one again costs little. Without a limit the copies here would grow with
  /// the picture up to a part of all memory.
  static constexpr std::uint64_t most_cached_bytes = std::uint64_t{64} << 20;

  /// GEGL itself knows how many processors GIMP's preferences allow.
  tbb::global_control most_threads_{tbb::global_control::max_allowed_parallelism,
                                    static_cast<std::size_t>(gimp_get_num_processors())};
};

}  // namespace kmq

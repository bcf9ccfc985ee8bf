// SPDX-License-Identifier: GPL-3.0-or-later
// Renderings as cairo draws them.
#pragma once

#include <cairo.h>

#include <memory>

#include "plugin/dialog/work/preview_renderer.h"

namespace kmq {

struct SurfaceDestroy {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, SurfaceDestroy>;

struct PatternDestroy {
  void operator()(cairo_pattern_t* pattern) const { cairo_pattern_destroy(pattern); }
};
using PatternPtr = std::unique_ptr<cairo_pattern_t, PatternDestroy>;

SurfacePtr to_surface(const Rendering& rendering);

/// The two grays that mean "transparent", as GIMP's canvas has them.
PatternPtr new_checkerboard();

}  // namespace kmq

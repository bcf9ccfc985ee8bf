// SPDX-License-Identifier: GPL-3.0-or-later
// Which drawables a run reads and writes, and the sentences about those that it cannot.
#pragma once

#include <libgimp/gimp.h>

#include <span>
#include <vector>

#include "plugin/settings.h"

namespace kmq {

using Drawables = std::vector<GimpDrawable*>;

/// Returns what the caller chose, each once, checked for what no output can do.
///
/// drawables  ends with a null pointer
/// Throws     UserError
Drawables chosen_drawables(GimpImage* image, GimpDrawable** drawables);

/// Throws UserError if one of the drawables is gone: while the dialog is open, GIMP goes on.
void check_are_there(std::span<GimpDrawable* const> drawables);

/// Throws UserError if the output cannot be made from these drawables.
void check_output(GimpImage* image, std::span<GimpDrawable* const> drawables, Output output);

/// Throws UserError if the drawables cannot have one of the given colors.
void check_given_colors(GimpImage* image, std::span<GimpDrawable* const> drawables, const Settings& settings);

/// Returns all layers, also hidden ones and those in groups; not the groups.
Drawables all_layers(GimpImage* image);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog's left column: a widget for each setting of the table.
#pragma once

#include <libgimp/gimpui.h>

namespace kmq {

/// Makes the widgets of all settings; returns the column, which belongs to no container yet.
GtkWidget* new_controls(GimpProcedureDialog* dialog, GimpProcedureConfig* config);

}  // namespace kmq

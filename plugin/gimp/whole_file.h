// SPDX-License-Identifier: GPL-3.0-or-later
// Files on the disk appear with their whole content, or not at all.
#pragma once

#include <gio/gio.h>

#include <string>

namespace kmq {

/// Writes a file, or replaces one; a link stays one, and the file that it leads to is replaced.
///
/// Throws  UserError if it is not on this computer; std::runtime_error if the disk refuses: then all is as before
void write_whole_file(GFile* file, const std::string& bytes);

}  // namespace kmq

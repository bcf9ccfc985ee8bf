// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp/whole_file.h"

#include <glib/gstdio.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "plugin/gimp/errors.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

[[noreturn]] void refuse(const std::string& path, const char* reason) {
  throw std::runtime_error(formatted(_("The file “%s” could not be written: %s"), path.c_str(), reason));
}

std::string local_path(GFile* file) {
  const GPtr<char> path(g_file_get_path(file));
  if (path) return path.get();
  const GPtr<char> uri(g_file_get_uri(file));
  throw UserError(
      formatted(_("“%s” is not on this computer: choose a folder of this computer for the file."), uri.get()));
}

/// Renaming the new file over the old one would replace what must not be: a link instead of the file that it leads
/// to, a device, a file that is protected against writing.
std::string writable_path(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return path;
  const std::string real = std::filesystem::canonical(path, error).string();
  if (error) refuse(path, error.message().c_str());
  if (!std::filesystem::is_regular_file(real)) refuse(path, _("It is not a regular file."));
  if (g_access(real.c_str(), W_OK) != 0) refuse(path, g_strerror(errno));
  return real;
}

}  // namespace

void write_whole_file(GFile* file, const std::string& bytes) {
  const std::string path = writable_path(local_path(file));
  // A temporary file beside it takes the bytes, goes to the disk, and is renamed.
  constexpr auto completely =
      static_cast<GFileSetContentsFlags>(G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE);
  constexpr int readable_by_all = 0666;  // less what the user's umask forbids
  GError* error = nullptr;
  if (g_file_set_contents_full(path.c_str(), bytes.data(), static_cast<gssize>(bytes.size()), completely,
                               readable_by_all, &error)) {
    return;
  }
  const std::string reason = error->message;
  g_error_free(error);
  refuse(path, reason.c_str());
}

}  // namespace kmq

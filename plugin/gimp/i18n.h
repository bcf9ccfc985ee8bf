// SPDX-License-Identifier: GPL-3.0-or-later
// Marks the strings that users see. GIMP binds the text domain, which is named like the plug-in.
#pragma once

#include <glib.h>

#include <string>

/// Translates a string.
#define _(text) g_dgettext("kmeans-quantize", text)
/// Marks a string of a table, which is translated where it is shown.
#define N_(text) text

namespace kmq {

/// Translates what depends on a number.
inline const char* plural(const char* one, const char* many, unsigned long count) {
  return g_dngettext("kmeans-quantize", one, many, count);
}

/// Returns a translated pattern with its %s and %d filled in.
template <typename... Values>
std::string formatted(const char* pattern, Values... values) {
  char* text = g_strdup_printf(pattern, values...);
  std::string result = text;
  g_free(text);
  return result;
}

}  // namespace kmq

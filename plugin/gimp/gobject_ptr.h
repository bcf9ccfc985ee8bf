// SPDX-License-Identifier: GPL-3.0-or-later
// Ownership of what GLib hands over: in RAII types; a raw pointer is borrowed.
#pragma once

#include <glib-object.h>

#include <memory>

namespace kmq {

struct GObjectUnref {
  void operator()(gpointer object) const { g_object_unref(object); }
};

/// One owned reference to a GObject. Constructing it adopts the reference; it never takes another.
template <typename T>
using GObjectPtr = std::unique_ptr<T, GObjectUnref>;

struct GFree {
  void operator()(gpointer memory) const { g_free(memory); }
};

/// Memory that g_free() frees: strings, arrays of borrowed pointers.
template <typename T>
using GPtr = std::unique_ptr<T, GFree>;

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// GTK's signals as calls of member functions.
#pragma once

#include <glib-object.h>

namespace kmq {

namespace detail {

template <auto method>
struct Handler;

template <typename Class, typename Result, typename... Arguments, Result (Class::*method)(Arguments...) noexcept>
struct Handler<method> {
  template <typename Emitter>
  static Result call(Emitter*, Arguments... arguments, gpointer object) noexcept {
    return (static_cast<Class*>(object)->*method)(arguments...);
  }
};

}  // namespace detail

/// Calls object->method(what the signal tells…) whenever the signal comes; the method is noexcept.
///
/// object  outlives the emitter
template <auto method, typename Emitter, typename Class>
gulong connect(Emitter* emitter, const char* signal, Class* object) {
  return g_signal_connect(emitter, signal, G_CALLBACK(&detail::Handler<method>::template call<Emitter>), object);
}

}  // namespace kmq

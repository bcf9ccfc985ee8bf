// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where exceptions end, and what they mean to the caller of a procedure.
#pragma once

#include <libgimp/gimp.h>

#include <functional>
#include <stdexcept>

namespace kmq {

/// What the user can mend: a translated sentence that says what is wrong and what to do.
class UserError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The user closed the dialog with Cancel.
class DialogCanceled : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "canceled in the dialog"; }
};

/// Throws std::runtime_error with the name of the call and GIMP's own message unless GIMP did what it was asked.
void check_gimp(bool succeeded, const char* call);

/// Returns what the call returned, which must not be null.
template <typename T>
T* check_gimp_object(T* object, const char* call) {
  check_gimp(object != nullptr, call);
  return object;
}

/// Runs the body of a procedure; an exception becomes a status and a message.
///
/// UserError → calling error; DialogCanceled, Canceled → cancel; everything else → execution error
GimpValueArray* return_values_of(GimpProcedure* procedure, const std::function<GimpValueArray*()>& body) noexcept;

}  // namespace kmq

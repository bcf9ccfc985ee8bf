// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/gimp/errors.h"

#include <exception>
#include <new>
#include <string>

#include "core/base/run_control.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"

namespace kmq {
namespace {

GimpValueArray* failure(GimpProcedure* procedure, GimpPDBStatusType status, const char* message) {
  // Names of files may stand in it, which need not be UTF-8.
  const GPtr<char> readable(g_utf8_make_valid(message, -1));
  return gimp_procedure_new_return_values(procedure, status,
                                          g_error_new_literal(GIMP_PLUG_IN_ERROR, 0, readable.get()));
}

}  // namespace

void check_gimp(bool succeeded, const char* call) {
  if (succeeded) return;
  const char* message = gimp_pdb_get_last_error(gimp_get_pdb());
  throw std::runtime_error(std::string(call) + ": " + (message != nullptr ? message : _("GIMP gave no reason")));
}

GimpValueArray* return_values_of(GimpProcedure* procedure, const std::function<GimpValueArray*()>& body) noexcept {
  try {
    return body();
  } catch (const DialogCanceled&) {
    return gimp_procedure_new_return_values(procedure, GIMP_PDB_CANCEL, nullptr);
  } catch (const Canceled&) {
    return gimp_procedure_new_return_values(procedure, GIMP_PDB_CANCEL, nullptr);
  } catch (const UserError& error) {
    return failure(procedure, GIMP_PDB_CALLING_ERROR, error.what());
  } catch (const std::bad_alloc&) {
    return failure(procedure, GIMP_PDB_EXECUTION_ERROR, _("There is not enough memory for this picture."));
  } catch (const std::exception& error) {
    return failure(procedure, GIMP_PDB_EXECUTION_ERROR, error.what());
  }
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The plug-in as GIMP starts it.
#include <libgimp/gimp.h>

#include <string_view>

#include "plugin/gimp/gobject_ptr.h"
#include "plugin/metrics_procedure.h"
#include "plugin/palette_from_files_procedure.h"
#include "plugin/quantize_procedure.h"

struct _KmqPlugIn {  // zero-filled by GObject; no constructor runs
  GimpPlugIn parent_instance;
};

// GLib's macros cast in the style of C.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
G_DECLARE_FINAL_TYPE(KmqPlugIn, kmq_plug_in, KMQ, PLUG_IN, GimpPlugIn)
G_DEFINE_TYPE(KmqPlugIn, kmq_plug_in, GIMP_TYPE_PLUG_IN)
#pragma GCC diagnostic pop

namespace {

struct Procedure {
  const char* name;
  GimpProcedure* (*create)(GimpPlugIn* plug_in);
};

constexpr Procedure procedures[] = {
    {kmq::quantize_procedure_name, kmq::new_quantize_procedure},
    {kmq::metrics_procedure_name, kmq::new_metrics_procedure},
    {kmq::palette_from_files_procedure_name, kmq::new_palette_from_files_procedure},
};

/// Help of the dialogs is what README says, installed beside the plug-in.
void set_help(GimpPlugIn* plug_in) {
  const kmq::GPtr<char> folder(g_path_get_dirname(gimp_get_progname()));
  const kmq::GObjectPtr<GFile> help(g_file_new_build_filename(folder.get(), "help", nullptr));
  gimp_plug_in_set_help_domain(plug_in, "kmeans-quantize", help.get());
}

GList* query_procedures(GimpPlugIn* plug_in) noexcept {
  set_help(plug_in);
  GList* names = nullptr;
  for (const Procedure& procedure : procedures) names = g_list_append(names, g_strdup(procedure.name));
  return names;
}

GimpProcedure* create_procedure(GimpPlugIn* plug_in, const char* name) noexcept {
  for (const Procedure& procedure : procedures) {
    if (name == std::string_view(procedure.name)) return procedure.create(plug_in);
  }
  return nullptr;
}

}  // namespace

static void kmq_plug_in_class_init(KmqPlugInClass* plug_in_class) {
  GIMP_PLUG_IN_CLASS(plug_in_class)->query_procedures = query_procedures;
  GIMP_PLUG_IN_CLASS(plug_in_class)->create_procedure = create_procedure;
}

static void kmq_plug_in_init(KmqPlugIn*) {}

/// Among conversions of equal quality babl takes the one that is faster at the moment, and by default lets them differ
/// in the last bits: the same picture would not always give the same bytes. babl asks for this once, when libgimp
/// starts.
static GType prepared_plug_in_type() {
  g_setenv("BABL_TOLERANCE", "0.000000001", TRUE);
  return kmq_plug_in_get_type();
}

GIMP_MAIN(prepared_plug_in_type())

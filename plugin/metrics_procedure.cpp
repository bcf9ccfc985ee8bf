// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/metrics_procedure.h"

#include <libgimp/gimpui.h>

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/metrics.h"
#include "plugin/counting.h"
#include "plugin/gimp/errors.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"
#include "plugin/gimp/progress.h"
#include "plugin/gimp/run_environment.h"
#include "plugin/gimp/whole_file.h"
#include "plugin/image/drawables.h"
#include "plugin/pixels/drawable_pixels.h"
#include "plugin/plot.h"
#include "plugin/settings.h"

namespace kmq {
namespace {

const StepsOfK default_steps;

const Setting range_table[] = {
    {"k-min", N_("S_mallest number of colors"), N_("The first number of colors that is searched."), SettingGroup::main,
     IntRange{PaletteSize::min, PaletteSize::max, default_steps.min}},
    {"k-max", N_("Lar_gest number of colors"), N_("No larger number of colors is searched."), SettingGroup::main,
     IntRange{PaletteSize::min, PaletteSize::max, default_steps.max}},
    {"k-step", N_("S_tep"), N_("By how much the number of colors rises from one search to the next."),
     SettingGroup::main, IntRange{1, PaletteSize::max, default_steps.step}},
};

const Setting file_table[] = {
    {"csv-file", N_("_Write table"), N_("Also write the table into this file, as comma-separated values (.csv)."),
     SettingGroup::result, OutputFile{}},
    {"plot-file", N_("_Draw chart"),
     N_("Also draw both curves into this file. Its type is that of the name: .png .svg"), SettingGroup::result,
     OutputFile{}},
};

struct PlotFile {
  GObjectPtr<GFile> file;
  PlotFileType type;
};

struct MetricsSettings {
  StepsOfK steps;
  QuantizeOptions search;
  GObjectPtr<GFile> csv_file;
  std::optional<PlotFile> plot_file;
};

StepsOfK read_steps(GimpProcedureConfig* config) {
  StepsOfK steps;
  g_object_get(config, "k-min", &steps.min, "k-max", &steps.max, "k-step", &steps.step, nullptr);
  if (steps.min > steps.max) {
    throw UserError(
        formatted(_("The smallest number of colors is %d and the largest one %d: let k-min be at most k-max."),
                  steps.min, steps.max));
  }
  return steps;
}

GObjectPtr<GFile> read_file(GimpProcedureConfig* config, const char* name) {
  GFile* file = nullptr;
  g_object_get(config, name, &file, nullptr);
  return GObjectPtr<GFile>(file);
}

std::optional<PlotFile> read_plot_file(GimpProcedureConfig* config) {
  GObjectPtr<GFile> file = read_file(config, "plot-file");
  if (!file) return std::nullopt;
  const GPtr<char> name(g_file_get_basename(file.get()));
  const auto type = plot_file_type(name ? name.get() : "");
  if (!type) {
    throw UserError(
        formatted(_("“%s” is no type of chart: let the name end in .png or .svg."), name ? name.get() : ""));
  }
  return PlotFile{std::move(file), *type};
}

/// rgb  the format in which the image would hold the palette
MetricsSettings read_metrics_settings(GimpProcedureConfig* config, const Babl* rgb) {
  MetricsSettings settings{read_steps(config), read_search_options(config, rgb), read_file(config, "csv-file"),
                           read_plot_file(config)};
  const bool is_one_file = settings.csv_file && settings.plot_file &&
                           g_file_equal(settings.csv_file.get(), settings.plot_file->file.get()) != FALSE;
  if (is_one_file) throw UserError(_("The table and the chart would be the same file: give each its own name."));
  return settings;
}

std::vector<KMetrics> measure_with_progress(const ColorHistogram& histogram, const MetricsSettings& settings) {
  const auto clock = [] {
    const std::chrono::duration<double> now = std::chrono::steady_clock::now().time_since_epoch();
    return now.count();
  };
  Progress progress(_("K-Means Metrics"));
  const RunControl control{.stop = {}, .report = [&progress](double fraction) { progress.show(fraction); }};
  return measure_metrics(histogram, settings.search, settings.steps, clock, control);
}

/// All that may fail but the disk comes before the first file.
void write_files(const MetricsSettings& settings, const std::string& table, std::span<const KMetrics> metrics,
                 std::optional<SuggestedK> suggestion) {
  std::string plot;
  if (settings.plot_file) plot = plot_file_bytes(settings.plot_file->type, metrics, suggestion);
  if (settings.csv_file) write_whole_file(settings.csv_file.get(), table);
  if (settings.plot_file) write_whole_file(settings.plot_file->file.get(), plot);
}

/// Tells what a user without files would not see otherwise.
void tell(std::optional<SuggestedK> suggestion) {
  if (suggestion) {
    gimp_message(formatted(_("The suggested number of colors is %d."), suggestion->k).c_str());
  } else {
    gimp_message(_("No number of colors can be suggested: search a larger range."));
  }
}

GimpValueArray* measure(GimpProcedure* procedure, GimpRunMode run_mode, GimpImage* image, const Drawables& drawables,
                        const MetricsSettings& settings) {
  check_output(image, drawables, Output::palette);
  const CountedPixels counted = count_for(image, drawables, CountingRules());
  const int distinct_colors = static_cast<int>(counted.histogram.size());
  const std::vector<KMetrics> metrics = measure_with_progress(counted.histogram, settings);
  const std::optional<SuggestedK> suggestion = suggested_k(metrics, distinct_colors);
  const std::string table = metrics_csv(metrics);
  write_files(settings, table, metrics, suggestion);
  if (run_mode != GIMP_RUN_NONINTERACTIVE) tell(suggestion);

  GimpValueArray* values = gimp_procedure_new_return_values(procedure, GIMP_PDB_SUCCESS, nullptr);
  GIMP_VALUES_SET_STRING(values, 1, table.c_str());
  GIMP_VALUES_SET_INT(values, 2, suggestion ? suggestion->k : 0);
  GIMP_VALUES_SET_INT(values, 3, distinct_colors);
  return values;
}

bool run_metrics_dialog(GimpProcedure* procedure, GimpProcedureConfig* config) {
  gimp_ui_init("kmeans-quantize");
  GtkWidget* dialog = gimp_procedure_dialog_new(procedure, config, nullptr);
  gimp_procedure_dialog_fill(GIMP_PROCEDURE_DIALOG(dialog), nullptr);
  const bool is_confirmed = gimp_procedure_dialog_run(GIMP_PROCEDURE_DIALOG(dialog)) != FALSE;
  gtk_widget_destroy(dialog);
  return is_confirmed;
}

GimpValueArray* run(GimpProcedure* procedure, GimpRunMode run_mode, GimpImage* image, GimpDrawable** drawables,
                    GimpProcedureConfig* config, gpointer) noexcept {
  return return_values_of(procedure, [&] {
    const RunEnvironment environment;
    const Drawables chosen = chosen_drawables(image, drawables);
    if (run_mode == GIMP_RUN_INTERACTIVE && !run_metrics_dialog(procedure, config)) throw DialogCanceled();
    check_are_there(chosen);
    return measure(procedure, run_mode, image, chosen,
                   read_metrics_settings(config, palette_format(chosen.front(), {})));
  });
}

void add_return_values(GimpProcedure* procedure) {
  gimp_procedure_add_string_return_value(
      procedure, "table", _("Table"),
      _("Comma-separated values with the header “k,cost,mse,iterations,seconds” and one line for each number of "
        "colors; cost, mean squared error and iterations as the filter returns them, seconds of this search alone"),
      "", G_PARAM_READWRITE);
  gimp_procedure_add_int_return_value(
      procedure, "suggested-k", _("Suggested number of colors"),
      _("Where the curve of the cost bends (Kneedle, Satopää et al. 2011), or the number of colors that makes the "
        "result exact; 0 if there are fewer than three numbers to compare, or no bend between them"),
      0, PaletteSize::max, 0, G_PARAM_READWRITE);
  gimp_procedure_add_int_return_value(procedure, "distinct-colors", _("Distinct colors"),
                                      _("Distinct colors that were counted"), 0, G_MAXINT, 0, G_PARAM_READWRITE);
}

}  // namespace

GimpProcedure* new_metrics_procedure(GimpPlugIn* plug_in) {
  GimpProcedure* procedure =
      gimp_image_procedure_new(plug_in, metrics_procedure_name, GIMP_PDB_PROC_TYPE_PLUGIN, run, nullptr, nullptr);
  gimp_procedure_set_image_types(procedure, "RGB*, GRAY*, INDEXED*");
  gimp_procedure_set_sensitivity_mask(procedure,
                                      GIMP_PROCEDURE_SENSITIVE_DRAWABLE | GIMP_PROCEDURE_SENSITIVE_DRAWABLES);
  gimp_procedure_set_menu_label(procedure, _("K-Means M_etrics…"));
  gimp_procedure_set_icon_name(procedure, "gimp-convert-indexed");
  gimp_procedure_add_menu_path(procedure, "<Image>/Filters");
  gimp_procedure_set_documentation(
      procedure, _("Cost and time of K-Means Quantize for a range of numbers of colors"),
      _("Counts the colors of the layers once, searches a palette for each number of colors from the smallest to the "
        "largest one as K-Means Quantize would, and returns the costs, the times and a suggestion which number is "
        "enough. Nothing is changed."),
      metrics_procedure_name);
  gimp_procedure_set_attribution(procedure, _("The K-Means Quantize authors"), _("The K-Means Quantize authors"),
                                 "2026");
  for (const Setting& setting : range_table) add_argument(procedure, setting);
  add_arguments(procedure, {"seed", "effort", "color-space", "n-init"});
  for (const Setting& setting : file_table) add_argument(procedure, setting);
  add_return_values(procedure);
  return procedure;
}

}  // namespace kmq

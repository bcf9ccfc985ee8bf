// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/quantize_procedure.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/palette/map.h"
#include "plugin/counting.h"
#include "plugin/dialog/quantize_dialog.h"
#include "plugin/gimp/errors.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"
#include "plugin/gimp/progress.h"
#include "plugin/gimp/run_environment.h"
#include "plugin/image/drawables.h"
#include "plugin/image/output.h"
#include "plugin/palettes/gimp_palettes.h"
#include "plugin/palettes/named_palette.h"
#include "plugin/palettes/palette_file.h"
#include "plugin/pixels/drawable_pixels.h"
#include "plugin/pixels/seen_pixels.h"
#include "plugin/settings.h"
#include "plugin/timed_quantization.h"

namespace kmq {
namespace {

/// There may be fewer given colors to choose from than are wanted.
void tell_if_all_are_taken(const QuantizeOptions& options) {
  if (options.spec.use != PaletteUse::best_of) return;
  const std::size_t count = PalettePlaces(options.spec, options.k).candidates().size();
  if (count >= static_cast<std::size_t>(options.k.value())) return;
  gimp_message(formatted(plural("The palette has the %d given color: there is no other to choose.",
                                "The palette has all %d given colors: there are no others to choose.",
                                static_cast<unsigned long>(count)),
                         static_cast<int>(count))
                   .c_str());
}

TimedQuantization find_palette_with_progress(GimpImage* image, const Drawables& drawables, const Settings& settings) {
  CountedPixels counted = count_for(image, drawables, counting_rules(settings));
  const QuantizeOptions options = fitted_options(settings, counted);
  if (options.k < settings.quantize.k && !settings.count_transparency) {
    gimp_message(formatted(_("The palette has %d colors: an indexed image with transparency has no room for more."),
                           options.k.value())
                     .c_str());
  }
  tell_if_all_are_taken(options);
  Progress progress(_("K-Means Quantize"));
  const RunControl control{.stop = {}, .report = [&progress](double fraction) { progress.show(fraction); }};
  return find_palette(std::make_shared<const ColorHistogram>(std::move(counted.histogram)), options, control);
}

std::string name_without_extension(GimpImage* image) {
  GObjectPtr<GFile> file(gimp_image_get_xcf_file(image));
  if (!file) file.reset(gimp_image_get_imported_file(image));
  if (!file) return _("Untitled");
  const GPtr<char> base_name(g_file_get_basename(file.get()));
  const GPtr<char> readable_name(g_filename_display_name(base_name.get()));
  std::string name = readable_name.get();
  const std::size_t dot = name.rfind('.');
  if (dot != std::string::npos && dot > 0) name.resize(dot);
  return name;
}

/// The name the user gave, or one made of the image's name and the number of colors.
std::string palette_name(GimpImage* image, const Settings& settings, const Palette& palette) {
  std::string given = storable_name(settings.palette_name);
  if (!given.empty()) return given;
  return storable_name(formatted(_("%s (%d colors)"), name_without_extension(image).c_str(), palette.size()));
}

/// Whether a picture deeper than 8 bits has no more colors than are wanted: then it has its palette already, and 8 bits
/// of it would only take away.
bool is_reduced_already(const Drawables& drawables, const QuantizeOptions& options) {
  const bool may_stay = options.spec == PaletteSpec() && options.color_bits == ColorBits::b888;
  return may_stay && std::ranges::none_of(drawables, has_effects) &&
         have_few_deep_colors(drawables, static_cast<std::size_t>(options.k.value()));
}

void write_output(GimpImage* image, const Drawables& drawables, const Settings& settings, const PixelMapping& mapping,
                  GimpPalette* palette) {
  const bool is_about_layers =
      (settings.output == Output::layer || settings.output == Output::new_layer) && !mapping.removes_specks();
  if (is_about_layers && is_reduced_already(drawables, settings.quantize)) {
    if (settings.output == Output::new_layer) add_copied_layers(image, drawables, mapping.map.palette().size());
    return;
  }
  switch (settings.output) {
    case Output::layer: write_layers(image, drawables, mapping); break;
    case Output::new_layer: add_mapped_layers(image, drawables, mapping); break;
    case Output::separations: add_separations(image, drawables, mapping); break;
    case Output::indexed: convert_to_indexed(image, drawables, mapping, settings.alpha_rule, palette); break;
    case Output::palette: break;
  }
}

GimpValueArray* success(GimpProcedure* procedure, const TimedQuantization& result, GimpPalette* palette) {
  const Quantization& quantization = result.quantization;
  std::vector<std::string> names;
  for (const Rgb8 color : quantization.palette.colors()) names.push_back(hex_name(color));
  std::vector<const char*> colors;
  for (const std::string& name : names) colors.push_back(name.c_str());
  colors.push_back(nullptr);

  GimpValueArray* values = gimp_procedure_new_return_values(procedure, GIMP_PDB_SUCCESS, nullptr);
  GIMP_VALUES_SET_PALETTE(values, 1, palette);
  GIMP_VALUES_SET_STRV(values, 2, colors.data());
  GIMP_VALUES_SET_INT(values, 3, static_cast<int>(result.histogram->size()));
  GIMP_VALUES_SET_INT(values, 4, quantization.iterations);
  GIMP_VALUES_SET_DOUBLE(values, 5, quantization.cost);
  GIMP_VALUES_SET_DOUBLE(values, 6, quantization.mse);
  GIMP_VALUES_SET_DOUBLE(values, 7, result.seconds);
  return values;
}

/// Where the color stands that the user chose for transparency, if it has a place.
std::optional<std::uint8_t> transparent_index(const Settings& settings, const Palette& palette) {
  if (!settings.transparent_color) return std::nullopt;
  const auto place = std::ranges::find(palette.colors(), *settings.transparent_color);
  if (place == palette.colors().end()) return std::nullopt;
  return static_cast<std::uint8_t>(place - palette.colors().begin());
}

/// found  the palette for these settings, if the dialog has it already
GimpValueArray* quantize_image(GimpProcedure* procedure, GimpImage* image, const Drawables& chosen,
                               const Settings& settings, std::optional<TimedQuantization> found) {
  check_output(image, chosen, settings.output);
  check_given_colors(image, chosen, settings);
  const bool is_indexed = settings.output == Output::indexed;
  const Drawables drawables = counted_drawables(image, chosen, settings.output);
  const TimedQuantization result = found ? std::move(*found) : find_palette_with_progress(image, drawables, settings);

  const Palette& colors = result.quantization.palette;
  const NamedPalette named = named_palette(result.quantization, palette_name(image, settings, colors));
  PaletteMap map(colors, settings.quantize.color_space);
  map.learn(*result.histogram, result.quantization.indices);

  // From here on the disk, the user's palettes and the image are touched, in the order in which they may refuse.
  if (settings.palette_file) write_palette_file(*settings.palette_file, named);
  std::optional<UserPalette> palette;
  if (settings.save_palette || is_indexed) {
    palette.emplace(named, palette_format(drawables.front(), settings.alpha_rule));
  }
  GimpPalette* gimp_palette = palette ? palette->get() : nullptr;
  write_output(image, drawables, settings,
               {map, settings.dither, transparent_index(settings, colors), settings.speck_size}, gimp_palette);
  if (settings.save_palette) palette->keep();
  return success(procedure, result, settings.save_palette ? gimp_palette : nullptr);
}

GimpValueArray* run(GimpProcedure* procedure, GimpRunMode run_mode, GimpImage* image, GimpDrawable** drawables,
                    GimpProcedureConfig* config, gpointer) noexcept {
  return return_values_of(procedure, [&] {
    const RunEnvironment environment;
    const Drawables chosen = chosen_drawables(image, drawables);
    std::optional<TimedQuantization> found;
    if (run_mode == GIMP_RUN_INTERACTIVE) {
      std::optional<ConfirmedDialog> dialog = run_quantize_dialog(procedure, config, image, chosen);
      if (!dialog) throw DialogCanceled();
      found = std::move(dialog->found);
    }
    check_are_there(chosen);
    const Settings settings = read_settings(config, chosen.front());
    GimpValueArray* values = quantize_image(procedure, image, chosen, settings, std::move(found));
    if (run_mode != GIMP_RUN_NONINTERACTIVE) gimp_displays_flush();
    return values;
  });
}

void add_return_values(GimpProcedure* procedure) {
  gimp_procedure_add_palette_return_value(procedure, "palette", _("Palette"),
                                          _("The palette, or none if it was not to be saved"), G_PARAM_READWRITE);
  gimp_procedure_add_string_array_return_value(
      procedure, "colors", _("Colors"),
      _("The colors as “#rrggbb” in palette order, as the pixels of the image hold them"), G_PARAM_READWRITE);
  gimp_procedure_add_int_return_value(procedure, "distinct-colors", _("Distinct colors"),
                                      _("Distinct colors that were counted"), 0, G_MAXINT, 0, G_PARAM_READWRITE);
  gimp_procedure_add_int_return_value(procedure, "iterations", _("Iterations"), _("Iterations of the winning search"),
                                      0, G_MAXINT, 0, G_PARAM_READWRITE);
  gimp_procedure_add_double_return_value(
      procedure, "cost", _("Cost"),
      _("Sum over the pixels of the squared distance (red, green, blue: 0 to 255) to their palette color"), 0,
      G_MAXDOUBLE, 0, G_PARAM_READWRITE);
  gimp_procedure_add_double_return_value(procedure, "mse", _("Mean squared error"), _("Cost per counted pixel"), 0,
                                         G_MAXDOUBLE, 0, G_PARAM_READWRITE);
  gimp_procedure_add_double_return_value(procedure, "seconds", _("Seconds"), _("Time of the clustering alone"), 0,
                                         G_MAXDOUBLE, 0, G_PARAM_READWRITE);
}

}  // namespace

GimpProcedure* new_quantize_procedure(GimpPlugIn* plug_in) {
  GimpProcedure* procedure =
      gimp_image_procedure_new(plug_in, quantize_procedure_name, GIMP_PDB_PROC_TYPE_PLUGIN, run, nullptr, nullptr);
  gimp_procedure_set_image_types(procedure, "RGB*, GRAY*, INDEXED*");
  gimp_procedure_set_sensitivity_mask(procedure,
                                      GIMP_PROCEDURE_SENSITIVE_DRAWABLE | GIMP_PROCEDURE_SENSITIVE_DRAWABLES);
  gimp_procedure_set_menu_label(procedure, _("_K-Means Quantize…"));
  gimp_procedure_set_icon_name(procedure, "gimp-convert-indexed");
  gimp_procedure_add_menu_path(procedure, "<Image>/Filters");
  gimp_procedure_set_documentation(
      procedure, _("Reduce the picture to the k colors that are nearest to it"),
      _("Finds the palette of k colors with the smallest sum of squared distances to the pixels (k-means on all "
        "distinct "
        "colors), and gives each pixel its nearest color. Only selected pixels count and change; several layers share "
        "one palette; transparency is kept. The same picture, settings and seed give the same result."),
      quantize_procedure_name);
  gimp_procedure_set_attribution(procedure, _("The K-Means Quantize authors"), _("The K-Means Quantize authors"),
                                 "2026");
  add_arguments(procedure);
  add_return_values(procedure);
  return procedure;
}

}  // namespace kmq

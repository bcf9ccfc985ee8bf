// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/palette_from_files_procedure.h"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/histogram/histogram_sum.h"
#include "core/palette/slot_text.h"
#include "plugin/counting.h"
#include "plugin/gimp/errors.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"
#include "plugin/gimp/progress.h"
#include "plugin/gimp/run_environment.h"
#include "plugin/image/drawables.h"
#include "plugin/palettes/gimp_palettes.h"
#include "plugin/palettes/named_palette.h"
#include "plugin/palettes/palette_file.h"
#include "plugin/pixels/drawable_pixels.h"
#include "plugin/settings.h"
#include "plugin/timed_quantization.h"

namespace kmq {
namespace {

constexpr ChoiceOption weight_options[] = {
    choice_option(PictureWeight::pixels, "pixels", N_("As many pixels as it has")),
    choice_option(PictureWeight::alike, "alike", N_("As much as every other")),
};

const Setting weight_setting{"picture-weight", N_("Each _picture counts"), N_("How much each picture counts."),
                             SettingGroup::main, Choice{weight_options, static_cast<int>(PictureWeight::pixels)}};

/// The share of the progress bar for the reading of the pictures.
constexpr double reading_share = 0.8;

struct ImageDelete {
  void operator()(GimpImage* image) const { gimp_image_delete(image); }
};

using OwnedImage = std::unique_ptr<GimpImage, ImageDelete>;

/// A picture that was left out, and why.
struct Failure {
  std::string path;
  std::string sentence;
};

/// What is in a folder, by name; hidden files and folders are left out.
std::vector<std::string> files_in(const std::string& folder) {
  GError* error = nullptr;
  const std::unique_ptr<GDir, decltype(&g_dir_close)> directory(g_dir_open(folder.c_str(), 0, &error), g_dir_close);
  if (!directory) {
    const std::string words = error->message;
    g_error_free(error);
    throw UserError(words);
  }
  std::vector<std::string> paths;
  while (const char* name = g_dir_read_name(directory.get())) {
    const GPtr<char> path(g_build_filename(folder.c_str(), name, nullptr));
    if (name[0] != '.' && g_file_test(path.get(), G_FILE_TEST_IS_REGULAR) != FALSE) paths.emplace_back(path.get());
  }
  std::ranges::sort(paths);
  return paths;
}

/// The pictures that are named, and those in the folders that are.
std::vector<std::string> read_paths(GimpProcedureConfig* config) {
  char** names = nullptr;
  g_object_get(config, "files", &names, nullptr);
  const std::unique_ptr<char*, decltype(&g_strfreev)> owned(names, g_strfreev);
  std::vector<std::string> paths;
  for (char** name = names; name != nullptr && *name != nullptr; ++name) {
    if (g_file_test(*name, G_FILE_TEST_IS_DIR) == FALSE) {
      paths.emplace_back(*name);
    } else {
      std::ranges::move(files_in(*name), std::back_inserter(paths));
    }
  }
  if (paths.empty()) throw UserError(_("No picture is named: name files, or folders with pictures."));
  return paths;
}

/// Throws UserError with GIMP's words if it cannot read the file.
OwnedImage load(const std::string& path) {
  const GObjectPtr<GFile> file(g_file_new_for_path(path.c_str()));
  OwnedImage image(gimp_file_load(GIMP_RUN_NONINTERACTIVE, file.get()));
  if (!image) throw UserError(gimp_pdb_get_last_error(gimp_get_pdb()));
  gimp_image_undo_disable(image.get());
  return image;
}

/// Pictures of several color spaces have one palette: in sRGB, as palettes of GIMP are.
void convert_to_srgb(GimpImage* image) {
  if (gimp_image_get_base_type(image) == GIMP_GRAY) check_gimp(gimp_image_convert_rgb(image), "gimp_image_convert_rgb");
  const GObjectPtr<GimpColorProfile> profile(gimp_image_get_color_profile(image));
  if (!profile) return;
  const GObjectPtr<GimpColorProfile> srgb(gimp_color_profile_new_rgb_srgb());
  check_gimp(gimp_image_convert_color_profile(image, srgb.get(), GIMP_COLOR_RENDERING_INTENT_RELATIVE_COLORIMETRIC,
                                              /*bpc=*/TRUE),
             "gimp_image_convert_color_profile");
}

ColorHistogram histogram_of(const std::string& path, const CountingRules& rules) {
  const OwnedImage image = load(path);
  convert_to_srgb(image.get());
  return count_for(image.get(), all_layers(image.get()), rules).histogram;
}

/// Counts all pictures, one after the other; those that cannot be read are left out.
CountedPixels count_files(const std::vector<std::string>& paths, PictureWeight weight, const CountingRules& rules,
                          Progress& progress, std::vector<Failure>& failures) {
  HistogramSum sum(weight);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    try {
      sum.add(histogram_of(paths[i], rules));
    } catch (const UserError& error) {
      failures.push_back({paths[i], error.what()});
      gimp_message(formatted("%s: %s", paths[i].c_str(), error.what()).c_str());
    }
    progress.show(reading_share * static_cast<double>(i + 1) / static_cast<double>(paths.size()));
  }
  if (failures.size() == paths.size()) {
    throw UserError(
        formatted(_("None of the pictures can be read, the first one because: %s"), failures.front().sentence.c_str()));
  }
  return {.histogram = sum.histogram()};
}

std::string name_for(const Settings& settings, const Palette& palette, std::size_t picture_count) {
  std::string given = storable_name(settings.palette_name);
  if (!given.empty()) return given;
  return formatted(plural("%d picture (%d colors)", "%d pictures (%d colors)", picture_count),
                   static_cast<int>(picture_count), palette.size());
}

void set_strings(GimpValueArray* values, int position, const std::vector<std::string>& strings) {
  std::vector<const char*> pointers;
  for (const std::string& string : strings) pointers.push_back(string.c_str());
  pointers.push_back(nullptr);
  GIMP_VALUES_SET_STRV(values, position, pointers.data());
}

/// The palette as given colors, so that other pictures can be mapped to it as those would be that it was found for.
std::string given_colors_text(const Palette& palette) {
  std::vector<Slot> slots;
  for (int i = 0; i < palette.size(); ++i) {
    const auto index = static_cast<std::uint8_t>(i);
    SlotKind kind = SlotKind::reserved;
    if (std::ranges::binary_search(palette.usable(), index)) kind = SlotKind::normal;
    if (std::ranges::binary_search(palette.exact(), index)) kind = SlotKind::exact;
    slots.push_back({palette[i], kind});
  }
  return slots_text(slots);
}

GimpValueArray* success(GimpProcedure* procedure, const TimedQuantization& result, GimpPalette* palette,
                        const std::vector<Failure>& failures) {
  std::vector<std::string> colors;
  for (const Rgb8 color : result.quantization.palette.colors()) colors.push_back(hex_name(color));
  std::vector<std::string> paths;
  std::vector<std::string> sentences;
  for (const auto& [path, sentence] : failures) {
    paths.push_back(path);
    sentences.push_back(sentence);
  }
  GimpValueArray* values = gimp_procedure_new_return_values(procedure, GIMP_PDB_SUCCESS, nullptr);
  GIMP_VALUES_SET_PALETTE(values, 1, palette);
  set_strings(values, 2, colors);
  GIMP_VALUES_SET_INT(values, 3, static_cast<int>(result.histogram->size()));
  GIMP_VALUES_SET_DOUBLE(values, 4, result.quantization.cost);
  GIMP_VALUES_SET_DOUBLE(values, 5, result.quantization.mse);
  set_strings(values, 6, paths);
  set_strings(values, 7, sentences);
  GIMP_VALUES_SET_STRING(values, 8, given_colors_text(result.quantization.palette).c_str());
  return values;
}

GimpValueArray* find(GimpProcedure* procedure, GimpProcedureConfig* config) {
  const Settings settings = read_palette_settings(config);
  const std::vector<std::string> paths = read_paths(config);
  const auto weight = static_cast<PictureWeight>(gimp_procedure_config_get_choice_id(config, weight_setting.name));
  Progress progress(_("K-Means Quantize"));
  std::vector<Failure> failures;
  CountedPixels counted = count_files(paths, weight, counting_rules(settings), progress, failures);
  const QuantizeOptions options = fitted_options(settings, counted);
  const RunControl control{.stop = {}, .report = [&progress](double fraction) {
                             progress.show(reading_share + (1 - reading_share) * fraction);
                           }};
  const TimedQuantization result =
      find_palette(std::make_shared<const ColorHistogram>(std::move(counted.histogram)), options, control);

  const Palette& colors = result.quantization.palette;
  const NamedPalette named =
      named_palette(result.quantization, name_for(settings, colors, paths.size() - failures.size()));
  if (settings.palette_file) write_palette_file(*settings.palette_file, named);
  std::optional<UserPalette> palette;
  if (settings.save_palette) {
    palette.emplace(named, srgb_palette_format());
    palette->keep();
  }
  return success(procedure, result, palette ? palette->get() : nullptr, failures);
}

GimpValueArray* run(GimpProcedure* procedure, GimpProcedureConfig* config, gpointer) noexcept {
  return return_values_of(procedure, [&] {
    const RunEnvironment environment;
    return find(procedure, config);
  });
}

void add_all_arguments(GimpProcedure* procedure) {
  gimp_procedure_add_enum_argument(procedure, "run-mode", _("Run mode"), _("It never asks anything"),
                                   GIMP_TYPE_RUN_MODE, GIMP_RUN_NONINTERACTIVE, G_PARAM_READWRITE);
  gimp_procedure_add_string_array_argument(procedure, "files", _("Files"),
                                           _("Paths of pictures that GIMP reads, and of folders with such pictures"),
                                           G_PARAM_READWRITE);
  add_argument(procedure, weight_setting);
  add_palette_arguments(procedure);
}

void add_return_values(GimpProcedure* procedure) {
  gimp_procedure_add_palette_return_value(procedure, "palette", _("Palette"),
                                          _("The palette, or none if it was not to be saved"), G_PARAM_READWRITE);
  gimp_procedure_add_string_array_return_value(
      procedure, "colors", _("Colors"), _("The colors as “#rrggbb” in palette order, in sRGB"), G_PARAM_READWRITE);
  gimp_procedure_add_int_return_value(procedure, "distinct-colors", _("Distinct colors"),
                                      _("Distinct colors that were counted"), 0, G_MAXINT, 0, G_PARAM_READWRITE);
  gimp_procedure_add_double_return_value(
      procedure, "cost", _("Cost"),
      _("Sum over the pixels of the squared distance (red, green, blue: 0 to 255) to their palette color"), 0,
      G_MAXDOUBLE, 0, G_PARAM_READWRITE);
  gimp_procedure_add_double_return_value(procedure, "mse", _("Mean squared error"), _("Cost per counted pixel"), 0,
                                         G_MAXDOUBLE, 0, G_PARAM_READWRITE);
  gimp_procedure_add_string_array_return_value(procedure, "failed-files", _("Failed files"),
                                               _("The pictures that were left out"), G_PARAM_READWRITE);
  gimp_procedure_add_string_array_return_value(procedure, "failures", _("Failures"), _("Why each of them was left out"),
                                               G_PARAM_READWRITE);
  gimp_procedure_add_string_return_value(
      procedure, "given-colors", _("Given colors"),
      _("The palette as “fixed-colors” takes it, with “=” behind colors for exactly their pixels and “!” behind those "
        "that no pixel gets"),
      "", G_PARAM_READWRITE);
}

}  // namespace

GimpProcedure* new_palette_from_files_procedure(GimpPlugIn* plug_in) {
  GimpProcedure* procedure =
      gimp_procedure_new(plug_in, palette_from_files_procedure_name, GIMP_PDB_PROC_TYPE_PLUGIN, run, nullptr, nullptr);
  gimp_procedure_set_documentation(
      procedure, _("One palette for many pictures"),
      _("Reads pictures one after the other, counts their colors together, and finds the palette of k colors with the "
        "smallest sum of squared distances to all pixels. Of a picture counts what is seen: its visible layers, by "
        "their alpha and masks. A picture that cannot be read is named and left out. In memory are one picture and the "
        "distinct colors of all."),
      palette_from_files_procedure_name);
  gimp_procedure_set_attribution(procedure, _("The K-Means Quantize authors"), _("The K-Means Quantize authors"),
                                 "2026");
  add_all_arguments(procedure);
  add_return_values(procedure);
  return procedure;
}

}  // namespace kmq

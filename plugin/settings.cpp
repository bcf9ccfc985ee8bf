// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/settings.h"

#include <glib.h>

#include <cstdint>
#include <limits>

#include "plugin/gobject_ptr.h"
#include "plugin/i18n.h"

namespace kmq {
namespace {

template <typename Enum>
constexpr ChoiceOption option(Enum value, const char* nick, const char* label) {
  return {static_cast<int>(value), nick, label};
}

constexpr ChoiceOption effort_options[] = {
    option(Effort::plain, "plain", N_("Plain (textbook k-means)")),
    option(Effort::fast, "fast", N_("Fast (one good start)")),
};

constexpr ChoiceOption output_options[] = {
    option(Output::layer, "layer", N_("Change the layer")),
    option(Output::new_layer, "new-layer", N_("New layer above")),
    option(Output::indexed, "indexed", N_("Indexed image with exactly this palette")),
    option(Output::palette, "palette", N_("Palette only")),
};

const QuantizeOptions quantize_defaults;
const Settings defaults;

const Setting table[] = {
    {"k", N_("_Number of colors (k)"),
     N_("Size of the palette. A picture with fewer distinct colors gets exactly those."), SettingGroup::main,
     IntRange{PaletteSize::min, PaletteSize::max, quantize_defaults.k.value()}},
    {"seed", N_("S_eed"), N_("Start of the random draws. The same picture, settings and seed give the same result."),
     SettingGroup::main,
     IntRange{0, std::numeric_limits<std::int32_t>::max(), static_cast<int>(quantize_defaults.seed)}},
    {"effort", N_("E_ffort"), N_("How hard to search for the palette that is nearest to the picture."),
     SettingGroup::search, Choice{effort_options, static_cast<int>(quantize_defaults.effort)}},
    {"n-init", N_("Searc_hes"),
     N_("Number of searches, each with the next seed. The palette that is nearest to the picture counts."),
     SettingGroup::search, IntRange{1, 100, quantize_defaults.n_init}},
    {"max-iterations", N_("_Maximum of iterations"), N_("A search ends after this many iterations at the latest."),
     SettingGroup::search, IntRange{1, 10000, quantize_defaults.max_iterations}},
    {"tolerance", N_("_Tolerance"),
     N_("A search ends when the cluster centers together moved less than this, on a scale where the way from black "
        "to full red is 255. With 0 it ends when no color changes its cluster."),
     SettingGroup::search, DoubleRange{0, 100, quantize_defaults.tolerance}},
    {"output", N_("Out_put"), N_("What to do with the palette that was found."), SettingGroup::result,
     Choice{output_options, static_cast<int>(defaults.output)}},
    {"save-palette", N_("Sa_ve the palette"), N_("Keep the palette among your palettes, for the Palettes dialog."),
     SettingGroup::result, Flag{defaults.save_palette}},
    {"palette-name", N_("Palette n_ame"), N_("Empty: named after the image and the number of colors."),
     SettingGroup::result, Text{""}},
};

GimpChoice* new_choice(const Choice& choice) {
  GimpChoice* result = gimp_choice_new();
  for (const ChoiceOption& option : choice.options) {
    gimp_choice_add(result, option.nick, option.id, _(option.label), nullptr);
  }
  return result;
}

const char* default_nick(const Choice& choice) {
  for (const ChoiceOption& option : choice.options) {
    if (option.id == choice.default_id) return option.nick;
  }
  g_return_val_if_reached(choice.options.front().nick);
}

/// Declares one argument; there is one overload for each kind of setting.
struct ArgumentAdder {
  GimpProcedure* procedure;
  const Setting& setting;

  void operator()(const IntRange& range) const {
    gimp_procedure_add_int_argument(procedure, setting.name, _(setting.label), _(setting.blurb), range.min, range.max,
                                    range.default_value, G_PARAM_READWRITE);
  }
  void operator()(const DoubleRange& range) const {
    gimp_procedure_add_double_argument(procedure, setting.name, _(setting.label), _(setting.blurb), range.min,
                                       range.max, range.default_value, G_PARAM_READWRITE);
  }
  void operator()(const Flag& flag) const {
    gimp_procedure_add_boolean_argument(procedure, setting.name, _(setting.label), _(setting.blurb), flag.default_value,
                                        G_PARAM_READWRITE);
  }
  void operator()(const Text& text) const {
    gimp_procedure_add_string_argument(procedure, setting.name, _(setting.label), _(setting.blurb), text.default_value,
                                       G_PARAM_READWRITE);
  }
  void operator()(const Choice& choice) const {
    gimp_procedure_add_choice_argument(procedure, setting.name, _(setting.label), _(setting.blurb), new_choice(choice),
                                       default_nick(choice), G_PARAM_READWRITE);
  }
};

}  // namespace

std::span<const Setting> setting_table() { return table; }

void add_arguments(GimpProcedure* procedure) {
  for (const Setting& setting : table) std::visit(ArgumentAdder{procedure, setting}, setting.kind);
}

Settings read_settings(GimpProcedureConfig* config) {
  int k = 0;
  int seed = 0;
  gboolean save_palette = FALSE;
  char* palette_name = nullptr;
  Settings settings;
  g_object_get(config, "k", &k, "seed", &seed, "n-init", &settings.quantize.n_init, "max-iterations",
               &settings.quantize.max_iterations, "tolerance", &settings.quantize.tolerance, "save-palette",
               &save_palette, "palette-name", &palette_name, nullptr);
  const GPtr<char> owned_palette_name(palette_name);
  settings.quantize.k = PaletteSize(k);
  settings.quantize.seed = static_cast<std::uint32_t>(seed);
  settings.quantize.effort = static_cast<Effort>(gimp_procedure_config_get_choice_id(config, "effort"));
  settings.output = static_cast<Output>(gimp_procedure_config_get_choice_id(config, "output"));
  settings.save_palette = save_palette != FALSE;
  settings.palette_name = palette_name != nullptr ? palette_name : "";
  return settings;
}

}  // namespace kmq

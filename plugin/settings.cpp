// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/settings.h"

#include <glib.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/color/color_text.h"
#include "core/palette/slot_text.h"
#include "plugin/gimp/errors.h"
#include "plugin/gimp/i18n.h"
#include "plugin/palettes/gimp_palettes.h"
#include "plugin/palettes/given_palette_file.h"
#include "plugin/pixels/drawable_pixels.h"
#include "plugin/pixels/light.h"

namespace kmq {
namespace {

constexpr ChoiceOption sort_options[] = {
    choice_option(PaletteOrder::lightness, "lightness", N_("Dark to light")),
    choice_option(PaletteOrder::hue, "hue", N_("Hue, neutral colors first")),
    choice_option(PaletteOrder::population, "population", N_("Most pixels first")),
    choice_option(PaletteOrder::none, "none", N_("As found")),
};

constexpr ChoiceOption palette_use_options[] = {
    choice_option(PaletteUse::keep, "keep", N_("Keep them, find the others")),
    choice_option(PaletteUse::only, "only", N_("Only these")),
    choice_option(PaletteUse::best_of, "best-of", N_("The best of these")),
};

constexpr ChoiceOption color_bits_options[] = {
    choice_option(ColorBits::b888, "888", N_("All (8 bits per channel)")),
    choice_option(ColorBits::b565, "565", N_("RGB 565 (65536)")),
    choice_option(ColorBits::b555, "555", N_("RGB 555 (32768)")),
    choice_option(ColorBits::b444, "444", N_("RGB 444 (4096)")),
    choice_option(ColorBits::b333, "333", N_("RGB 333 (512)")),
    choice_option(ColorBits::b332, "332", N_("RGB 332 (256)")),
    choice_option(ColorBits::b222, "222", N_("RGB 222 (64)")),
};

constexpr ChoiceOption output_options[] = {
    choice_option(Output::layer, "layer", N_("Change the layer")),
    choice_option(Output::new_layer, "new-layer", N_("New layer above")),
    choice_option(Output::separations, "separations", N_("A layer for each color")),
    choice_option(Output::indexed, "indexed", N_("Indexed image with exactly this palette")),
    choice_option(Output::palette, "palette", N_("Palette only")),
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
    {"color-space", N_("Color sp_ace"), N_("Where distances between colors are measured."), SettingGroup::search,
     Choice{color_space_options, quantize_defaults.color_space.kind()}},
    {"n-init", N_("Searc_hes"),
     N_("Number of searches, each with the next seed. The palette that is nearest to the picture counts."),
     SettingGroup::search, IntRange{1, 100, quantize_defaults.n_init}},
    {"max-iterations", N_("Ma_ximum of iterations"), N_("A search ends after this many iterations at the latest."),
     SettingGroup::search, IntRange{1, 10000, quantize_defaults.max_iterations}},
    {"tolerance", N_("_Tolerance"),
     N_("A search ends when the cluster centers together moved less than this, on a scale where the way from black "
        "to full red is 255. With 0 it ends when no color changes its cluster."),
     SettingGroup::search, DoubleRange{0, 100, quantize_defaults.tolerance}},
    {"rare-colors", N_("Fa_vor rare colors"),
     N_("How much a color that few pixels have counts: with 0 by its pixels, with 1 as much as one that many have."),
     SettingGroup::palette, DoubleRange{0, 1, quantize_defaults.rare_colors}},
    {"flat-areas", N_("Flat areas deci_de"),
     N_("For logos, text, screenshots and comics: pixels inside areas of one color decide the palette, and their edges "
        "hardly do."),
     SettingGroup::palette, Flag{quantize_defaults.flat_areas}},
    {"dither", N_("Ditherin_g"), N_("Mix palette colors in a pattern where the palette lacks a color."),
     SettingGroup::result, Choice{dither_options, static_cast<int>(defaults.dither.method)}},
    {"dither-amount", N_("Dither amo_unt"), N_("Strength of the dithering: 0 is none, 1 is all of it."),
     SettingGroup::result, DoubleRange{0, 1, defaults.dither.amount}},
    {"bayer-size", N_("Size o_f Bayer’s pattern"),
     N_("A larger pattern shows more steps between the colors, a smaller one is less seen."), SettingGroup::result,
     Choice{bayer_size_options, static_cast<int>(defaults.dither.bayer_size)}},
    {"dither-threshold", N_("_Undithered within"),
     N_("A pixel that is at most so far away from a color of the palette (0 to 255) takes it and starts no pattern."),
     SettingGroup::result, IntRange{0, 255, defaults.dither.threshold}},
    {"speck-size", N_("Specks belo_w"),
     N_("Connected areas with fewer pixels than this get the color around them, so that a print of few colors has no "
        "dust. With 0 all stay."),
     SettingGroup::result, IntRange{0, 10000, defaults.speck_size}},
    {"sort", N_("Sort palette _by"), N_("Order of the colors that are found; given colors come first, in their order."),
     SettingGroup::palette, Choice{sort_options, static_cast<int>(quantize_defaults.order)}},
    {"fixed-colors", N_("Fixe_d colors"),
     N_("Colors that you give, such as “#ff0000, #0af, orange”. Behind a color, “=” keeps it for pixels that have "
        "exactly "
        "this color, and “!” for none; a “?” alone is a place for a color to be found."),
     SettingGroup::palette, Text{""}},
    {"use-fixed-palette", N_("Use a pale_tte"),
     N_("All entries of the chosen palette are given colors, too, behind the fixed colors."), SettingGroup::palette,
     Flag{false}},
    {"fixed-palette", N_("F_ixed palette"), N_("The palette whose colors are given."), SettingGroup::palette,
     PaletteSetting{}},
    {"fixed-palette-file", N_("Palette _file"),
     N_("All colors of this file are given colors, too, behind the others: .gpl .pal .act .aco .ase .hex .css, or a "
        ".png or .gif, of which these are the colormap or the colors of its pixels, 256 at most."),
     SettingGroup::palette, InputFile{}},
    {"palette-use", N_("Given co_lors"),
     N_("What becomes of the given colors: they come first and the others are found; or the palette is exactly these, "
        "however many; or it is the k of them that are nearest to the picture."),
     SettingGroup::palette, Choice{palette_use_options, static_cast<int>(quantize_defaults.spec.use)}},
    {"color-bits", N_("_Device colors"),
     N_("Find only colors that a device with so many bits of red, green and blue shows."), SettingGroup::palette,
     Choice{color_bits_options, static_cast<int>(quantize_defaults.color_bits)}},
    {"count-transparency", N_("Count transparenc_y"),
     N_("For an indexed image: where something is transparent, transparency is one of the colors."),
     SettingGroup::result, Flag{defaults.count_transparency}},
    {"alpha-threshold", N_("Opa_que from alpha"),
     N_("For an indexed image: a pixel is opaque from this alpha on, and transparent below it."), SettingGroup::result,
     IntRange{1, 255, AlphaRule().lowest_opaque}},
    {"matte", N_("Soft pixels _join"),
     N_("For an indexed image: a color, such as “#ffffff”. Pixels that are partly transparent are blended with it and "
        "become opaque. Empty: “Opaque from alpha” decides."),
     SettingGroup::result, Text{""}},
    {"transparent-color", N_("Transparent as co_lor"),
     N_("For an indexed image: the color, such as “#ff00ff”, that the colormap has at the place of transparency. No "
        "opaque pixel gets it. Empty: GIMP chooses one when it exports the image."),
     SettingGroup::result, Text{""}},
    {"output", N_("Out_put"), N_("What to do with the palette that was found."), SettingGroup::result,
     Choice{output_options, static_cast<int>(defaults.output)}},
    {"save-palette", N_("Sa_ve the palette"), N_("Keep the palette among your palettes, for the Palettes dialog."),
     SettingGroup::result, Flag{defaults.save_palette}},
    {"palette-name", N_("Palette na_me"), N_("Empty: named after the image and the number of colors."),
     SettingGroup::result, Text{""}},
    {"palette-file", N_("_Write palette file"),
     N_("Also write the palette into this file. Its type is that of the name: .gpl .pal .act .aco .ase .hex .css .png"),
     SettingGroup::result, OutputFile{}},
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
  void operator()(PaletteSetting) const {
    gimp_procedure_add_palette_argument(procedure, setting.name, _(setting.label), _(setting.blurb), /*none_ok=*/TRUE,
                                        nullptr, /*default_to_context=*/FALSE, G_PARAM_READWRITE);
  }
  void operator()(InputFile) const {
    gimp_procedure_add_file_argument(procedure, setting.name, _(setting.label), _(setting.blurb),
                                     GIMP_FILE_CHOOSER_ACTION_OPEN, /*none_ok=*/TRUE, nullptr, G_PARAM_READWRITE);
  }
  /// Not among the last values: a repeated run would overwrite the file of another picture.
  void operator()(OutputFile) const {
    constexpr auto flags = static_cast<GParamFlags>(G_PARAM_READWRITE | GIMP_PARAM_DONT_SERIALIZE);
    gimp_procedure_add_file_argument(procedure, setting.name, _(setting.label), _(setting.blurb),
                                     GIMP_FILE_CHOOSER_ACTION_SAVE, /*none_ok=*/TRUE, nullptr, flags);
  }
};

template <typename Value>
Value get(GimpProcedureConfig* config, const char* name) {
  Value value{};
  g_object_get(config, name, &value, nullptr);
  return value;
}

std::string get_text(GimpProcedureConfig* config, const char* name) {
  const GPtr<char> text(get<char*>(config, name));
  return text ? text.get() : "";
}

bool get_flag(GimpProcedureConfig* config, const char* name) { return get<gboolean>(config, name) != FALSE; }

template <typename Enum>
Enum get_choice(GimpProcedureConfig* config, const char* name) {
  return static_cast<Enum>(gimp_procedure_config_get_choice_id(config, name));
}

std::vector<Slot> parse_fixed_colors(std::string_view text) {
  auto parsed = parse_slots(text);
  if (const auto* error = std::get_if<SlotTextError>(&parsed)) {
    if (error->part.empty()) {
      throw UserError(formatted(_("There are more than %d fixed colors: write fewer."), static_cast<int>(most_slots)));
    }
    throw UserError(formatted(_("“%s” among the fixed colors is not a color: write each as #rrggbb, #rgb or a name, "
                                "with commas between them, "
                                "such as “#ff0000, #0af, orange”."),
                              error->part.c_str()));
  }
  return std::move(std::get<std::vector<Slot>>(parsed));
}

void add_colors(const std::vector<Rgb8>& colors, std::vector<Slot>& slots) {
  for (const Rgb8 color : colors) slots.push_back({color});
  if (slots.size() > most_slots) {
    throw UserError(
        formatted(_("There are more than %d given colors: choose a smaller palette."), static_cast<int>(most_slots)));
  }
}

std::vector<Rgb8> fixed_palette(GimpProcedureConfig* config, const Babl* rgb) {
  const GObjectPtr<GimpPalette> palette(get<GimpPalette*>(config, "fixed-palette"));
  if (!palette) {
    throw UserError(
        _("No palette is chosen whose colors are to be used: choose the fixed palette, or switch this off."));
  }
  return colors_of(palette.get(), rgb);
}

/// The given colors: those of the text, of the palette, and of the file.
std::vector<Slot> read_slots(GimpProcedureConfig* config, const Babl* rgb) {
  std::vector<Slot> slots = parse_fixed_colors(get_text(config, "fixed-colors"));
  if (get_flag(config, "use-fixed-palette")) add_colors(fixed_palette(config, rgb), slots);
  const GObjectPtr<GFile> file(get<GFile*>(config, "fixed-palette-file"));
  if (file) add_colors(colors_of_file(file.get()), slots);
  return slots;
}

std::optional<Rgb8> read_color(GimpProcedureConfig* config, const char* name) {
  std::string text = get_text(config, name);
  text = g_strstrip(text.data());
  if (text.empty()) return std::nullopt;
  const std::optional<Rgb8> color = parse_color(text);
  if (!color) {
    throw UserError(formatted(_("“%s” is not a color: write one such as “#ff00ff”, or nothing."), text.c_str()));
  }
  return color;
}

AlphaRule read_alpha_rule(GimpProcedureConfig* config, Output output) {
  if (output != Output::indexed) return {};
  return {.is_one_bit = true,
          .lowest_opaque = static_cast<std::uint8_t>(get<int>(config, "alpha-threshold")),
          .matte = read_color(config, "matte")};
}

/// Layers of an indexed image can only get another palette with all of it.
Output read_output(GimpProcedureConfig* config, GimpDrawable* drawable) {
  const auto output = get_choice<Output>(config, "output");
  return output == Output::layer && gimp_drawable_is_indexed(drawable) ? Output::indexed : output;
}

DitherOptions read_dither(GimpProcedureConfig* config, const LightModel* light) {
  return {.method = get_choice<DitherMethod>(config, "dither"),
          .amount = get<double>(config, "dither-amount"),
          .bayer_size = get_choice<BayerSize>(config, "bayer-size"),
          .threshold = get<int>(config, "dither-threshold"),
          .light = light};
}

/// How far a palette has to reach out for dithering.
double read_dither_amount(GimpProcedureConfig* config) {
  const auto method = get_choice<DitherMethod>(config, "dither");
  return method == DitherMethod::none ? 0 : get<double>(config, "dither-amount");
}

/// rgb  the format of the palette
ColorSpace read_color_space(GimpProcedureConfig* config, const Babl* rgb) {
  return {get_choice<ColorSpace::Kind>(config, "color-space"), rgb_model_of(babl_format_get_space(rgb))};
}

/// rgb  the format of the palette
QuantizeOptions read_quantize_options(GimpProcedureConfig* config, const Babl* rgb) {
  return {.k = PaletteSize(get<int>(config, "k")),
          .seed = static_cast<std::uint32_t>(get<int>(config, "seed")),
          .effort = get_choice<Effort>(config, "effort"),
          .color_space = read_color_space(config, rgb),
          .n_init = get<int>(config, "n-init"),
          .max_iterations = get<int>(config, "max-iterations"),
          .tolerance = get<double>(config, "tolerance"),
          .rare_colors = get<double>(config, "rare-colors"),
          .flat_areas = get_flag(config, "flat-areas"),
          .spec = {get_choice<PaletteUse>(config, "palette-use"), read_slots(config, rgb)},
          .color_bits = get_choice<ColorBits>(config, "color-bits"),
          .order = get_choice<PaletteOrder>(config, "sort"),
          .dither_amount = read_dither_amount(config),
          .light = &light_of(babl_format_get_space(rgb))};
}

std::optional<PaletteFile> read_palette_file(GimpProcedureConfig* config) {
  GObjectPtr<GFile> file(get<GFile*>(config, "palette-file"));
  if (!file) return std::nullopt;
  const GPtr<char> name(g_file_get_basename(file.get()));
  const auto type = palette_file_type(name ? name.get() : "");
  if (!type) {
    throw UserError(formatted(_("“%s” is no type of palette file: let the name end in .gpl, .pal, .act, .aco, .ase, "
                                ".hex, .css or .png."),
                              name ? name.get() : ""));
  }
  return PaletteFile{std::move(file), *type};
}

}  // namespace

std::span<const Setting> setting_table() { return table; }

void add_argument(GimpProcedure* procedure, const Setting& setting) {
  std::visit(ArgumentAdder{procedure, setting}, setting.kind);
}

void add_arguments(GimpProcedure* procedure, std::initializer_list<std::string_view> names) {
  for (const Setting& setting : table) {
    if (std::ranges::find(names, setting.name) != names.end()) add_argument(procedure, setting);
  }
}

void add_arguments(GimpProcedure* procedure) {
  for (const Setting& setting : table) add_argument(procedure, setting);
}

QuantizeOptions read_search_options(GimpProcedureConfig* config, const Babl* rgb) {
  return {.seed = static_cast<std::uint32_t>(get<int>(config, "seed")),
          .effort = get_choice<Effort>(config, "effort"),
          .color_space = read_color_space(config, rgb),
          .n_init = get<int>(config, "n-init")};
}

Settings read_settings(GimpProcedureConfig* config, GimpDrawable* drawable) {
  const Output output = read_output(config, drawable);
  const AlphaRule alpha_rule = read_alpha_rule(config, output);
  const Babl* rgb = palette_format(drawable, alpha_rule);
  const QuantizeOptions quantize = read_quantize_options(config, rgb);
  return {.quantize = quantize,
          .dither = read_dither(config, quantize.light),
          .output = output,
          .speck_size = get<int>(config, "speck-size"),
          .alpha_rule = alpha_rule,
          .count_transparency = get_flag(config, "count-transparency"),
          .transparent_color = output == Output::indexed ? read_color(config, "transparent-color") : std::nullopt,
          .save_palette = get_flag(config, "save-palette"),
          .palette_name = get_text(config, "palette-name"),
          .palette_file = read_palette_file(config)};
}

void add_palette_arguments(GimpProcedure* procedure) {
  add_arguments(procedure, {"k",
                            "seed",
                            "effort",
                            "color-space",
                            "n-init",
                            "max-iterations",
                            "tolerance",
                            "rare-colors",
                            "flat-areas",
                            "dither",
                            "dither-amount",
                            "sort",
                            "fixed-colors",
                            "use-fixed-palette",
                            "fixed-palette",
                            "fixed-palette-file",
                            "palette-use",
                            "color-bits",
                            "save-palette",
                            "palette-name",
                            "palette-file"});
}

Settings read_palette_settings(GimpProcedureConfig* config) {
  return {.quantize = read_quantize_options(config, srgb_palette_format()),
          .dither = {},
          .output = Output::palette,
          .save_palette = get_flag(config, "save-palette"),
          .palette_name = get_text(config, "palette-name"),
          .palette_file = read_palette_file(config)};
}

const Babl* srgb_palette_format() { return babl_format("R'G'B' u8"); }

void write_palette(GimpProcedureConfig* config, const PaletteSpec& spec, std::optional<int> k) {
  g_object_freeze_notify(G_OBJECT(config));
  g_object_set(config, "fixed-colors", slots_text(spec.slots).c_str(), "use-fixed-palette", FALSE, "fixed-palette-file",
               nullptr, "palette-use", palette_use_options[static_cast<std::size_t>(spec.use)].nick, nullptr);
  if (k) g_object_set(config, "k", *k, nullptr);
  g_object_thaw_notify(G_OBJECT(config));
}

}  // namespace kmq

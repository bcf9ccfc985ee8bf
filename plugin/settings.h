// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of arguments: from it come the PDB's arguments and help, the dialog, and the reading.
#pragma once

#include <libgimp/gimp.h>

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/dither/dither.h"
#include "core/files/palette_files.h"
#include "core/quantize.h"
#include "plugin/choices.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/image/output_kind.h"
#include "plugin/pixels/alpha_rule.h"

namespace kmq {

struct PaletteFile {
  GObjectPtr<GFile> file;
  PaletteFileType type;
};

struct Settings {
  QuantizeOptions quantize;
  DitherOptions dither;
  /// An indexed image stays one: for its layers, `layer` is `indexed`.
  Output output = Output::layer;
  /// Connected areas with fewer pixels than this get the color around them.
  int speck_size = 0;
  /// What alpha means for the output.
  AlphaRule alpha_rule = {};
  /// In an indexed image, transparency is one of the k.
  bool count_transparency = true;
  /// The color that the colormap has at the place of transparency.
  std::optional<Rgb8> transparent_color = {};
  /// Keep the palette among the user's palettes.
  bool save_palette = true;
  /// Empty: named after the image and the number of colors.
  std::string palette_name;
  /// Where to write the palette as well.
  std::optional<PaletteFile> palette_file;
};

struct IntRange {
  int min;
  int max;
  int default_value;
};

struct DoubleRange {
  double min;
  double max;
  double default_value;
};

struct Flag {
  bool default_value;
};

struct Text {
  const char* default_value;
};

/// A palette of GIMP, or none.
struct PaletteSetting {};

/// A file to be read, or none.
struct InputFile {};

/// A file to be written, or none.
struct OutputFile {};

struct Choice {
  std::span<const ChoiceOption> options;
  int default_id;
};

/// Where the dialog shows a setting.
enum class SettingGroup { main, search, palette, result };

struct Setting {
  const char* name;
  const char* label;  ///< untranslated, with a mnemonic
  const char* blurb;  ///< untranslated
  SettingGroup group;
  std::variant<IntRange, DoubleRange, Flag, Text, Choice, PaletteSetting, InputFile, OutputFile> kind;
};

std::span<const Setting> setting_table();

/// Declares one argument; other procedures have settings of this table, and some of their own.
void add_argument(GimpProcedure* procedure, const Setting& setting);

/// Declares the arguments of this table that have these names.
void add_arguments(GimpProcedure* procedure, std::initializer_list<std::string_view> names);

/// Declares the arguments of the table.
void add_arguments(GimpProcedure* procedure);

/// Reads how to search: seed, effort, color space and number of searches.
///
/// rgb  the format of the palette
QuantizeOptions read_search_options(GimpProcedureConfig* config, const Babl* rgb);

/// Reads what the user or the script chose.
///
/// drawable  in whose image the fixed colors are meant
/// Throws    UserError if a value makes no sense: it says which, and what would
Settings read_settings(GimpProcedureConfig* config, GimpDrawable* drawable);

/// Declares the arguments about a palette alone, whatever it is for.
void add_palette_arguments(GimpProcedure* procedure);

/// Reads these; the output is the palette, in sRGB.
///
/// Throws  UserError as read_settings()
Settings read_palette_settings(GimpProcedureConfig* config);

/// "R'G'B' u8" in sRGB.
const Babl* srgb_palette_format();

/// Writes given colors and their use instead of all that was given before, and the number of colors unless it stays.
void write_palette(GimpProcedureConfig* config, const PaletteSpec& spec, std::optional<int> k);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/palettes/given_palette_file.h"

#include <libgimp/gimp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "core/files/palette_reading.h"
#include "plugin/gimp/errors.h"
#include "plugin/gimp/gobject_ptr.h"
#include "plugin/gimp/i18n.h"
#include "plugin/palettes/gimp_palettes.h"
#include "plugin/pixels/drawable_pixels.h"

namespace kmq {
namespace {

/// No palette is so large, but a film with the wrong name may be.
constexpr goffset most_bytes = goffset{16} << 20;

struct ImageDelete {
  void operator()(GimpImage* image) const { gimp_image_delete(image); }
};

/// Which file it is, and which state of it.
struct FileState {
  std::string uri;
  goffset size = 0;
  std::uint64_t changed = 0;  // in microseconds

  friend bool operator==(const FileState&, const FileState&) = default;
};

std::string name_of(GFile* file) {
  const GPtr<char> name(g_file_get_parse_name(file));
  return name.get();
}

[[noreturn]] void refuse(GFile* file, GError* error) {
  const std::string reason = error->message;
  g_error_free(error);
  throw UserError(formatted(_("The palette file “%s” could not be read: %s"), name_of(file).c_str(), reason.c_str()));
}

FileState state_of(GFile* file) {
  GError* error = nullptr;
  const GObjectPtr<GFileInfo> info(g_file_query_info(
      file,
      G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_TIME_MODIFIED
                                     "," G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC,
      G_FILE_QUERY_INFO_NONE, nullptr, &error));
  if (!info) refuse(file, error);
  if (g_file_info_get_file_type(info.get()) != G_FILE_TYPE_REGULAR) {
    throw UserError(formatted(_("“%s” is not a regular file: choose a palette file."), name_of(file).c_str()));
  }
  const GPtr<char> uri(g_file_get_uri(file));
  constexpr std::uint64_t second = 1000000;
  return {uri.get(), g_file_info_get_size(info.get()),
          second * g_file_info_get_attribute_uint64(info.get(), G_FILE_ATTRIBUTE_TIME_MODIFIED) +
              g_file_info_get_attribute_uint32(info.get(), G_FILE_ATTRIBUTE_TIME_MODIFIED_USEC)};
}

std::string bytes_of(GFile* file) {
  char* content = nullptr;
  gsize size = 0;
  GError* error = nullptr;
  if (!g_file_load_contents(file, nullptr, &content, &size, nullptr, &error)) refuse(file, error);
  const GPtr<char> owned(content);
  return {content, size};
}

[[noreturn]] void refuse(GFile* file, const PaletteFileError& error) {
  const std::string name = name_of(file);
  switch (error.problem) {
    case PaletteFileProblem::other_type:
      throw UserError(
          formatted(_("“%s” is not a palette file of the type that its name says: choose another one."), name.c_str()));
    case PaletteFileProblem::no_colors:
      throw UserError(formatted(_("“%s” is a palette without colors: choose another one."), name.c_str()));
    case PaletteFileProblem::broken: break;
  }
  if (error.line == 0) {
    throw UserError(formatted(_("“%s” is broken or not complete: save it anew where it comes from."), name.c_str()));
  }
  throw UserError(
      formatted(_("Line %d of “%s” is not as in a palette file: correct it there."), error.line, name.c_str()));
}

/// The colors of a picture in the order of their appearance.
std::vector<Rgb8> colors_of_pixels(GFile* file, std::span<GimpDrawable* const> layers) {
  const ColorHistogram histogram = count_pixels(layers, {.is_in_order = true}).histogram;
  if (histogram.size() > PaletteSize::max) {
    throw UserError(formatted(_("“%s” has %d colors: as a palette, a picture may have %d at most."),
                              name_of(file).c_str(), static_cast<int>(histogram.size()), PaletteSize::max));
  }
  std::vector<Rgb8> colors(histogram.size());
  for (std::size_t i = 0; i < colors.size(); ++i) colors[histogram.appearance()[i]] = histogram.color(i);
  return colors;
}

/// GIMP itself reads pictures.
std::vector<Rgb8> colors_of_picture(GFile* file) {
  const std::unique_ptr<GimpImage, ImageDelete> image(gimp_file_load(GIMP_RUN_NONINTERACTIVE, file));
  if (!image) {
    throw UserError(
        formatted(_("“%s” is not a picture that GIMP can read: choose another one."), name_of(file).c_str()));
  }
  const GPtr<GimpLayer*> found(gimp_image_get_layers(image.get()));
  std::vector<GimpDrawable*> layers;
  for (GimpLayer** layer = found.get(); layer != nullptr && *layer != nullptr; ++layer) {
    layers.push_back(GIMP_DRAWABLE(*layer));
  }
  if (layers.empty()) refuse(file, PaletteFileError{PaletteFileProblem::no_colors});
  const bool is_indexed = gimp_image_get_base_type(image.get()) == GIMP_INDEXED;
  std::vector<Rgb8> colors = is_indexed
                                 ? colors_of(gimp_image_get_palette(image.get()), palette_format(layers.front(), {}))
                                 : colors_of_pixels(file, layers);
  if (colors.empty()) refuse(file, PaletteFileError{PaletteFileProblem::no_colors});
  return colors;
}

bool is_picture(const std::string& name) {
  const GPtr<char> lower(g_ascii_strdown(name.c_str(), -1));
  return g_str_has_suffix(lower.get(), ".png") || g_str_has_suffix(lower.get(), ".gif");
}

std::vector<Rgb8> read_colors(GFile* file, goffset size) {
  const GPtr<char> name(g_file_get_basename(file));
  if (is_picture(name.get())) return colors_of_picture(file);
  const auto type = palette_file_type(name.get());
  if (!type) {
    throw UserError(
        formatted(_("“%s” is no type of palette file: choose one whose name ends in .gpl, .pal, .act, .aco, "
                    ".ase, .hex, .css, .png or .gif."),
                  name.get()));
  }
  if (size > most_bytes) refuse(file, PaletteFileError{PaletteFileProblem::other_type});
  auto read = read_palette(*type, bytes_of(file));
  if (const auto* error = std::get_if<PaletteFileError>(&read)) refuse(file, *error);
  return std::move(std::get<std::vector<Rgb8>>(read));
}

}  // namespace

std::vector<Rgb8> colors_of_file(GFile* file) {
  static std::optional<std::pair<FileState, std::vector<Rgb8>>> last;
  const FileState state = state_of(file);
  if (!last || last->first != state) {
    last.reset();
    last.emplace(state, read_colors(file, state.size));
  }
  return last->second;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/palettes/named_palette.h"

#include <glib.h>

#include <cmath>
#include <numeric>
#include <utility>

#include "plugin/gimp/gobject_ptr.h"

namespace kmq {
namespace {

/// printf() would write the decimal point of the user's language.
std::string percentage(double share) {
  const long tenths = std::lround(share * 1000);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

}  // namespace

std::string color_name(Rgb8 color, double share) { return hex_name(color) + " " + percentage(share); }

std::string storable_name(const std::string& name) {
  constexpr std::size_t most_bytes = 200;
  const GPtr<char> valid(g_utf8_make_valid(name.c_str(), -1));
  std::string result;
  for (const char* next = valid.get(); *next != '\0';) {
    const gunichar character = g_utf8_get_char(next);
    const char* const begin = std::exchange(next, g_utf8_next_char(next));
    if (result.size() + static_cast<std::size_t>(next - begin) > most_bytes) break;
    const bool is_space = g_unichar_iscntrl(character) || g_unichar_isspace(character);
    result += is_space ? std::string(" ") : std::string(begin, next);
  }
  return g_strstrip(result.data());
}

NamedPalette named_palette(const Quantization& quantization, std::string name) {
  const std::vector<double>& populations = quantization.populations;
  const double pixel_count = std::accumulate(populations.begin(), populations.end(), 0.0);
  NamedPalette result{quantization.palette, {}, std::move(name)};
  for (int i = 0; i < result.colors.size(); ++i) {
    const double share = populations[static_cast<std::size_t>(i)] / pixel_count;
    result.color_names.push_back(color_name(result.colors[i], share));
  }
  return result;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/palettes/named_palette.h"

#include <cmath>
#include <numeric>
#include <utility>

namespace kmq {
namespace {

/// printf() would write the decimal point of the user's language.
std::string percentage(double share) {
  const long tenths = std::lround(share * 1000);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

}  // namespace

std::string color_name(Rgb8 color, double share) { return hex_name(color) + " " + percentage(share); }

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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/plot.h"

#include <cairo.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>
#include <vector>

namespace kmq {
namespace {

using Reason = SuggestedK::Reason;

struct Pixels {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> values = {};

  [[nodiscard]] std::uint32_t at(int x, int y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

cairo_status_t read_part(void* rest, unsigned char* part, unsigned int size) {
  auto& bytes = *static_cast<std::string_view*>(rest);
  if (bytes.size() < size) return CAIRO_STATUS_READ_ERROR;
  std::memcpy(part, bytes.data(), size);
  bytes.remove_prefix(size);
  return CAIRO_STATUS_SUCCESS;
}

Pixels pixels_of_png(std::string_view bytes) {
  cairo_surface_t* surface = cairo_image_surface_create_from_png_stream(read_part, &bytes);
  EXPECT_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
  Pixels pixels{cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface)};
  const unsigned char* row = cairo_image_surface_get_data(surface);
  for (int y = 0; y < pixels.height; ++y, row += cairo_image_surface_get_stride(surface)) {
    for (std::ptrdiff_t x = 0; x < pixels.width; ++x) {
      std::uint32_t value = 0;
      std::memcpy(&value, row + 4 * x, sizeof value);
      pixels.values.push_back(value & 0xffffff);
    }
  }
  cairo_surface_destroy(surface);
  return pixels;
}

/// Whether all pixels up to this distance from the sides have the color of the paper.
bool has_blank_border(const Pixels& pixels, int thickness) {
  for (int y = 0; y < pixels.height; ++y) {
    for (int x = 0; x < pixels.width; ++x) {
      const bool is_inside =
          x >= thickness && y >= thickness && x < pixels.width - thickness && y < pixels.height - thickness;
      if (!is_inside && pixels.at(x, y) != 0xffffff) return false;
    }
  }
  return true;
}

std::vector<KMetrics> falling_costs(double scale) {
  std::vector<KMetrics> metrics;
  for (int k = 2; k <= 64; k += 2) metrics.push_back({k, scale / k, 1, 1, scale * k});
  return metrics;
}

TEST(Plot, KnowsTheTypeByTheNamesEnding) {
  EXPECT_EQ(plot_file_type("a.png"), PlotFileType::png);
  EXPECT_EQ(plot_file_type("a b.SVG"), PlotFileType::svg);
  EXPECT_EQ(plot_file_type("a.jpg"), std::nullopt);
  EXPECT_EQ(plot_file_type("png"), std::nullopt);
  EXPECT_EQ(plot_file_type(""), std::nullopt);
}

TEST(Plot, NothingIsClippedHoweverLargeTheNumbers) {
  for (const double scale : {1e-12, 1e-3, 0.3, 7.0, 999.0, 1e6, 123456789012.0, 1e15}) {
    const std::vector<KMetrics> metrics = falling_costs(scale);
    const Pixels pixels = pixels_of_png(plot_file_bytes(PlotFileType::png, metrics, SuggestedK{256, Reason::bend}));
    EXPECT_TRUE(has_blank_border(pixels, 8)) << scale;
    EXPECT_GT(std::set(pixels.values.begin(), pixels.values.end()).size(), 20U) << scale;
  }
}

TEST(Plot, OnePointAndCostsOfNothingAreDrawn) {
  for (const std::vector<KMetrics>& metrics :
       {std::vector<KMetrics>{{1, 5, 1, 1, 0}}, std::vector<KMetrics>{{2, 0, 0, 0, 0}, {256, 0, 0, 0, 0}}}) {
    EXPECT_TRUE(has_blank_border(pixels_of_png(plot_file_bytes(PlotFileType::png, metrics, std::nullopt)), 8));
  }
}

TEST(Plot, TheSuggestionIsMarked) {
  const std::vector<KMetrics> metrics = falling_costs(1);
  const auto marked = plot_file_bytes(PlotFileType::png, metrics, SuggestedK{8, Reason::bend});
  EXPECT_NE(marked, plot_file_bytes(PlotFileType::png, metrics, std::nullopt));
  EXPECT_NE(marked, plot_file_bytes(PlotFileType::png, metrics, SuggestedK{10, Reason::bend}));
}

TEST(Plot, SvgIsComplete) {
  const std::string bytes = plot_file_bytes(PlotFileType::svg, falling_costs(1), std::nullopt);
  EXPECT_TRUE(bytes.starts_with("<?xml"));
  EXPECT_TRUE(bytes.ends_with("</svg>\n"));
}

}  // namespace
}  // namespace kmq

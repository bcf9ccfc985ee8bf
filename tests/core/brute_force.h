// SPDX-License-Identifier: GPL-3.0-or-later
// Slow and obvious code that the tests compare the core with.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/histogram/color_histogram.h"
#include "core/kmeans/color_grid.h"
#include "core/kmeans/partition.h"
#include "core/palette/palette.h"

namespace kmq {

inline constexpr std::array<ColorSpace, 3> color_spaces{ColorSpace::rgb, ColorSpace::oklab, ColorSpace::lab};

inline std::string name_of(ColorSpace space) {
  return space == ColorSpace::rgb ? "rgb" : space == ColorSpace::oklab ? "oklab" : "lab";
}

/// The grid has weights of its own: the histogram may be a temporary one.
inline ColorGrid make_grid(const ColorHistogram& histogram, ColorSpace space) {
  const std::vector<std::int64_t> weights(histogram.weights().begin(), histogram.weights().end());
  return {to_points(histogram.keys(), space), histogram.keys(), weights};
}

inline Centroids make_centroids(const std::vector<Rgb8>& colors, ColorSpace space) {
  Centroids centroids;
  for (const Rgb8 color : colors) centroids.push_back(to_point(color, space));
  return centroids;
}

inline std::int64_t squared_distance(const Point& a, const Point& b) {
  return (a.cast<std::int64_t>() - b.cast<std::int64_t>()).squaredNorm();
}

inline std::int64_t squared_distance(Rgb8 a, Rgb8 b) {
  const std::int64_t red = a.red - b.red;
  const std::int64_t green = a.green - b.green;
  const std::int64_t blue = a.blue - b.blue;
  return red * red + green * green + blue * blue;
}

/// Returns the nearest centroid, the first of equally near ones.
inline std::uint8_t nearest_label(const Centroids& centroids, const Point& point) {
  int nearest = 0;
  for (int i = 1; i < centroids.size(); ++i) {
    if (squared_distance(centroids[i], point) < squared_distance(centroids[nearest], point)) nearest = i;
  }
  return static_cast<std::uint8_t>(nearest);
}

inline std::vector<std::uint8_t> nearest_labels(const ColorGrid& grid, const Centroids& centroids) {
  std::vector<std::uint8_t> labels;
  for (std::size_t i = 0; i < grid.size(); ++i) labels.push_back(nearest_label(centroids, grid.point(i)));
  return labels;
}

inline std::vector<Moments> moments_of(const ColorGrid& grid, std::span<const std::uint8_t> labels, int count) {
  std::vector<Moments> clusters(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const Point point = grid.point(i);
    clusters[labels[i]].add(grid.weights()[i], point[0], point[1], point[2]);
  }
  return clusters;
}

/// Returns Σ weight × squared distance to the nearest centroid.
inline std::int64_t cost_at(const ColorGrid& grid, const Centroids& centroids) {
  std::int64_t cost = 0;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const Point point = grid.point(i);
    cost += grid.weights()[i] * squared_distance(centroids[nearest_label(centroids, point)], point);
  }
  return cost;
}

/// Returns Σ weight × squared distance to the mean of the points with the same nearest centroid, or to the centroid
/// itself if it is fixed.
inline double cost_around_means(const ColorGrid& grid, const Centroids& centroids, int fixed_count = 0) {
  const std::vector<std::uint8_t> labels = nearest_labels(grid, centroids);
  const std::vector<Moments> clusters = moments_of(grid, labels, centroids.size());
  double cost = 0;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const int label = labels[i];
    const Eigen::Vector3d center =
        label < fixed_count ? Eigen::Vector3d(centroids[label].cast<double>()) : clusters[labels[i]].mean();
    cost += static_cast<double>(grid.weights()[i]) * (grid.point(i).cast<double>() - center).squaredNorm();
  }
  return cost;
}

/// Returns the nearest palette color, the first of equally near ones.
inline std::uint8_t nearest_index(const Palette& palette, Rgb8 color, ColorSpace space) {
  Centroids centroids;
  for (const Rgb8 palette_color : palette.colors()) centroids.push_back(to_point(palette_color, space));
  return nearest_label(centroids, to_point(color, space));
}

}  // namespace kmq

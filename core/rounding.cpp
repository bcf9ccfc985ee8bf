// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rounding.h"

#include <algorithm>
#include <cstddef>

namespace kmq {
namespace {

using Colors = std::vector<Rgb8>;

/// The points' partition among 8-bit colors.
Clustering partition_among(const ColorGrid& grid, const Colors& colors, ColorSpace space) {
  Centroids centroids;
  for (const Rgb8 color : colors) centroids.push_back(to_point(color, space));
  return start_clustering(grid, centroids, centroids.size());
}

Colors colors_of_means(const Clustering& clustering, const Colors& unless_empty, int fixed_count, ColorSpace space) {
  Colors colors = unless_empty;
  const auto clusters = clustering.partition.clusters();
  for (std::size_t i = static_cast<std::size_t>(fixed_count); i < colors.size(); ++i) {
    if (clusters[i].weight > 0) colors[i] = to_color(clusters[i].mean(), space);
  }
  return colors;
}

/// Lloyd's iterations among 8-bit colors, as long as they lower the cost.
Colors descend_among_colors(const ColorGrid& grid, const Clustering& clustering, ColorSpace space) {
  Colors colors;
  for (int i = 0; i < clustering.centroids.size(); ++i) {
    colors.push_back(to_color(clustering.centroids[i].cast<double>(), space));
  }
  colors = colors_of_means(clustering, colors, clustering.fixed_count, space);
  Clustering current = partition_among(grid, colors, space);
  for (;;) {
    const Colors next_colors = colors_of_means(current, colors, clustering.fixed_count, space);
    if (next_colors == colors) return colors;
    Clustering next = partition_among(grid, next_colors, space);
    if (next.cost >= current.cost) return colors;
    colors = next_colors;
    current = std::move(next);
  }
}

/// Gives each cluster of which one color has more than half the weight that color.
void snap_to_majorities(const ColorHistogram& histogram, const ColorGrid& grid, int fixed_count, ColorSpace space,
                        Colors& colors) {
  const Clustering clustering = partition_among(grid, colors, space);
  const auto labels = clustering.partition.labels();
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const std::size_t label = labels[i];
    const bool is_majority = histogram.weights()[i] > clustering.partition.clusters()[label].weight / 2;
    if (is_majority && label >= static_cast<std::size_t>(fixed_count)) colors[label] = histogram.color(i);
  }
}

/// Drops colors that stand there twice, and those that no pixel has.
void drop_useless(const ColorGrid& grid, int fixed_count, ColorSpace space, Colors& colors) {
  const Clustering clustering = partition_among(grid, colors, space);
  const auto clusters = clustering.partition.clusters();
  Colors kept(colors.begin(), colors.begin() + fixed_count);
  for (std::size_t i = static_cast<std::size_t>(fixed_count); i < colors.size(); ++i) {
    const bool is_new = std::find(kept.begin(), kept.end(), colors[i]) == kept.end();
    if (is_new && clusters[i].weight > 0) kept.push_back(colors[i]);
  }
  colors = kept;
}

/// Appends the color that costs most; returns false if none does.
bool append_most_expensive(const ColorHistogram& histogram, const ColorGrid& grid, ColorSpace space, Colors& colors) {
  const std::vector<std::size_t> points = most_expensive_points(grid, partition_among(grid, colors, space), 1);
  if (points.empty()) return false;
  colors.push_back(histogram.color(points.front()));
  return true;
}

}  // namespace

std::vector<Rgb8> rounded_colors(const ColorHistogram& histogram, const ColorGrid& grid, const Clustering& clustering,
                                 ColorSpace space) {
  Colors colors = descend_among_colors(grid, clustering, space);
  const std::size_t wanted = colors.size();
  snap_to_majorities(histogram, grid, clustering.fixed_count, space, colors);
  // A color that is filled in can leave another without pixels, but hardly twice.
  for (int round = 0; round < 8; ++round) {
    drop_useless(grid, clustering.fixed_count, space, colors);
    if (colors.size() == wanted) break;
    while (colors.size() < wanted && append_most_expensive(histogram, grid, space, colors)) {
    }
  }
  return colors;
}

}  // namespace kmq

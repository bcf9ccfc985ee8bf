// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/rounding.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <optional>

#include "core/base/parallel.h"
#include "core/palette/soft_edges.h"

namespace kmq {
namespace {

using Colors = std::vector<Rgb8>;

/// The points' partition among 8-bit colors, kept up to date as the colors change.
class RoundedClustering {
 public:
  RoundedClustering(const ColorGrid& grid, const Clustering& clustering, std::span<const Rgb8> fixed, ColorSpace space)
      : grid_(grid),
        space_(space),
        movable_(clustering.fixed_count),
        colors_(fixed.begin(), fixed.end()),
        clustering_(clustering) {
    for (int i = movable_; i < clustering.centroids.size(); ++i) {
      colors_.push_back(to_color(clustering.centroids[i].cast<double>(), space));
    }
    set_colors(colors_of_means());
  }

  [[nodiscard]] const Colors& colors() const { return colors_; }
  /// The first color that is not fixed.
  [[nodiscard]] std::size_t first_movable() const { return static_cast<std::size_t>(movable_); }
  /// With every color as a fixed centroid: its cost is that of the rounded palette.
  [[nodiscard]] const Clustering& clustering() const { return clustering_; }

  void set_colors(const Colors& colors) {
    colors_ = colors;
    clustering_.centroids = {};
    for (const Rgb8 color : colors) clustering_.centroids.push_back(to_point(color, space_));
    clustering_.fixed_count = clustering_.centroids.size();
    restart(grid_, clustering_);
  }

  [[nodiscard]] Colors colors_of_means() const {
    Colors colors = colors_;
    const auto clusters = clustering_.partition.clusters();
    for (std::size_t i = first_movable(); i < colors.size(); ++i) {
      if (clusters[i].weight > 0) colors[i] = to_color(clusters[i].mean(), space_);
    }
    return colors;
  }

 private:
  const ColorGrid& grid_;
  ColorSpace space_;
  int movable_;
  Colors colors_;
  Clustering clustering_;
};

/// Returns Σ weight × squared distance of the points of each cluster to their mean.
std::vector<double> costs_around_means(const ColorGrid& grid, const Partition& partition) {
  const auto clusters = partition.clusters();
  std::vector<Eigen::Vector3d> means;
  for (const Moments& cluster : clusters)
    means.push_back(cluster.weight > 0 ? cluster.mean() : Eigen::Vector3d::Zero());
  std::vector<double> costs(clusters.size(), 0);
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const std::size_t label = partition.labels()[i];
    costs[label] +=
        static_cast<double>(grid.weights()[i]) * (grid.point(i).cast<double>() - means[label]).squaredNorm();
  }
  return costs;
}

/// Lloyd's iterations among 8-bit colors, as long as they lower the cost.
void descend_among_colors(RoundedClustering& rounded) {
  for (;;) {
    const Colors before = rounded.colors();
    const double cost = rounded.clustering().cost;
    const Colors next = rounded.colors_of_means();
    if (next == before) return;
    rounded.set_colors(next);
    if (rounded.clustering().cost < cost) continue;
    rounded.set_colors(before);
    return;
  }
}

/// Returns, for each cluster, the color that has more than half of its weight, if there is one.
std::vector<std::optional<Rgb8>> majorities(const ColorHistogram& histogram, const Partition& partition) {
  std::vector<std::optional<Rgb8>> result(partition.clusters().size());
  for_parts(histogram.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t label = partition.labels()[i];
      const bool has_majority = histogram.weights()[i] > partition.clusters()[label].weight / 2;
      if (has_majority) result[label] = histogram.color(i);  // the only one that does: nobody else writes there
    }
  });
  return result;
}

/// Gives clusters the color that most of their pixels have, unless the others are so far away that this would cost
/// much more than the mean.
void snap_to_majorities(const ColorHistogram& histogram, const ColorGrid& grid, ColorSpace space,
                        RoundedClustering& rounded) {
  constexpr double most_rise = 0.25;  // of the cluster's cost; a color with 4/5 of the weight never exceeds that
  const Partition& partition = rounded.clustering().partition;
  const std::vector<std::optional<Rgb8>> found = majorities(histogram, partition);
  if (std::none_of(found.begin(), found.end(), [](const auto& color) { return color.has_value(); })) return;
  const std::vector<double> costs = costs_around_means(grid, partition);
  Colors colors = rounded.colors();
  for (std::size_t i = rounded.first_movable(); i < colors.size(); ++i) {
    if (!found[i]) continue;
    const Moments& cluster = partition.clusters()[i];
    const Eigen::Vector3d offset = cluster.mean() - to_point(*found[i], space).cast<double>();
    if (static_cast<double>(cluster.weight) * offset.squaredNorm() <= most_rise * costs[i]) colors[i] = *found[i];
  }
  rounded.set_colors(colors);
}

/// Gives the flat areas of a flat picture their own colors, whatever that costs.
void snap_to_flat_colors(const ColorHistogram& histogram, RoundedClustering& rounded) {
  const std::vector<std::optional<Rgb8>> flat = flat_colors(histogram, rounded.clustering().partition);
  Colors colors = rounded.colors();
  for (std::size_t i = rounded.first_movable(); i < colors.size(); ++i) colors[i] = flat[i].value_or(colors[i]);
  if (colors != rounded.colors()) rounded.set_colors(colors);
}

/// Drops colors that stand there twice, and those that no pixel has.
void drop_useless(RoundedClustering& rounded) {
  const auto clusters = rounded.clustering().partition.clusters();
  Colors kept;
  for (std::size_t i = 0; i < rounded.colors().size(); ++i) {
    const Rgb8 color = rounded.colors()[i];
    const bool is_new = std::find(kept.begin(), kept.end(), color) == kept.end();
    if (i < rounded.first_movable() || (is_new && clusters[i].weight > 0)) kept.push_back(color);
  }
  if (kept != rounded.colors()) rounded.set_colors(kept);
}

/// Appends the color that costs most; returns false if none does.
bool append_most_expensive(const ColorHistogram& histogram, const ColorGrid& grid, RoundedClustering& rounded) {
  const Clustering& clustering = rounded.clustering();
  const std::vector<std::size_t> points =
      most_expensive_points(grid, clustering.centroids, clustering.partition.labels(), 1);
  if (points.empty()) return false;
  Colors colors = rounded.colors();
  colors.push_back(histogram.color(points.front()));
  rounded.set_colors(colors);
  return true;
}

}  // namespace

RoundedPalette rounded_palette(const ColorHistogram& histogram, const ColorGrid& grid, const Clustering& clustering,
                               std::span<const Rgb8> fixed, ColorSpace space) {
  assert(fixed.size() == static_cast<std::size_t>(clustering.fixed_count));
  RoundedClustering rounded(grid, clustering, fixed, space);
  const std::size_t wanted = rounded.colors().size();
  descend_among_colors(rounded);
  snap_to_majorities(histogram, grid, space, rounded);
  snap_to_flat_colors(histogram, rounded);
  // A color that is filled in can leave another without pixels, but hardly twice.
  for (int round = 0; round < 8; ++round) {
    drop_useless(rounded);
    if (rounded.colors().size() == wanted) break;
    while (rounded.colors().size() < wanted && append_most_expensive(histogram, grid, rounded)) {
    }
  }
  return {rounded.colors(), rounded.clustering().cost};
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/soft_edges.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace kmq {
namespace {

/// Of all pixels, that the most frequent colors have in a flat picture.
constexpr double least_flat_share = 0.5;
/// Of a cluster, that its most frequent color has if it is an area.
constexpr double least_area_share = 1.0 / 8;
/// Of the rest of a cluster, that its soft edge is.
constexpr double least_edge_share = 0.95;
/// Levels by which a blend may leave the way from one color to the other.
constexpr int tolerance = 4;

/// How often an area's color is there for each time that any other color of the cluster is, which may be another area.
constexpr std::int64_t least_lead = 2;

/// The most frequent color of a cluster.
struct Mode {
  Rgb8 color;
  std::int64_t weight = 0;
  std::int64_t second_weight = 0;

  void add(Rgb8 other, std::int64_t other_weight) {
    if (other_weight > weight) {
      *this = {other, other_weight, weight};
    } else {
      second_weight = std::max(second_weight, other_weight);
    }
  }
};

std::vector<Mode> modes_of(const ColorHistogram& histogram, const Partition& partition) {
  std::vector<Mode> modes(partition.clusters().size());
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    modes[partition.labels()[i]].add(histogram.color(i), histogram.weights()[i]);
  }
  return modes;
}

bool is_between(int value, int a, int b) {
  return value >= std::min(a, b) - tolerance && value <= std::max(a, b) + tolerance;
}

bool is_blend(Rgb8 color, Rgb8 a, Rgb8 b) {
  return is_between(color.red, a.red, b.red) && is_between(color.green, a.green, b.green) &&
         is_between(color.blue, a.blue, b.blue);
}

bool are_near(Rgb8 a, Rgb8 b) { return is_blend(a, b, b); }

/// Whether a color is near the straight way from one color to another, as the steps of an edge are.
bool is_on_way(Rgb8 color, Rgb8 a, Rgb8 b) {
  constexpr double most_distance = 12;
  const auto vector = [](Rgb8 from, Rgb8 to) {
    return Eigen::Vector3d(to.red - from.red, to.green - from.green, to.blue - from.blue);
  };
  const Eigen::Vector3d way = vector(a, b);
  const Eigen::Vector3d place = vector(a, color);
  const double share = std::clamp(place.dot(way) / std::max(way.squaredNorm(), 1.0), 0.0, 1.0);
  return (place - share * way).norm() <= most_distance;
}

/// Whether the mode of a cluster is a step on the way between those of two others.
bool is_step(std::size_t cluster, const std::vector<Mode>& modes) {
  const Rgb8 color = modes[cluster].color;
  for (std::size_t a = 0; a < modes.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (a == cluster || b == cluster || modes[a].weight == 0 || modes[b].weight == 0) continue;
      if (is_on_way(color, modes[a].color, modes[b].color)) return true;
    }
  }
  return false;
}

/// Whether a color of a cluster is a blend of its mode with that of another one.
bool is_edge(Rgb8 color, std::size_t cluster, const std::vector<Mode>& modes) {
  const Rgb8 own = modes[cluster].color;
  if (are_near(color, own)) return true;
  for (std::size_t other = 0; other < modes.size(); ++other) {
    if (other != cluster && modes[other].weight > 0 && is_blend(color, own, modes[other].color)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::optional<Rgb8>> flat_colors(const ColorHistogram& histogram, const Partition& partition) {
  const std::vector<Mode> modes = modes_of(histogram, partition);
  std::vector<std::optional<Rgb8>> result(modes.size());
  double flat = 0;
  for (const Mode& mode : modes) flat += static_cast<double>(mode.weight);
  if (flat < least_flat_share * static_cast<double>(histogram.total_weight())) return result;
  std::vector<double> edges(modes.size(), 0);
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const std::size_t label = partition.labels()[i];
    if (is_edge(histogram.color(i), label, modes)) edges[label] += static_cast<double>(histogram.weights()[i]);
  }
  for (std::size_t i = 0; i < modes.size(); ++i) {
    const auto weight = static_cast<double>(partition.clusters()[i].weight);
    const auto own = static_cast<double>(modes[i].weight);
    const bool stands_out = own >= least_area_share * weight && modes[i].weight >= least_lead * modes[i].second_weight;
    const bool is_area = weight > 0 && stands_out && edges[i] - own >= least_edge_share * (weight - own);
    if (is_area && !is_step(i, modes)) result[i] = modes[i].color;
  }
  return result;
}

}  // namespace kmq

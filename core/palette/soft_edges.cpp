// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/soft_edges.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace kmq {
namespace {

/// Of all pixels, that the most frequent colors have in a flat picture.
constexpr double least_flat_share = 0.5;
/// Of a cluster, that the color of an area has, and that of an area that is hardly wider than its soft edge.
constexpr double least_area_share = 1.0 / 8;
constexpr double least_thin_share = 1.0 / 16;
/// Of the rest of a cluster, that its soft edge is.
constexpr double least_edge_share = 0.95;
/// Levels by which a blend may leave the way from one color to the other.
constexpr int tolerance = 4;

struct Candidate {
  Rgb8 color;
  std::int64_t weight = 0;
  /// No pixel lies inside an area of it: it is not the color of another area.
  bool is_on_edges_only = false;
};

/// The most frequent colors of a cluster, the first one the most; where there are fewer, those of weight 0 are none.
class FrequentColors {
 public:
  void add(Candidate candidate) {
    for (Candidate& heavier : heaviest_) {
      if (candidate.weight > heavier.weight) std::swap(candidate, heavier);
    }
  }

  [[nodiscard]] const Candidate& mode() const { return heaviest_.front(); }
  /// The weight of the most frequent one, besides that at a place, that may be the color of another area.
  [[nodiscard]] std::int64_t rival_weight(std::size_t place) const {
    for (std::size_t i = 0; i < heaviest_.size(); ++i) {
      if (i != place && !heaviest_[i].is_on_edges_only) return heaviest_[i].weight;
    }
    return 0;
  }
  [[nodiscard]] const auto& all() const { return heaviest_; }

 private:
  std::array<Candidate, 8> heaviest_{};
};

std::vector<FrequentColors> frequent_colors(const ColorHistogram& histogram, const Partition& partition) {
  std::vector<FrequentColors> frequent(partition.clusters().size());
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const bool is_on_edges_only = !histogram.flat_weights().empty() && histogram.flat_weights()[i] == 0;
    frequent[partition.labels()[i]].add({histogram.color(i), histogram.weights()[i], is_on_edges_only});
  }
  return frequent;
}

enum class Area {
  none,
  wide,
  thin,  ///< hardly wider than its soft edge, as letters are
};

/// Whether a color is so frequent that it may be that of an area, and no other one is that of another area. A color
/// with half of its weight or more is one, unless both are few among the many steps of an edge.
Area area_of(const Candidate& candidate, std::int64_t rival_weight, double cluster_weight) {
  const auto own = static_cast<double>(candidate.weight);
  const auto other = static_cast<double>(rival_weight);
  if (own >= least_area_share * cluster_weight && own >= 2 * other) return Area::wide;
  const bool is_thin =
      own >= least_thin_share * cluster_weight && 2 * own >= other && own + other <= cluster_weight / 3;
  return is_thin ? Area::thin : Area::none;
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

/// Whether a color of a cluster is a step on the way between the modes of two others.
bool is_step(Rgb8 color, std::size_t cluster, const std::vector<Candidate>& modes) {
  for (std::size_t a = 0; a < modes.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (a == cluster || b == cluster || modes[a].weight == 0 || modes[b].weight == 0) continue;
      if (is_on_way(color, modes[a].color, modes[b].color)) return true;
    }
  }
  return false;
}

/// Whether a color is a blend of that of an area, one of a cluster, with the mode of another cluster. Those of a thin
/// area are most of its cluster, so they have to be just these: they lie on a straight way.
bool is_edge(Rgb8 color, Rgb8 own, Area area, std::size_t cluster, const std::vector<Candidate>& modes) {
  if (are_near(color, own)) return true;
  for (std::size_t other = 0; other < modes.size(); ++other) {
    if (other == cluster || modes[other].weight == 0) continue;
    const Rgb8 end = modes[other].color;
    if (area == Area::thin ? is_on_way(color, own, end) : is_blend(color, own, end)) return true;
  }
  return false;
}

/// The weight of the colors of a cluster that are blends of one of them with the mode of another cluster.
double edge_weight(const ColorHistogram& histogram, const Partition& partition, Rgb8 own, Area area,
                   std::size_t cluster, const std::vector<Candidate>& modes) {
  std::int64_t weight = 0;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    if (partition.labels()[i] != cluster) continue;
    if (is_edge(histogram.color(i), own, area, cluster, modes)) weight += histogram.weights()[i];
  }
  return static_cast<double>(weight);
}

}  // namespace

std::vector<std::optional<Rgb8>> flat_colors(const ColorHistogram& histogram, const Partition& partition) {
  const std::vector<FrequentColors> frequent = frequent_colors(histogram, partition);
  std::vector<Candidate> modes;
  double flat = 0;
  for (const FrequentColors& colors : frequent) {
    modes.push_back(colors.mode());
    flat += static_cast<double>(colors.mode().weight);
  }
  std::vector<std::optional<Rgb8>> result(frequent.size());
  if (flat < least_flat_share * static_cast<double>(histogram.total_weight())) return result;
  for (std::size_t cluster = 0; cluster < frequent.size(); ++cluster) {
    const auto weight = static_cast<double>(partition.clusters()[cluster].weight);
    const auto is_area = [&](const Candidate& candidate, std::size_t place) {
      const Area area = area_of(candidate, frequent[cluster].rival_weight(place), weight);
      if (candidate.weight == 0 || area == Area::none) return false;
      const auto own = static_cast<double>(candidate.weight);
      const double edges = edge_weight(histogram, partition, candidate.color, area, cluster, modes) - own;
      return edges >= least_edge_share * (weight - own) && !is_step(candidate.color, cluster, modes);
    };
    const auto& all = frequent[cluster].all();
    for (std::size_t place = 0; place < all.size() && !result[cluster]; ++place) {
      if (is_area(all[place], place)) result[cluster] = all[place].color;
    }
  }
  return result;
}

}  // namespace kmq

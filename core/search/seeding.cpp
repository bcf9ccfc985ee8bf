// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/seeding.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <vector>

namespace kmq {
namespace {

std::int32_t squared_distance(const Point& a, const Point& b) {
  return (a.cast<std::int32_t>() - b.cast<std::int32_t>()).squaredNorm();
}

/// Returns the squared distance from a point to the nearest point of a box.
std::int32_t squared_distance(const Point& point, const Box& box) {
  return squared_distance(point, point.cwiseMax(box.min).cwiseMin(box.max));
}

/// The squared distance of each point to the nearest centroid so far, and what that costs.
class Distances {
 public:
  explicit Distances(const ColorGrid& grid)
      : grid_(grid), nearest_(grid.size(), std::numeric_limits<std::int32_t>::max()), leaves_(leaves_of(grid)) {}

  void add(const Point& centroid) {
    cost_ = 0;
    for (Leaf& leaf : leaves_) {
      if (squared_distance(centroid, leaf.cell->box) < leaf.farthest) update(leaf, centroid);
      cost_ += leaf.cost;
    }
  }

  /// Returns by how much a further centroid would lower the cost.
  [[nodiscard]] double gain(const Point& centroid) const {
    double gain = 0;
    for (const Leaf& leaf : leaves_) {
      if (squared_distance(centroid, leaf.cell->box) >= leaf.farthest) continue;
      for (std::uint32_t point = leaf.cell->begin; point < leaf.cell->end; ++point) {
        const std::int32_t nearer = nearest_[point] - squared_distance(centroid, grid_.point(point));
        if (nearer > 0) gain += static_cast<double>(nearer) * static_cast<double>(grid_.weights()[point]);
      }
    }
    return gain;
  }

  /// Draws a point with the probability of its cost; the total cost must be > 0.
  [[nodiscard]] std::size_t draw(Random& random) const {
    double left = random.fraction() * cost_;
    std::size_t last = 0;
    for (const Leaf& leaf : leaves_) {
      if (left >= leaf.cost) {
        left -= leaf.cost;
        continue;
      }
      for (std::uint32_t point = leaf.cell->begin; point < leaf.cell->end; ++point) {
        if (nearest_[point] == 0) continue;
        last = point;
        left -= cost(point);
        if (left < 0) return point;
      }
    }
    return last;  // rounding used up what was left
  }

  [[nodiscard]] double cost() const { return cost_; }

 private:
  struct Leaf {
    const ColorGrid::Cell* cell;
    std::int32_t farthest;
    double cost;
  };

  static std::vector<Leaf> leaves_of(const ColorGrid& grid) {
    std::vector<Leaf> leaves;
    for (const ColorGrid::Cell& cell : grid.cells()) {
      if (cell.is_leaf()) leaves.push_back({&cell, std::numeric_limits<std::int32_t>::max(), 0});
    }
    return leaves;
  }

  void update(Leaf& leaf, const Point& centroid) {
    leaf.farthest = 0;
    leaf.cost = 0;
    for (std::uint32_t point = leaf.cell->begin; point < leaf.cell->end; ++point) {
      nearest_[point] = std::min(nearest_[point], squared_distance(centroid, grid_.point(point)));
      leaf.farthest = std::max(leaf.farthest, nearest_[point]);
      leaf.cost += cost(point);
    }
  }

  [[nodiscard]] double cost(std::size_t point) const {
    return static_cast<double>(nearest_[point]) * static_cast<double>(grid_.weights()[point]);
  }

  const ColorGrid& grid_;
  std::vector<std::int32_t> nearest_;
  std::vector<Leaf> leaves_;
  double cost_ = 0;
};

/// Draws points by weight, none twice: as if each point had as many tickets as it has weight.
class PointLottery {
 public:
  explicit PointLottery(const ColorGrid& grid) : weights_(grid.weights()) {
    std::int64_t ticket = 0;
    for (std::size_t point = 0; point < weights_.size(); ++point) {
      if (point % block_size == 0) first_tickets_.push_back(ticket);
      ticket += weights_[point];
    }
    left_ = static_cast<std::uint64_t>(ticket);
  }

  /// There must be points left.
  std::size_t draw(Random& random) {
    auto ticket = static_cast<std::int64_t>(random.below(left_));
    // The tickets of the points drawn before are skipped.
    for (const Draw& draw : drawn_) {
      if (ticket < draw.first_ticket) break;
      ticket += weights_[draw.point];
    }
    const Draw drawn = owner_of(ticket);
    const auto is_before = [](const Draw& a, const Draw& b) { return a.point < b.point; };
    drawn_.insert(std::upper_bound(drawn_.begin(), drawn_.end(), drawn, is_before), drawn);
    left_ -= static_cast<std::uint64_t>(weights_[drawn.point]);
    return drawn.point;
  }

 private:
  struct Draw {
    std::size_t point;
    std::int64_t first_ticket;
  };

  // A number for each point would take as much memory as all the points.
  static constexpr std::size_t block_size = 64;

  [[nodiscard]] Draw owner_of(std::int64_t ticket) const {
    const auto next_block = std::upper_bound(first_tickets_.begin(), first_tickets_.end(), ticket);
    const auto block = static_cast<std::size_t>(next_block - first_tickets_.begin()) - 1;
    Draw draw{block * block_size, first_tickets_[block]};
    for (; ticket >= draw.first_ticket + weights_[draw.point]; ++draw.point) draw.first_ticket += weights_[draw.point];
    return draw;
  }

  std::span<const std::int64_t> weights_;
  std::vector<std::int64_t> first_tickets_;  // of every block of points
  std::vector<Draw> drawn_;                  // by rising point
  std::uint64_t left_;
};

}  // namespace

void add_random_points(const ColorGrid& grid, int count, Random& random, Centroids& centroids) {
  PointLottery lottery(grid);
  std::size_t left = grid.size();
  for (; centroids.size() < count && left > 0; --left) centroids.push_back(grid.point(lottery.draw(random)));
}

void add_distant_points(const ColorGrid& grid, int count, int candidates, Random& random, Centroids& centroids) {
  assert(candidates >= 1);
  Distances distances(grid);
  if (centroids.size() == 0) centroids.push_back(grid.point(PointLottery(grid).draw(random)));
  for (int i = 0; i < centroids.size(); ++i) distances.add(centroids[i]);
  while (centroids.size() < count && distances.cost() > 0) {
    Point best = grid.point(distances.draw(random));
    double best_gain = candidates > 1 ? distances.gain(best) : 0;
    for (int i = 1; i < candidates; ++i) {
      const Point candidate = grid.point(distances.draw(random));
      const double gain = distances.gain(candidate);
      if (gain > best_gain) {
        best = candidate;
        best_gain = gain;
      }
    }
    centroids.push_back(best);
    distances.add(best);
  }
}

}  // namespace kmq

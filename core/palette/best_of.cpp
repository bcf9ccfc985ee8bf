// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/best_of.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>

#include "core/base/parallel.h"
#include "core/color/points.h"

namespace kmq {
namespace {

constexpr std::int32_t no_distance = std::numeric_limits<std::int32_t>::max();
constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

/// Places among the candidates.
using Selection = std::vector<std::size_t>;

std::vector<Point> points_of(std::span<const Rgb8> colors, ColorSpace space) {
  std::vector<Point> points;
  for (const Rgb8 color : colors) points.push_back(to_point(color, space));
  return points;
}

std::int32_t distance(const ColorGrid& grid, std::size_t i, const Point& to) {
  const std::int32_t x = grid.axis(0)[i] - to[0];
  const std::int32_t y = grid.axis(1)[i] - to[1];
  const std::int32_t z = grid.axis(2)[i] - to[2];
  return x * x + y * y + z * z;
}

/// The distance of each point to the nearest of some colors.
std::vector<std::int32_t> distances_to(const ColorGrid& grid, std::span<const Point> colors) {
  std::vector<std::int32_t> distances(grid.size(), no_distance);
  for_parts(grid.size(), [&](std::size_t begin, std::size_t end) {
    for (const Point& color : colors) {
      for (std::size_t i = begin; i < end; ++i) distances[i] = std::min(distances[i], distance(grid, i, color));
    }
  });
  return distances;
}

double weighted(const ColorGrid& grid, std::size_t i, std::int32_t distance) {
  return static_cast<double>(grid.weights()[i]) * static_cast<double>(distance);
}

double cost_of(const ColorGrid& grid, std::span<const std::int32_t> distances) {
  return sum_of_parts<double>(grid.size(), [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += weighted(grid, i, distances[i]);
    return sum;
  });
}

/// The choice in points.
struct Stock {
  std::vector<Point> fixed;
  std::vector<Point> candidates;

  explicit Stock(const Choice& choice)
      : fixed(points_of(choice.fixed, choice.space)), candidates(points_of(choice.candidates, choice.space)) {}

  [[nodiscard]] std::vector<Point> with_fixed(const Selection& chosen) const {
    std::vector<Point> all = fixed;
    for (const std::size_t candidate : chosen) all.push_back(candidates[candidate]);
    return all;
  }
};

double cost_of(const ColorGrid& grid, const Stock& stock, const Selection& chosen) {
  return cost_of(grid, distances_to(grid, stock.with_fixed(chosen)));
}

/// The candidate nearest to a color, of those that are not taken; there is one.
std::size_t nearest_free(const std::vector<Point>& candidates, const std::vector<bool>& is_taken, const Point& color) {
  std::size_t nearest = nobody;
  int least = no_distance;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const int squared = (candidates[i].cast<int>() - color.cast<int>()).squaredNorm();
    if (is_taken[i] || squared >= least) continue;
    nearest = i;
    least = squared;
  }
  return nearest;
}

std::size_t most_expensive(const ColorGrid& grid, std::span<const std::int32_t> distances) {
  std::size_t result = 0;
  for (std::size_t i = 1; i < grid.size(); ++i) {
    if (weighted(grid, i, distances[i]) > weighted(grid, result, distances[result])) result = i;
  }
  return result;
}

/// See nearest_candidates().
Selection start_selection(const Choice& choice, const Stock& stock, std::span<const Rgb8> wishes) {
  assert(wishes.size() <= choice.count && choice.count <= stock.candidates.size());
  std::vector<bool> is_taken(stock.candidates.size());
  const std::vector<bool> none_taken = is_taken;
  Selection chosen;
  const auto take = [&](std::size_t candidate) {
    if (is_taken[candidate]) return;
    is_taken[candidate] = true;
    chosen.push_back(candidate);
  };
  for (const Point& wish : points_of(wishes, choice.space)) take(nearest_free(stock.candidates, none_taken, wish));
  std::vector<std::int32_t> distances = distances_to(choice.coarse, stock.with_fixed(chosen));
  while (chosen.size() < choice.count) {
    const Point place = choice.coarse.point(most_expensive(choice.coarse, distances));
    take(nearest_free(stock.candidates, is_taken, place));
    const Point& added = stock.candidates[chosen.back()];
    for (std::size_t i = 0; i < distances.size(); ++i) {
      distances[i] = std::min(distances[i], distance(choice.coarse, i, added));
    }
  }
  return chosen;
}

/// Exchanges chosen candidates for others.
class Exchange {
 public:
  Exchange(const ColorGrid& grid, const Stock& stock, Selection chosen)
      : grid_(grid), stock_(stock), chosen_(std::move(chosen)), is_chosen_(stock.candidates.size()) {
    for (const std::size_t candidate : chosen_) is_chosen_[candidate] = true;
    colors_ = stock_.with_fixed(chosen_);
    nearest_.resize(grid_.size());
    for_parts(grid_.size(), [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) nearest_[i] = nearest_of(i);
    });
    sum_up();
  }

  /// Exchanges as long as that lowers the cost.
  Selection run(const RunControl& control) {
    std::size_t tried = 0;  // since the last exchange
    for (std::size_t candidate = 0; tried < stock_.candidates.size(); candidate = next(candidate), ++tried) {
      throw_if_canceled(control);
      if (is_chosen_[candidate]) continue;
      const auto [gain, place] = best_exchange(stock_.candidates[candidate]);
      if (gain <= 0) continue;
      const double cost = cost_;
      const std::size_t before = chosen_[place];
      replace(place, candidate);
      // A gain may be rounding only.
      if (cost_ < cost) {
        tried = 0;
      } else {
        replace(place, before);
      }
    }
    return chosen_;
  }

 private:
  /// The two nearest of the colors of the palette, by their places there, and the distances to them.
  struct Nearest {
    std::size_t first = nobody;
    std::size_t second = nobody;
    std::int32_t first_distance = no_distance;
    std::int32_t second_distance = no_distance;

    void add(std::size_t place, std::int32_t distance) {
      if (distance < first_distance) {
        *this = {place, first, distance, first_distance};
      } else if (distance < second_distance) {
        second = place;
        second_distance = distance;
      }
    }
  };
  struct Gain {
    double value;
    std::size_t place;  // among the chosen ones
  };

  [[nodiscard]] std::size_t next(std::size_t candidate) const { return (candidate + 1) % stock_.candidates.size(); }

  void replace(std::size_t place, std::size_t candidate) {
    is_chosen_[chosen_[place]] = false;
    is_chosen_[candidate] = true;
    chosen_[place] = candidate;
    const std::size_t replaced = stock_.fixed.size() + place;
    colors_[replaced] = stock_.candidates[candidate];
    for (std::size_t i = 0; i < grid_.size(); ++i) {
      Nearest& nearest = nearest_[i];
      if (nearest.first == replaced || nearest.second == replaced) {
        nearest = nearest_of(i);
      } else {
        nearest.add(replaced, distance(grid_, i, colors_[replaced]));
      }
    }
    sum_up();
  }

  /// Finds the cost, and what each color would cost to lose.
  void sum_up() {
    losses_.assign(colors_.size(), 0);
    cost_ = 0;
    for (std::size_t i = 0; i < grid_.size(); ++i) {
      losses_[nearest_[i].first] += weighted(grid_, i, more_without_first(nearest_[i]));
      cost_ += weighted(grid_, i, nearest_[i].first_distance);
    }
  }

  [[nodiscard]] Nearest nearest_of(std::size_t i) const {
    Nearest nearest;
    for (std::size_t place = 0; place < colors_.size(); ++place) nearest.add(place, distance(grid_, i, colors_[place]));
    return nearest;
  }

  static std::int32_t more_without_first(const Nearest& nearest) {
    return nearest.second_distance - nearest.first_distance;
  }

  /// By how much the cost falls if the candidate takes the place that pays most.
  [[nodiscard]] Gain best_exchange(const Point& candidate) const {
    double shared = 0;  // whichever color goes
    std::vector<double> losses = losses_;
    for (std::size_t i = 0; i < grid_.size(); ++i) {
      const Nearest& nearest = nearest_[i];
      const std::int32_t squared = distance(grid_, i, candidate);
      if (squared >= nearest.second_distance) continue;
      if (squared < nearest.first_distance) {
        shared += weighted(grid_, i, nearest.first_distance - squared);
        losses[nearest.first] -= weighted(grid_, i, more_without_first(nearest));
      } else {
        losses[nearest.first] -= weighted(grid_, i, nearest.second_distance - squared);
      }
    }
    const auto first_chosen = losses.begin() + static_cast<std::ptrdiff_t>(stock_.fixed.size());
    const auto least = std::min_element(first_chosen, losses.end());
    return {shared - *least, static_cast<std::size_t>(least - first_chosen)};
  }

  const ColorGrid& grid_;
  const Stock& stock_;
  Selection chosen_;
  std::vector<bool> is_chosen_;
  std::vector<Point> colors_;  // of the palette, the fixed ones first
  std::vector<Nearest> nearest_;
  std::vector<double> losses_;  // per color of the palette
  double cost_ = 0;
};

/// Tries all selections, but for those that cannot cost less than the best one so far: it would not even do to have all
/// of the candidates that are left.
class Enumeration {
 public:
  Enumeration(const ColorGrid& grid, const Stock& stock, std::size_t count, Selection best)
      : grid_(grid), count_(count), best_(std::move(best)), least_cost_(cost_of(grid, stock, best_)) {
    for (const Point& candidate : stock.candidates) to_candidates_.push_back(distances_to(grid, {&candidate, 1}));
    to_rest_ = to_candidates_;
    for (std::size_t i = to_rest_.size() - 1; i-- > 0;) to_rest_[i] = nearer(to_rest_[i], to_rest_[i + 1]);
    extend(0, distances_to(grid, stock.fixed));
  }

  [[nodiscard]] const Selection& best() const { return best_; }

 private:
  using Distances = std::vector<std::int32_t>;

  static Distances nearer(const Distances& a, const Distances& b) {
    Distances result(a.size());
    std::ranges::transform(a, b, result.begin(), [](std::int32_t x, std::int32_t y) { return std::min(x, y); });
    return result;
  }

  /// distances  to what is chosen so far
  void extend(std::size_t first, const Distances& distances) {
    if (chosen_.size() == count_) return compare(distances);
    const std::size_t missing = count_ - chosen_.size();
    for (std::size_t i = first; i + missing <= to_candidates_.size(); ++i) {
      if (cost_of(grid_, nearer(distances, to_rest_[i])) >= least_cost_) return;
      chosen_.push_back(i);
      extend(i + 1, nearer(distances, to_candidates_[i]));
      chosen_.pop_back();
    }
  }

  void compare(const Distances& distances) {
    const double cost = cost_of(grid_, distances);
    if (cost >= least_cost_) return;
    least_cost_ = cost;
    best_ = chosen_;
  }

  const ColorGrid& grid_;
  std::size_t count_;
  std::vector<Distances> to_candidates_;
  std::vector<Distances> to_rest_;  // to the nearest of a candidate and all behind it
  Selection chosen_;
  Selection best_;
  double least_cost_;
};

/// The number of ways to choose, or more than `most`.
double number_of_choices(std::size_t candidates, std::size_t count, double most) {
  double number = 1;
  for (std::size_t i = 0; i < count && number <= most; ++i) {
    number = number * static_cast<double>(candidates - i) / static_cast<double>(i + 1);
  }
  return number;
}

/// Whether trying all selections takes no more than a moment.
bool can_try_all(const Choice& choice) {
  constexpr std::size_t most_known_distances = std::size_t{1} << 23;
  constexpr double most_choices = 200'000;
  constexpr double most_distances = 1e10;  // before what need not be tried is left out: nearly all
  if (choice.candidates.size() * choice.fine.size() > most_known_distances) return false;
  const double number = number_of_choices(choice.candidates.size(), choice.count, most_choices);
  return number <= most_choices && number * static_cast<double>(choice.fine.size()) <= most_distances;
}

/// The points among which exchanges are tried: all colors, unless there are too many.
const ColorGrid& grid_for_exchange(const Choice& choice) {
  constexpr std::size_t most_distances = std::size_t{1} << 26;
  return choice.fine.size() * choice.candidates.size() <= most_distances ? choice.fine : choice.coarse;
}

std::vector<Rgb8> colors_of(const Choice& choice, Selection chosen) {
  std::ranges::sort(chosen);
  std::vector<Rgb8> colors;
  for (const std::size_t candidate : chosen) colors.push_back(choice.candidates[candidate]);
  return colors;
}

}  // namespace

std::vector<Rgb8> nearest_candidates(const Choice& choice, std::span<const Rgb8> wishes) {
  return colors_of(choice, start_selection(choice, Stock(choice), wishes));
}

std::vector<Rgb8> best_candidates(const Choice& choice, std::span<const Rgb8> wishes, const RunControl& control) {
  const Stock stock(choice);
  const Selection start = start_selection(choice, stock, wishes);
  if (choice.count == stock.candidates.size()) return colors_of(choice, start);
  const ColorGrid& grid = grid_for_exchange(choice);
  Selection found = Exchange(grid, stock, start).run(control);
  // What pays among fewer points may not among all.
  if (cost_of(choice.fine, stock, start) < cost_of(choice.fine, stock, found)) found = start;
  if (can_try_all(choice)) found = Enumeration(choice.fine, stock, choice.count, found).best();
  return colors_of(choice, found);
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Wu's start: the color cube cut into boxes along the leaf cells.
#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "core/search/seeding.h"

namespace kmq {
namespace {

constexpr int side = 32;  // leaf cells per axis

/// A box of leaf cells; `last` is one past the end on each axis.
struct CellBox {
  std::array<int, 3> first;
  std::array<int, 3> last;
};

/// Moments of every box that begins at the origin: those of any box are a sum of eight.
class CumulativeMoments {
 public:
  CumulativeMoments(const ColorGrid& grid, std::span<const std::uint32_t> keys)
      : table_(static_cast<std::size_t>((side + 1) * (side + 1) * (side + 1))) {
    for (std::size_t i = 0; i < grid.size(); ++i) {
      const Rgb8 color = color_of_key(keys[i]);
      at(color.red / 8 + 1, color.green / 8 + 1, color.blue / 8 + 1)
          .add(grid.weights()[i], grid.axis(0)[i], grid.axis(1)[i], grid.axis(2)[i]);
    }
    for (int r = 1; r <= side; ++r) {
      for (int g = 1; g <= side; ++g) {
        for (int b = 1; b <= side; ++b) {
          Moments& cell = at(r, g, b);
          cell += at(r - 1, g, b);
          cell += at(r, g - 1, b);
          cell += at(r, g, b - 1);
          cell -= at(r - 1, g - 1, b);
          cell -= at(r - 1, g, b - 1);
          cell -= at(r, g - 1, b - 1);
          cell += at(r - 1, g - 1, b - 1);
        }
      }
    }
  }

  [[nodiscard]] Moments of(const CellBox& box) const {
    const auto& [r0, g0, b0] = box.first;
    const auto& [r1, g1, b1] = box.last;
    Moments sum = at(r1, g1, b1);
    sum -= at(r0, g1, b1);
    sum -= at(r1, g0, b1);
    sum -= at(r1, g1, b0);
    sum += at(r0, g0, b1);
    sum += at(r0, g1, b0);
    sum += at(r1, g0, b0);
    sum -= at(r0, g0, b0);
    return sum;
  }

 private:
  static std::size_t index(int r, int g, int b) {
    constexpr std::size_t stride = side + 1;
    return (static_cast<std::size_t>(r) * stride + static_cast<std::size_t>(g)) * stride + static_cast<std::size_t>(b);
  }
  Moments& at(int r, int g, int b) { return table_[index(r, g, b)]; }
  [[nodiscard]] const Moments& at(int r, int g, int b) const { return table_[index(r, g, b)]; }

  std::vector<Moments> table_;
};

struct Cut {
  int axis;
  int position;
  double gain;  // by how much it lowers the cost
};

struct CutBox {
  CellBox cells;
  Moments moments;
  std::optional<Cut> best_cut;
};

/// Returns by how much the cost falls when a group is divided into these two.
double gain_of_division(const Moments& a, const Moments& b) {
  const auto wa = static_cast<double>(a.weight);
  const auto wb = static_cast<double>(b.weight);
  return wa * wb / (wa + wb) * (a.mean() - b.mean()).squaredNorm();
}

std::optional<Cut> find_best_cut(const CumulativeMoments& cumulative, const CellBox& cells, const Moments& moments) {
  std::optional<Cut> best;
  for (int axis = 0; axis < 3; ++axis) {
    const auto a = static_cast<std::size_t>(axis);
    CellBox lower = cells;
    for (int position = cells.first[a] + 1; position < cells.last[a]; ++position) {
      lower.last[a] = position;
      const Moments below = cumulative.of(lower);
      Moments above = moments;
      above -= below;
      if (below.weight == 0 || above.weight == 0) continue;
      const double gain = gain_of_division(below, above);
      if (!best || gain > best->gain) best = Cut{axis, position, gain};
    }
  }
  return best;
}

CutBox make_box(const CumulativeMoments& cumulative, const CellBox& cells) {
  const Moments moments = cumulative.of(cells);
  return {cells, moments, find_best_cut(cumulative, cells, moments)};
}

}  // namespace

Centroids wu_centroids(const ColorGrid& grid, std::span<const std::uint32_t> keys, int count) {
  const CumulativeMoments cumulative(grid, keys);
  std::vector<CutBox> boxes = {make_box(cumulative, {{0, 0, 0}, {side, side, side}})};
  while (static_cast<int>(boxes.size()) < count) {
    const auto most = std::max_element(boxes.begin(), boxes.end(), [](const CutBox& a, const CutBox& b) {
      return (a.best_cut ? a.best_cut->gain : -1) < (b.best_cut ? b.best_cut->gain : -1);
    });
    if (!most->best_cut) break;
    const auto axis = static_cast<std::size_t>(most->best_cut->axis);
    CellBox lower = most->cells;
    CellBox upper = most->cells;
    lower.last[axis] = upper.first[axis] = most->best_cut->position;
    *most = make_box(cumulative, lower);
    boxes.push_back(make_box(cumulative, upper));
  }
  Centroids centroids;
  for (const CutBox& box : boxes) centroids.push_back(to_lattice(box.moments.mean()));
  return centroids;
}

}  // namespace kmq

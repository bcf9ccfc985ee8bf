// SPDX-License-Identifier: GPL-3.0-or-later
// Up to 256 places among the points: what k-means moves.
#pragma once

#include <array>
#include <cstddef>

#include "core/color/points.h"

namespace kmq {

inline constexpr int max_centroids = 256;

/// Up to 256 centroids on the lattice of the points, axis by axis.
class Centroids {
 public:
  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] Point operator[](int index) const {
    return {axes_[0][at(index)], axes_[1][at(index)], axes_[2][at(index)]};
  }
  [[nodiscard]] const Coordinate* axis(int index) const { return axes_[at(index)].data(); }

  void push_back(const Point& centroid) { set(size_++, centroid); }
  void set(int index, const Point& centroid) {
    for (int axis = 0; axis < 3; ++axis) axes_[at(axis)][at(index)] = centroid[axis];
  }
  void remove(int index);

  friend bool operator==(const Centroids&, const Centroids&);

 private:
  static std::size_t at(int index) { return static_cast<std::size_t>(index); }

  int size_ = 0;
  alignas(32) std::array<std::array<Coordinate, max_centroids>, 3> axes_{};
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kmeans/centroids.h"

#include <algorithm>
#include <cassert>

namespace kmq {

void Centroids::remove(int index) {
  assert(index < size_);
  for (auto& axis : axes_) std::copy(axis.begin() + index + 1, axis.begin() + size_, axis.begin() + index);
  --size_;
}

bool operator==(const Centroids& a, const Centroids& b) {
  if (a.size_ != b.size_) return false;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!std::equal(a.axes_[axis].begin(), a.axes_[axis].begin() + a.size_, b.axes_[axis].begin())) return false;
  }
  return true;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/elbow_order.h"

#include <deque>
#include <utility>

namespace kmq {

std::vector<int> coarse_to_fine(int min, int max, int step) {
  const int last = (max - min) / step;
  std::vector<int> order = {min};
  if (last > 0) order.push_back(min + last * step);
  std::deque<std::pair<int, int>> gaps = {{0, last}};
  while (!gaps.empty()) {
    const auto [begin, end] = gaps.front();
    gaps.pop_front();
    if (end - begin < 2) continue;
    const int middle = begin + (end - begin) / 2;
    order.push_back(min + middle * step);
    gaps.emplace_back(begin, middle);
    gaps.emplace_back(middle, end);
  }
  return order;
}

}  // namespace kmq

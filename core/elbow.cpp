// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/elbow.h"

#include <algorithm>

namespace kmq {

std::optional<SuggestedK> suggested_k(std::span<const CostOfK> curve) {
  const auto exact = std::ranges::find(curve, 0.0, &CostOfK::cost);
  if (exact != curve.end()) return SuggestedK{exact->k, SuggestedK::Reason::exact};
  if (curve.size() < 3) return std::nullopt;
  const CostOfK first = curve.front();
  const CostOfK last = curve.back();
  std::optional<SuggestedK> suggestion;
  double largest_depth = 0;
  for (const CostOfK& point : curve) {
    const double way = static_cast<double>(point.k - first.k) / (last.k - first.k);
    const double depth = first.cost + way * (last.cost - first.cost) - point.cost;
    if (depth <= largest_depth) continue;
    largest_depth = depth;
    suggestion = {point.k, SuggestedK::Reason::bend};
  }
  return suggestion;
}

}  // namespace kmq

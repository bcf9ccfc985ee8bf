// SPDX-License-Identifier: GPL-3.0-or-later
// Which number of colors is enough: the bend in the curve of the cost against k.
#pragma once

#include <optional>
#include <span>

namespace kmq {

struct CostOfK {
  int k;
  double cost;
};

struct SuggestedK {
  enum class Reason {
    exact,  ///< the smallest k with which the cost is 0
    bend,   ///< up to here a color more lowers the cost much, beyond it little
  };

  int k;
  Reason reason;

  friend bool operator==(const SuggestedK&, const SuggestedK&) = default;
};

/// Suggests a k.
///
/// curve    by rising k
/// Returns  nothing if there are fewer than 3 points, or no bend between them
/// Source   V. Satopää et al. 2011, "Finding a 'kneedle' in a haystack", ICDCSW, doi:10.1109/ICDCSW.2011.20:
///          the point that is farthest below the line from the first point to the last one
std::optional<SuggestedK> suggested_k(std::span<const CostOfK> curve);

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/nearest_point.h"

#include <Eigen/QR>
#include <algorithm>
#include <cassert>

namespace kmq {
namespace {

using Corners = std::span<const Eigen::Vector4d>;

// Each round adds a corner and brings the point nearer; this many are never needed but for rounding.
constexpr int most_rounds = 200;
// Relative to the squared distance: what is gained below is rounding.
constexpr double least_gain = 1e-12;

Eigen::Vector4d place_of(const Mixture& mixture, Corners corners) {
  Eigen::Vector4d place = Eigen::Vector4d::Zero();
  for (std::size_t i = 0; i < mixture.size; ++i) place += mixture.parts[i].share * corners[mixture.parts[i].corner];
  return place;
}

/// The corner that lies furthest in the direction from a place to the origin.
std::size_t furthest_corner(const Eigen::Vector4d& place, Corners corners) {
  std::size_t furthest = 0;
  for (std::size_t i = 1; i < corners.size(); ++i) {
    if (place.dot(corners[i]) < place.dot(corners[furthest])) furthest = i;
  }
  return furthest;
}

using Shares = std::array<double, Mixture::most_parts>;

/// The shares, perhaps negative, of the point nearest to the origin in the plane through the corners of a mixture.
Shares shares_in_plane(const Mixture& mixture, Corners corners) {
  using Differences = Eigen::Matrix<double, 4, Eigen::Dynamic, Eigen::ColMajor, 4, 4>;
  const Eigen::Vector4d& first = corners[mixture.parts[0].corner];
  Shares shares{1};
  if (mixture.size == 1) return shares;
  Differences differences(4, static_cast<Eigen::Index>(mixture.size) - 1);
  for (std::size_t i = 1; i < mixture.size; ++i) {
    differences.col(static_cast<Eigen::Index>(i) - 1) = corners[mixture.parts[i].corner] - first;
  }
  const Eigen::Matrix<double, Eigen::Dynamic, 1, Eigen::ColMajor, 4, 1> solution =
      differences.colPivHouseholderQr().solve(-first);
  for (std::size_t i = 1; i < mixture.size; ++i) {
    shares[i] = solution[static_cast<Eigen::Index>(i) - 1];
    shares[0] -= shares[i];
  }
  return shares;
}

/// Goes from the point of a mixture towards other shares until the first share is used up, and drops that corner.
void step_towards(const Shares& shares, Mixture& mixture) {
  double step = 1;
  for (std::size_t i = 0; i < mixture.size; ++i) {
    const double share = mixture.parts[i].share;
    if (shares[i] <= 0) step = std::min(step, share / (share - shares[i]));
  }
  std::size_t kept = 0;
  std::size_t least = 0;
  for (std::size_t i = 0; i < mixture.size; ++i) {
    double& share = mixture.parts[i].share;
    share += step * (shares[i] - share);
    if (share < mixture.parts[least].share) least = i;
  }
  mixture.parts[least].share = 0;
  for (std::size_t i = 0; i < mixture.size; ++i) {
    if (mixture.parts[i].share > 0) mixture.parts[kept++] = mixture.parts[i];
  }
  mixture.size = kept;
}

/// Moves to the point nearest to the origin in the hull of the mixture's corners, or of some of them.
void move_to_nearest(Mixture& mixture, Corners corners) {
  for (;;) {
    const Shares shares = shares_in_plane(mixture, corners);
    const bool is_inside = std::all_of(shares.begin(), shares.begin() + static_cast<std::ptrdiff_t>(mixture.size),
                                       [](double share) { return share > 0; });
    if (is_inside) {
      for (std::size_t i = 0; i < mixture.size; ++i) mixture.parts[i].share = shares[i];
      return;
    }
    step_towards(shares, mixture);
  }
}

}  // namespace

Mixture nearest_mixture(Corners corners) {
  assert(!corners.empty());
  const auto nearest = std::ranges::min_element(corners, {}, &Eigen::Vector4d::squaredNorm);
  Mixture best{{{{static_cast<std::size_t>(nearest - corners.begin()), 1}}}, 1};
  Eigen::Vector4d place = *nearest;
  for (int round = 0; round < most_rounds; ++round) {
    const std::size_t corner = furthest_corner(place, corners);
    const double distance = place.squaredNorm();
    const bool is_nearest = distance - place.dot(corners[corner]) <= least_gain * distance;
    if (is_nearest || best.size == Mixture::most_parts) break;
    Mixture next = best;
    next.parts[next.size++] = {corner, 0};
    move_to_nearest(next, corners);
    const Eigen::Vector4d moved = place_of(next, corners);
    if (moved.squaredNorm() >= distance) break;
    best = next;
    place = moved;
  }
  return best;
}

}  // namespace kmq

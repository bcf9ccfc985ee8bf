// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/blue_noise.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "core/base/random.h"

namespace kmq {
namespace {

constexpr int wrap = blue_noise_size - 1;
static_assert((blue_noise_size & wrap) == 0, "coordinates wrap around by masking");

// Beyond this distance the Gaussian is below a millionth of its peak.
constexpr int kernel_radius = 8;
constexpr int kernel_size = 2 * kernel_radius + 1;
using Kernel = std::array<std::int32_t, std::size_t{kernel_size} * kernel_size>;

/// Gaussian of standard deviation 1.5, as Ulichney chose it, in 2⁻²⁰: exp(−1 / (2 · 1.5²)) to the power of the squared
/// distance, by multiplication only.
constexpr Kernel gaussian() {
  constexpr double neighbor_weight = 0.80073740291680806;
  Kernel kernel{};
  for (int y = -kernel_radius; y <= kernel_radius; ++y) {
    for (int x = -kernel_radius; x <= kernel_radius; ++x) {
      double weight = 1 << 20;
      for (int i = 0; i < x * x + y * y; ++i) weight *= neighbor_weight;
      const int position = (y + kernel_radius) * kernel_size + x + kernel_radius;
      kernel[static_cast<std::size_t>(position)] = static_cast<std::int32_t>(weight);
    }
  }
  return kernel;
}

/// A set of pixels on the torus, and how crowded each place is by them.
class Pattern {
 public:
  [[nodiscard]] bool contains(int place) const { return is_member_[index(place)]; }
  [[nodiscard]] int size() const { return size_; }

  void insert(int place) { set(place, true); }
  void remove(int place) { set(place, false); }

  /// Returns the member in the most crowded place; the first of several.
  [[nodiscard]] int tightest_cluster() const {
    int found = -1;
    for (int place = 0; place < blue_noise_ranks; ++place) {
      if (contains(place) && (found < 0 || density_[index(place)] > density_[index(found)])) found = place;
    }
    return found;
  }

  /// Returns the place farthest from all members; the first of several.
  [[nodiscard]] int largest_void() const {
    int found = -1;
    for (int place = 0; place < blue_noise_ranks; ++place) {
      if (!contains(place) && (found < 0 || density_[index(place)] < density_[index(found)])) found = place;
    }
    return found;
  }

 private:
  static std::size_t index(int place) { return static_cast<std::size_t>(place); }

  void set(int place, bool is_member) {
    static constexpr Kernel kernel = gaussian();
    is_member_[index(place)] = is_member;
    size_ += is_member ? 1 : -1;
    std::size_t weight = 0;
    for (int dy = -kernel_radius; dy <= kernel_radius; ++dy) {
      const int row = (place / blue_noise_size + dy) & wrap;
      for (int dx = -kernel_radius; dx <= kernel_radius; ++dx, ++weight) {
        const int column = (place + dx) & wrap;
        density_[index(row * blue_noise_size + column)] += is_member ? kernel[weight] : -kernel[weight];
      }
    }
  }

  std::array<bool, blue_noise_ranks> is_member_{};
  std::array<std::int32_t, blue_noise_ranks> density_{};
  int size_ = 0;
};

/// A tenth of the places, drawn at random and then moved from clusters into voids until that changes nothing.
Pattern initial_pattern() {
  Pattern pattern;
  Random random(1993);
  while (pattern.size() < blue_noise_ranks / 10) {
    const int place = static_cast<int>(random.below(blue_noise_ranks));
    if (!pattern.contains(place)) pattern.insert(place);
  }
  for (;;) {
    const int crowded = pattern.tightest_cluster();
    pattern.remove(crowded);
    const int empty = pattern.largest_void();
    pattern.insert(empty);
    if (empty == crowded) return pattern;
  }
}

/// Ranks the initial pattern by taking it away, the rest by filling up. Ulichney's third phase, which removes
/// clusters of the places still empty, is the second one here: on a torus their density is a constant minus ours.
BlueNoise void_and_cluster() {
  BlueNoise ranks{};
  const Pattern initial = initial_pattern();
  Pattern pattern = initial;
  while (pattern.size() > 0) {
    const int place = pattern.tightest_cluster();
    pattern.remove(place);
    ranks[static_cast<std::size_t>(place)] = static_cast<std::uint16_t>(pattern.size());
  }
  pattern = initial;
  while (pattern.size() < blue_noise_ranks) {
    const int place = pattern.largest_void();
    ranks[static_cast<std::size_t>(place)] = static_cast<std::uint16_t>(pattern.size());
    pattern.insert(place);
  }
  return ranks;
}

}  // namespace

const BlueNoise& blue_noise() {
  static const BlueNoise mask = void_and_cluster();
  return mask;
}

}  // namespace kmq

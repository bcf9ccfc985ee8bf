// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/blue_noise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace kmq {
namespace {

bool is_below(int x, int y, int threshold) {
  const int place = y % blue_noise_size * blue_noise_size + x % blue_noise_size;
  return blue_noise()[static_cast<std::size_t>(place)] < threshold;
}

TEST(BlueNoise, HasEachRankOnce) {
  BlueNoise ranks = blue_noise();
  std::ranges::sort(ranks);
  for (int rank = 0; rank < blue_noise_ranks; ++rank) EXPECT_EQ(ranks[static_cast<std::size_t>(rank)], rank);
}

TEST(BlueNoise, LiesEvenlyAtEveryThresholdAndAcrossTheEdges) {
  // Squares of 16 × 16, also such that wrap around. With ranks drawn at random the counts would deviate by three
  // standard deviations somewhere: 24 at one half, 16 at one eighth.
  for (const auto& [threshold, expected] : {std::pair{2048, 128}, std::pair{512, 32}, std::pair{3584, 224}}) {
    for (int top = 0; top < blue_noise_size; top += 8) {
      for (int left = 0; left < blue_noise_size; left += 8) {
        int count = 0;
        for (int y = 0; y < 16; ++y) {
          for (int x = 0; x < 16; ++x) count += is_below(left + x, top + y, threshold) ? 1 : 0;
        }
        EXPECT_LE(std::abs(count - expected), 5) << threshold << " at " << left << ", " << top;
      }
    }
  }
}

TEST(BlueNoise, FewPlacesBelowALowThresholdTouch) {
  // Of 256 places drawn at random about 30 would have one of the others among their eight neighbors.
  int touching = 0;
  for (int y = 0; y < blue_noise_size; ++y) {
    for (int x = 0; x < blue_noise_size; ++x) {
      if (!is_below(x, y, 256)) continue;
      for (const auto& [dx, dy] : {std::pair{1, 0}, std::pair{63, 1}, std::pair{0, 1}, std::pair{1, 1}}) {
        touching += is_below(x + dx, y + dy, 256) ? 1 : 0;
      }
    }
  }
  EXPECT_EQ(touching, 0);
}

TEST(BlueNoise, IsTheSameEverywhere) {
  std::uint32_t checksum = 0;
  for (const std::uint32_t rank : blue_noise()) checksum = checksum * 31 + rank;
  EXPECT_EQ(checksum, 3801003388U);
}

}  // namespace
}  // namespace kmq

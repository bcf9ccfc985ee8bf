// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <gtest/gtest.h>

#include <array>

namespace kmq {
namespace {

TEST(Random, YieldsWhatTheStandardFixes) {
  // [rand.predef]: the 10000th number of a mt19937_64 with its default seed.
  Random random(5489);
  for (int i = 1; i < 10000; ++i) random.bits();
  EXPECT_EQ(random.bits(), 9981545732273789042U);
}

TEST(Random, DrawsEveryNumberBelowALimitAboutAsOften) {
  Random random(1);
  std::array<int, 6> draws{};
  for (int i = 0; i < 6000; ++i) ++draws.at(random.below(6));
  for (const int count : draws) EXPECT_NEAR(count, 1000, 120);  // four standard deviations
}

TEST(Random, FavorsNoNumberBelowALimitThatDoesNotDivideItsRange) {
  // 3/4 of all 64-bit numbers are below the limit: taken modulo it, its lower third would come twice as often.
  constexpr std::uint64_t limit = std::uint64_t{3} << 62;
  Random random(2);
  int low_count = 0;
  for (int i = 0; i < 3000; ++i) low_count += random.below(limit) < limit / 3 ? 1 : 0;
  EXPECT_NEAR(low_count, 1000, 104);
}

TEST(Random, DrawsFractionsFromZeroToBelowOne) {
  Random random(3);
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const double fraction = random.fraction();
    ASSERT_GE(fraction, 0);
    ASSERT_LT(fraction, 1);
    sum += fraction;
  }
  EXPECT_NEAR(sum / 10000, 0.5, 0.012);
}

}  // namespace
}  // namespace kmq

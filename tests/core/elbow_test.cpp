// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/elbow.h"

#include <gtest/gtest.h>

#include <vector>

namespace kmq {
namespace {

using Reason = SuggestedK::Reason;

TEST(Elbow, SuggestsTheBend) {
  const std::vector<CostOfK> curve = {{2, 100}, {4, 20}, {6, 15}, {8, 12}, {10, 10}};
  EXPECT_EQ(suggested_k(curve), (SuggestedK{4, Reason::bend}));
}

TEST(Elbow, SuggestsTheFirstExactPalette) {
  const std::vector<CostOfK> curve = {{2, 100}, {4, 20}, {6, 0}, {8, 0}};
  EXPECT_EQ(suggested_k(curve), (SuggestedK{6, Reason::exact}));
  EXPECT_EQ(suggested_k(std::vector<CostOfK>{{7, 0}}), (SuggestedK{7, Reason::exact}));
}

TEST(Elbow, OfTwoEqualBendsTheSmallerCounts) {
  const std::vector<CostOfK> curve = {{1, 50}, {2, 30}, {3, 20}, {4, 20}};
  EXPECT_EQ(suggested_k(curve), (SuggestedK{2, Reason::bend}));
}

TEST(Elbow, AStraightOrTooShortCurveHasNoBend) {
  EXPECT_EQ(suggested_k({}), std::nullopt);
  EXPECT_EQ(suggested_k(std::vector<CostOfK>{{2, 9}, {3, 1}}), std::nullopt);
  EXPECT_EQ(suggested_k(std::vector<CostOfK>{{2, 30}, {3, 20}, {4, 10}}), std::nullopt);
}

}  // namespace
}  // namespace kmq

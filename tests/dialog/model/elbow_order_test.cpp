// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/elbow_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kmq {
namespace {

using testing::ElementsAre;

TEST(ElbowOrder, EndsFirstThenTheMiddles) {
  EXPECT_THAT(coarse_to_fine(2, 18, 2), ElementsAre(2, 18, 10, 6, 14, 4, 8, 12, 16));
}

TEST(ElbowOrder, NothingBeyondTheEndAndNothingTwice) {
  EXPECT_THAT(coarse_to_fine(2, 7, 2), ElementsAre(2, 6, 4));
  EXPECT_THAT(coarse_to_fine(5, 6, 2), ElementsAre(5));
  EXPECT_THAT(coarse_to_fine(5, 5, 1), ElementsAre(5));
  EXPECT_THAT(coarse_to_fine(5, 6, 1), ElementsAre(5, 6));
}

}  // namespace
}  // namespace kmq

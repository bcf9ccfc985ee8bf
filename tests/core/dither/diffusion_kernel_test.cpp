// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/diffusion_kernel.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <utility>

namespace kmq {
namespace {

class Kernel : public testing::TestWithParam<std::pair<DitherMethod, int>> {};

TEST_P(Kernel, HasThePublishedWholeAndReachesNoPixelTwice) {
  const auto [method, whole] = GetParam();
  int found_whole = 0;
  with_kernel(method, [&]<const auto & kernel>() {
    found_whole = kernel.whole;
    std::set<std::pair<int, int>> places;
    for (const ErrorPart& part : kernel.parts) {
      EXPECT_TRUE(places.emplace(part.ahead, part.below).second);
      EXPECT_LE(std::abs(part.ahead), kernel_reach);
      EXPECT_LE(part.below, kernel_reach);
      EXPECT_TRUE(part.below > 0 || (part.below == 0 && part.ahead > 0)) << "a pixel that comes later";
      EXPECT_GT(part.share, 0);
    }
  });
  EXPECT_EQ(found_whole, whole);
}

INSTANTIATE_TEST_SUITE_P(All, Kernel,
                         testing::Values(std::pair(DitherMethod::floyd_steinberg, 16),
                                         std::pair(DitherMethod::atkinson, 6), std::pair(DitherMethod::stucki, 42),
                                         std::pair(DitherMethod::jarvis, 48), std::pair(DitherMethod::sierra, 32)));

}  // namespace
}  // namespace kmq

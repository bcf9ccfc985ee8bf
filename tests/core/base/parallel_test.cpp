// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace kmq {
namespace {

constexpr std::size_t many = 1'000'000;

std::int64_t sum_of_many() {
  return sum_of_parts<std::int64_t>(many, [](std::size_t begin, std::size_t end) {
    std::int64_t sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += static_cast<std::int64_t>(i);
    return sum;
  });
}

constexpr std::int64_t expected_sum = std::int64_t{many} * (many - 1) / 2;

TEST(ForParts, VisitsEachPositionOnce) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{16384}, std::size_t{16385}, many}) {
    std::vector<int> visits(size, 0);
    for_parts(size, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) ++visits[i];
    });
    EXPECT_EQ(visits, std::vector<int>(size, 1));
  }
}

TEST(SumOfParts, IsTheSum) { EXPECT_EQ(sum_of_many(), expected_sum); }

TEST(ResultsOf, AreInTheirOrder) {
  const auto squares = results_of<std::size_t>(1000, [](std::size_t i) { return i * i; });
  ASSERT_EQ(squares.size(), 1000U);
  for (std::size_t i = 0; i < squares.size(); ++i) EXPECT_EQ(squares[i], i * i);
}

TEST(ResultsOf, AnExceptionDoesNotCutTheOthersShort) {
  std::array<std::int64_t, 8> sums{};
  const auto find = [&](std::size_t i) {
    if (i == 0) throw std::runtime_error("first");
    sums[i] = sum_of_many();
    if (i == 5) throw std::logic_error("later");
    return 0;
  };
  EXPECT_THROW(results_of<int>(sums.size(), find), std::runtime_error);
  for (std::size_t i = 1; i < sums.size(); ++i) EXPECT_EQ(sums[i], expected_sum);
}

}  // namespace
}  // namespace kmq

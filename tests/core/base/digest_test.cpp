// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace kmq {
namespace {

Digest::Value digest_of(const std::vector<std::byte>& bytes) {
  Digest digest;
  digest.add(bytes);
  return digest.value();
}

TEST(Digest, IsTheSameForTheSameBytes) {
  const std::vector<std::byte> bytes(1000, std::byte{7});
  EXPECT_EQ(digest_of(bytes), digest_of(bytes));
}

TEST(Digest, EveryBitOfEveryByteCounts) {
  std::set<Digest::Value> seen;
  std::vector<std::byte> bytes(200);
  seen.insert(digest_of(bytes));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      bytes[i] = std::byte(1U << bit);
      EXPECT_TRUE(seen.insert(digest_of(bytes)).second) << "byte " << i << ", bit " << bit;
    }
    bytes[i] = std::byte{0};
  }
}

TEST(Digest, TheNumberOfZerosCounts) {
  std::set<Digest::Value> seen;
  for (std::size_t size = 0; size < 100; ++size) {
    EXPECT_TRUE(seen.insert(digest_of(std::vector<std::byte>(size))).second) << size;
  }
}

TEST(Digest, OrderCounts) {
  const std::vector<std::byte> ones(64, std::byte{1});
  const std::vector<std::byte> twos(64, std::byte{2});
  Digest a;
  a.add(ones);
  a.add(twos);
  Digest b;
  b.add(twos);
  b.add(ones);
  EXPECT_NE(a.value(), b.value());
}

}  // namespace
}  // namespace kmq

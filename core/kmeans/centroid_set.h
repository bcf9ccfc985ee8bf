// SPDX-License-Identifier: GPL-3.0-or-later
// A set of centroids, by their indices.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace kmq {

/// Any of the indices 0 .. 255.
class CentroidSet {
 public:
  void insert(std::size_t index) { words_[index / word_bits] |= std::uint64_t{1} << index % word_bits; }
  void clear() { words_ = {}; }

  [[nodiscard]] bool empty() const { return *this == CentroidSet(); }
  /// The lowest index; the set must not be empty.
  [[nodiscard]] std::size_t first() const {
    std::size_t word = 0;
    while (words_[word] == 0) ++word;
    return word * word_bits + static_cast<std::size_t>(std::countr_zero(words_[word]));
  }
  [[nodiscard]] bool intersects(const CentroidSet& other) const {
    std::uint64_t common = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) common |= words_[i] & other.words_[i];
    return common != 0;
  }

  friend bool operator==(const CentroidSet&, const CentroidSet&) = default;

 private:
  static constexpr std::size_t word_bits = 64;
  std::array<std::uint64_t, 4> words_{};
};

}  // namespace kmq

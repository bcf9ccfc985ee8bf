// SPDX-License-Identifier: GPL-3.0-or-later
// A short number for many bytes: to see whether they are the ones of last time without keeping them.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace kmq {

/// 128 bits of the bytes that were added: other bytes, or the same in another order, give another value, with a chance
/// of about 2⁻⁶⁴ that they do not. It does not withstand someone who looks for such a case.
///
/// Source  the multiplications and rotations of A. Appleby's MurmurHash3, on four lanes that do not wait for each other
class Digest {
 public:
  using Value = std::array<std::uint64_t, 2>;

  void add(std::span<const std::byte> bytes) {
    length_ += bytes.size();
    std::size_t begin = 0;
    for (; begin + block_size <= bytes.size(); begin += block_size) add_block(&bytes[begin]);
    if (begin == bytes.size()) return;
    std::array<std::byte, block_size> last{};
    std::memcpy(last.data(), &bytes[begin], bytes.size() - begin);
    add_block(last.data());
    lanes_[0] = mixed(lanes_[0] + (bytes.size() - begin));  // the zeros behind the end are no bytes
  }

  [[nodiscard]] Value value() const {
    const std::uint64_t all = length_ ^ lanes_[0] ^ std::rotl(lanes_[1], 16) ^ std::rotl(lanes_[2], 32);
    return {mixed(all + lanes_[3]), mixed(mixed(lanes_[0] + lanes_[2]) ^ mixed(lanes_[1] - lanes_[3]) ^ length_)};
  }

 private:
  static constexpr std::size_t lane_count = 4;
  static constexpr std::size_t block_size = lane_count * sizeof(std::uint64_t);

  static constexpr std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 33)) * 0xff51afd7ed558ccdU;
    value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53U;
    return value ^ (value >> 33);
  }

  void add_block(const std::byte* block) {
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
      std::uint64_t word = 0;
      std::memcpy(&word, block + lane * sizeof word, sizeof word);
      word = std::rotl(word * 0x87c37b91114253d5U, 31) * 0x4cf5ad432745937fU;
      lanes_[lane] = std::rotl(lanes_[lane] ^ word, 27) * 5 + 0x52dce729U;
    }
  }

  std::uint64_t length_ = 0;
  std::array<std::uint64_t, lane_count> lanes_{1, 2, 3, 4};
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Seeded draws that are equal on every platform.
#pragma once

#include <cstdint>
#include <random>

namespace kmq {

/// The standard fixes what std::mt19937_64 yields, but not what its distributions make of it: these draws are our own.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// Returns 64 random bits: the seed of further draws.
  std::uint64_t bits() { return engine_(); }

  /// Returns a whole number in [0, limit), each equally likely; limit ≥ 1.
  std::uint64_t below(std::uint64_t limit) {
    const std::uint64_t rejected = (0 - limit) % limit;  // 2⁶⁴ modulo limit: the part that would favor small results
    std::uint64_t draw = engine_();
    while (draw < rejected) draw = engine_();
    return draw % limit;
  }

  /// Returns a fraction in [0, 1), a multiple of 2⁻⁵³.
  double fraction() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/color_lattice.h"

#include <gtest/gtest.h>

#include <map>

#include "core/base/random.h"

namespace kmq {
namespace {

const LightModel& light = LightModel::srgb();

Rgb8 random_color(Random& random) {
  const auto channel = [&random] { return static_cast<std::uint8_t>(random.below(256)); };
  return {channel(), channel(), channel()};
}

TEST(ColorLattice, MixesEveryColorOfItsCorners) {
  for (const int cube_bits : {1, 2, 3, 7}) {
    const ColorLattice lattice(light, cube_bits);
    Random random(1);
    for (int i = 0; i < 500; ++i) {
      const Rgb8 color = random_color(random);
      LinearColor sum;
      std::int32_t shares = 0;
      for (const auto& [corner, share] : lattice.parts(color)) {
        ASSERT_LT(corner, lattice.size());
        EXPECT_GE(share, 0);
        shares += share;
        sum += light.linear(lattice.color(corner)) * share;
      }
      EXPECT_EQ(shares, ColorLattice::whole_share);
      const LinearColor found = sum / ColorLattice::whole_share;
      const LinearColor wanted = light.linear(color);
      const int tolerance = cube_bits == 7 ? 8 : 2;  // a share is good for 1/4096 of the side
      EXPECT_NEAR(found.red, wanted.red, tolerance);
      EXPECT_NEAR(found.green, wanted.green, tolerance);
      EXPECT_NEAR(found.blue, wanted.blue, tolerance);
    }
  }
}

TEST(ColorLattice, ChoosesCornersByTheirShares) {
  const ColorLattice lattice(light, 3);
  Random random(2);
  for (int i = 0; i < 20; ++i) {
    const Rgb8 color = random_color(random);
    std::map<std::size_t, std::int32_t> counts;
    for (std::int32_t threshold = 0; threshold < ColorLattice::whole_share; ++threshold) {
      ++counts[lattice.corner(color, threshold)];
    }
    for (const auto& [corner, share] : lattice.parts(color)) {
      EXPECT_EQ(share > 0 ? counts[corner] : 0, share);
    }
  }
}

TEST(ColorLattice, HasGrayCornersForGrays) {
  const ColorLattice lattice(light, 3);
  for (int value = 0; value < 256; ++value) {
    const auto byte = static_cast<std::uint8_t>(value);
    for (const auto& [corner, share] : lattice.parts({byte, byte, byte})) {
      const Rgb8 color = lattice.color(corner);
      EXPECT_TRUE(share == 0 || (color.red == color.green && color.green == color.blue));
    }
  }
}

TEST(ColorLattice, ACornerIsItself) {
  const ColorLattice lattice(light, 3);
  for (const Rgb8 color : {Rgb8{0, 8, 248}, Rgb8{255, 0, 16}, Rgb8{255, 255, 255}}) {
    for (const std::int32_t threshold : {0, 2000, ColorLattice::whole_share - 1}) {
      EXPECT_EQ(lattice.color(lattice.corner(color, threshold)), color);
    }
  }
}

}  // namespace
}  // namespace kmq

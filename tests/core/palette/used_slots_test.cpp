// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/used_slots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/core/pictures.h"

namespace kmq {
namespace {

TEST(UsedSlots, AreThoseThatSomeColorGets) {
  const Slot red{{255, 0, 0}};
  const Slot exact{gray(7), SlotKind::exact};
  const Slot reserved{gray(100), SlotKind::reserved};
  const std::vector<Slot> slots{{gray(255)}, red, {gray(90)}, {gray(90)}, reserved, exact};
  const ColorHistogram histogram = count({gray(7), gray(8), gray(100)});
  EXPECT_THAT(used_slots(histogram, slots, ColorSpace::rgb), testing::ElementsAre(Slot{gray(90)}, exact));
}

TEST(UsedSlots, AreNearestInTheSpace) {
  const std::vector<Slot> slots{{gray(0)}, {{255, 0, 0}}};
  const ColorHistogram histogram = count({{120, 0, 0}});
  EXPECT_EQ(used_slots(histogram, slots, ColorSpace::rgb).front(), slots[0]);
  EXPECT_EQ(used_slots(histogram, slots, ColorSpace::oklab).front(), slots[1]);
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/core/given.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

using testing::ElementsAre;

constexpr Rgb8 red{255, 0, 0}, green{0, 255, 0}, blue{0, 0, 255};
constexpr Slot free_slot{{}, SlotKind::free};

std::optional<SpecProblem> problem(PaletteUse use, const std::vector<Slot>& slots, int k = 4) {
  return problem_of({use, slots}, PaletteSize(k));
}

TEST(PaletteSpec, SaysWhyNoPaletteCanFollow) {
  const Slot normal{red};
  const Slot exact{green, SlotKind::exact};
  const Slot reserved{blue, SlotKind::reserved};
  EXPECT_EQ(problem(PaletteUse::keep, {}), std::nullopt);
  EXPECT_EQ(problem(PaletteUse::only, {}), SpecProblem::nothing_given);
  EXPECT_EQ(problem(PaletteUse::best_of, {}), SpecProblem::nothing_given);
  EXPECT_EQ(problem(PaletteUse::keep, {normal, normal}, 1), SpecProblem::too_many);
  EXPECT_EQ(problem(PaletteUse::only, std::vector<Slot>(256, normal), 1), std::nullopt);
  EXPECT_EQ(problem(PaletteUse::only, std::vector<Slot>(257, normal), 256), SpecProblem::too_many);
  EXPECT_EQ(problem(PaletteUse::best_of, std::vector<Slot>(9999, normal), 1), std::nullopt);
  EXPECT_EQ(problem(PaletteUse::best_of, {normal, free_slot}), SpecProblem::free_candidate);
  EXPECT_EQ(problem(PaletteUse::keep, {exact, reserved}, 2), SpecProblem::nothing_for_most);
  EXPECT_EQ(problem(PaletteUse::keep, {exact, reserved}, 3), std::nullopt);
  EXPECT_EQ(problem(PaletteUse::only, {exact, reserved}), SpecProblem::nothing_for_most);
  EXPECT_EQ(problem(PaletteUse::only, {exact, free_slot}), std::nullopt);
  EXPECT_EQ(problem(PaletteUse::best_of, {exact}), SpecProblem::nothing_for_most);
  EXPECT_EQ(problem(PaletteUse::best_of, {exact, normal}, 1), SpecProblem::nothing_for_most);
}

TEST(PalettePlaces, KeepTheGivenOnesFirst) {
  const PalettePlaces places(given({green, red, green}), PaletteSize(5));
  EXPECT_EQ(places.free_count(), 2U);
  EXPECT_THAT(places.fixed(), ElementsAre(green, red));
  const std::vector<Rgb8> found{blue};
  EXPECT_THAT(places.filled(found, PaletteOrigin::found).colors(), ElementsAre(green, red, green, blue));
}

TEST(PalettePlaces, FillTheFreeOnesInTheirOrder) {
  const PaletteSpec spec{PaletteUse::only, {free_slot, {red}, free_slot, {green, SlotKind::exact}}};
  const PalettePlaces places(spec, PaletteSize(256));
  EXPECT_EQ(places.free_count(), 2U);
  EXPECT_THAT(places.exact(), ElementsAre(green));
  EXPECT_THAT(places.filled(std::vector{gray(1), gray(2)}, PaletteOrigin::found).colors(),
              ElementsAre(gray(1), red, gray(2), green));
  // With too few colors the given ones keep their indices, and no pixel gets what stands in for a color.
  const Palette short_one = places.filled(std::vector{gray(1)}, PaletteOrigin::given);
  EXPECT_EQ(short_one.origin(), PaletteOrigin::given);
  EXPECT_THAT(short_one.colors(), ElementsAre(gray(1), red, gray(0), green));
  EXPECT_THAT(short_one.usable(), ElementsAre(0, 1));
}

TEST(PalettePlaces, CandidatesCountOnce) {
  const PaletteSpec spec{PaletteUse::best_of, {{red}, {green}, {red}, {blue, SlotKind::reserved}}};
  const PalettePlaces places(spec, PaletteSize(16));
  EXPECT_THAT(places.candidates(), ElementsAre(red, green));
  EXPECT_EQ(places.free_count(), 2U);
  EXPECT_EQ(PalettePlaces(spec, PaletteSize(2)).free_count(), 1U);
  EXPECT_THAT(places.filled(std::vector{green}, PaletteOrigin::found).colors(), ElementsAre(blue, green));
}

TEST(PaletteSpec, TakesAColorFromThePixels) {
  const PaletteSpec nothing = with_reserved({}, red);
  EXPECT_EQ(nothing.slots, (std::vector<Slot>{{red, SlotKind::reserved}}));
  const PaletteSpec others = with_reserved(given({blue, green}), red);
  EXPECT_EQ(others.slots, (std::vector<Slot>{{blue}, {green}, {red, SlotKind::reserved}}));
  // Where it is there, it keeps its place.
  const PaletteSpec itself =
      with_reserved({PaletteUse::only, {{red}, {green}, {red, SlotKind::exact}, {red, SlotKind::free}}}, red);
  EXPECT_EQ(itself.use, PaletteUse::only);
  EXPECT_EQ(itself.slots,
            (std::vector<Slot>{{red, SlotKind::reserved}, {green}, {red, SlotKind::reserved}, {red, SlotKind::free}}));
}

TEST(PaletteSpec, TellsTheSmallestK) {
  EXPECT_EQ(least_k({}), 1);
  EXPECT_EQ(least_k(given({red, green})), 2);
  EXPECT_EQ(least_k({PaletteUse::keep, {{red, SlotKind::exact}}}), 2);
  EXPECT_EQ(least_k(given({red, green}, PaletteUse::only)), 1);
  EXPECT_EQ(least_k({PaletteUse::best_of, {{red}, {green}, {blue, SlotKind::reserved}}}), 2);
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/palette_editor.h"

#include <gtest/gtest.h>

#include <string>

#include "core/palette/slot_text.h"

namespace kmq {
namespace {

constexpr Rgb8 red{255, 0, 0};
constexpr Rgb8 green{0, 255, 0};
constexpr Rgb8 blue{0, 0, 255};
constexpr Rgb8 gray{128, 128, 128};
constexpr Rgb8 white{255, 255, 255};

PaletteWish wish(const std::string& given, int k, PaletteUse use = PaletteUse::keep) {
  return {{use, std::get<std::vector<Slot>>(parse_slots(given))}, k};
}

PaletteEditor editor(const PaletteWish& given, const std::vector<Slot>& shown, int taken = 0,
                     std::optional<Rgb8> key = std::nullopt) {
  return {given, taken, key, Palette::of_slots(shown)};
}

/// Red is given, the others are found.
PaletteEditor mixed() { return editor(wish("red", 4), {{red}, {gray}, {blue}, {white}}); }

std::vector<SlotKind> kinds(const PaletteEditor& of) {
  std::vector<SlotKind> result;
  for (const PalettePlace& place : of.places()) result.push_back(place.kind);
  return result;
}

TEST(PaletteEditor, NothingIsShown) {
  EXPECT_TRUE(PaletteEditor().places().empty());
  EXPECT_EQ(PaletteEditor().freed(), (PaletteWish{{}, std::nullopt})) << "the number of colors stays";
}

TEST(PaletteEditor, KnowsWhatIsGivenAndWhatWasFound) {
  using enum SlotKind;
  EXPECT_EQ(kinds(mixed()), (std::vector{normal, free, free, free}));
  const PaletteEditor every =
      editor(wish("red= ? blue! white", 5), {{red, exact}, {gray}, {blue, reserved}, {white}, {green}});
  EXPECT_EQ(kinds(every), (std::vector{exact, free, reserved, normal, free}));
}

TEST(PaletteEditor, AColorIsLockedBehindTheGivenOnes) {
  EXPECT_EQ(mixed().with_kind(2, SlotKind::normal), wish("red, blue", 4));
  EXPECT_EQ(mixed().with_kind(2, SlotKind::exact), wish("red, blue=", 4));
  EXPECT_EQ(mixed().with_kind(0, SlotKind::reserved), wish("red!", 4));
}

TEST(PaletteEditor, AFreedColorLeavesTheOthersInTheirPlaces) {
  EXPECT_EQ(mixed().with_kind(0, SlotKind::free), wish("", 4));
  EXPECT_EQ(mixed().with_kind(3, SlotKind::free), wish("red", 4));
  const PaletteEditor all = editor(wish("red, green, blue", 3), {{red}, {green}, {blue}});
  EXPECT_EQ(all.with_kind(1, SlotKind::free), wish("red, ?, blue", 3));
  EXPECT_EQ(all.with_kind(2, SlotKind::free), wish("red, green", 3));
  const PaletteEditor place = editor(wish("red, ?, blue", 3), {{red}, {gray}, {blue}});
  EXPECT_EQ(place.with_kind(1, SlotKind::exact), wish("red, #808080=, blue", 3));
}

TEST(PaletteEditor, AddedColorsFindRoom) {
  const std::vector<Rgb8> more{red, green, green};
  EXPECT_EQ(mixed().with_added(more), wish("red, lime", 4));
  EXPECT_EQ(editor(wish("red blue white", 3), {{red}, {blue}, {white}}).with_added(more),
            wish("red blue white lime", 4));
  EXPECT_EQ(editor(wish("red", 2), {{red}}, 1).with_added(more), wish("red lime", 3)) << "transparency needs its own";
  EXPECT_EQ(editor(wish("red", 9, PaletteUse::only), {{red}}).with_added(more), wish("red lime", 9, PaletteUse::only));
}

TEST(PaletteEditor, AnEditLocksWhatIsShown) {
  EXPECT_EQ(mixed().locked(), wish("red, #808080, blue, white", 4));
  EXPECT_EQ(mixed().with_color(1, green), wish("red, lime, blue, white", 4));
  EXPECT_EQ(mixed().without(0), wish("#808080, blue, white", 3));
  EXPECT_EQ(mixed().without(3), wish("red, #808080, blue", 3));
}

TEST(PaletteEditor, AnEditKeepsWhatAColorIsFor) {
  const PaletteEditor every =
      editor(wish("red= blue!", 3), {{red, SlotKind::exact}, {blue, SlotKind::reserved}, {white}});
  EXPECT_EQ(every.locked(), wish("red= blue! white", 3));
  EXPECT_EQ(every.with_color(0, green), wish("lime= blue! white", 3));
  EXPECT_EQ(every.moved(2, 0), wish("white red= blue!", 3));
}

TEST(PaletteEditor, AColorMovesBothWays) {
  EXPECT_EQ(mixed().moved(0, 2), wish("#808080, blue, red, white", 4));
  EXPECT_EQ(mixed().moved(3, 1), wish("red, white, #808080, blue", 4));
}

TEST(PaletteEditor, OfFewerColorsThanWantedNoneCome) {
  const PaletteEditor few = editor(wish("", 16), {{red}, {green}});
  EXPECT_EQ(few.with_color(0, blue), wish("blue, lime", 2));
  EXPECT_TRUE(few.can_remove(0));
  EXPECT_FALSE(editor(wish("", 16), {{red}}).can_remove(0));
}

TEST(PaletteEditor, TransparencyKeepsItsPlaceAmongTheColors) {
  const std::vector<Slot> shown{{white, SlotKind::reserved}, {red}, {green}};
  const PaletteEditor found_key = editor(wish("", 3), shown, 1, white);
  EXPECT_TRUE(found_key.places()[0].is_key);
  EXPECT_FALSE(found_key.can_remove(0));
  EXPECT_FALSE(found_key.can_change_kind(0));
  EXPECT_EQ(found_key.with_color(1, blue), wish("blue, lime", 3));
  EXPECT_EQ(found_key.without(2), wish("red", 2));
  EXPECT_EQ(editor(wish("white", 3), shown, 1, white).with_color(1, blue), wish("white, blue, lime", 3));
}

TEST(PaletteEditor, OnlyGivenColorsKeepTheirDuplicates) {
  const PaletteEditor twice =
      editor(wish("red red blue=", 16, PaletteUse::only), {{red}, {red}, {blue, SlotKind::exact}});
  EXPECT_EQ(twice.with_color(1, green), wish("red lime blue=", 16, PaletteUse::only));
  EXPECT_EQ(twice.without(0), wish("red blue=", 16, PaletteUse::only));
  EXPECT_EQ(twice.with_kind(1, SlotKind::reserved), wish("red red! blue=", 16, PaletteUse::only));
  EXPECT_EQ(twice.with_kind(0, SlotKind::free), wish("? red blue=", 16, PaletteUse::only));
}

TEST(PaletteEditor, TheUsedOnesOfAStockAreKnownByTheirColor) {
  PaletteWish stock{{PaletteUse::only, {}}, 16};
  for (int i = 0; i < 300; ++i)
    stock.spec.slots.push_back({{static_cast<std::uint8_t>(i % 256), static_cast<std::uint8_t>(i / 256), 7}});
  const PaletteEditor used = editor(stock, {{{5, 0, 7}}, {{9, 1, 7}}});
  EXPECT_EQ(kinds(used), (std::vector{SlotKind::normal, SlotKind::normal}));
  EXPECT_EQ(used.without(0), wish("#090107", 16, PaletteUse::only));
}

TEST(PaletteEditor, ChosenCandidatesAreFound) {
  const PaletteEditor best =
      editor(wish("red, white=, blue, lime", 3, PaletteUse::best_of), {{white, SlotKind::exact}, {blue}, {red}});
  EXPECT_EQ(kinds(best), (std::vector{SlotKind::exact, SlotKind::free, SlotKind::free}));
  EXPECT_FALSE(best.can_change_kind(1));
  EXPECT_EQ(best.without(1), wish("white=, red", 2)) << "the others stay: nothing is chosen any more";
  EXPECT_EQ(best.with_added(std::vector{gray}), wish("red, white=, blue, lime, #808080", 3, PaletteUse::best_of));
}

TEST(PaletteEditor, APlaceWithoutAnyColorStaysEmpty) {
  const PaletteEditor empty = editor(wish("red ? ? blue", 4), {{red}, {green}, {{}, SlotKind::reserved}, {blue}});
  EXPECT_EQ(empty.locked(), wish("red lime #000000! blue", 4));
}

TEST(PaletteEditor, EverythingIsFreed) {
  EXPECT_EQ(mixed().freed(), wish("", 4));
  EXPECT_EQ(editor(wish("red blue", 7, PaletteUse::only), {{red}, {blue}}).freed(), wish("", 7));
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/slot_text.h"

#include <gtest/gtest.h>

namespace kmq {
namespace {

constexpr Rgb8 red{255, 0, 0};
constexpr Rgb8 blue{0, 0xAA, 0xFF};
const std::vector<Slot> red_and_blue{{red}, {blue}};

std::vector<Slot> slots_of(std::string_view text) {
  const auto parsed = parse_slots(text);
  if (const auto* error = std::get_if<SlotTextError>(&parsed)) {
    ADD_FAILURE() << text << ": " << error->part;
    return {};
  }
  return std::get<std::vector<Slot>>(parsed);
}

std::string unreadable_part(std::string_view text) {
  const auto parsed = parse_slots(text);
  const auto* error = std::get_if<SlotTextError>(&parsed);
  return error != nullptr ? error->part : "all of it can be read";
}

TEST(SlotText, ColorsAreSeparatedAsPeopleDo) {
  for (const char* text : {"ff0000 00aaff", "#f00,#0af", "#ff0000\n#00aaff", "#ff0000;#00aaff", "#ff0000,#00aaff,",
                           "red\t#0AF", "rgb(255, 0, 0), rgb(0, 170, 255)", "rgb(255,0,0) 0af",
                           "\r\n red ,\r\n #0af \r\n", ",,red;; #0af;", "rgb(255 0 0);#00aaff\n\n"}) {
    EXPECT_EQ(slots_of(text), red_and_blue) << text;
  }
}

TEST(SlotText, NothingIsNoSlots) {
  for (const char* text : {"", " ", ",", "\n;\t,"}) EXPECT_TRUE(slots_of(text).empty()) << text;
}

TEST(SlotText, ASignSaysWhatAColorIsFor) {
  const std::vector<Slot> slots{{red, SlotKind::exact}, {blue, SlotKind::reserved}, {{}, SlotKind::free}, {red}};
  EXPECT_EQ(slots_of("#f00=, #0af!, ?, #f00"), slots);
  EXPECT_EQ(slots_of("red = 0af ! ? f00"), slots);
  EXPECT_EQ(slots_of("rgb(255, 0, 0)=;rgb(0,170,255)!;?;red"), slots);
  EXPECT_EQ(slots_of("red=\n#0af!\n?\nred\n"), slots);
}

TEST(SlotText, ColorsThatAreThereTwiceStay) { EXPECT_EQ(slots_of("red #f00"), (std::vector<Slot>{{red}, {red}})); }

TEST(SlotText, AnErrorNamesThePartThatCannotBeRead) {
  EXPECT_EQ(unreadable_part("red, #ff000, blue, nonsense"), "#ff000");
  EXPECT_EQ(unreadable_part("#gg0000"), "#gg0000");
  EXPECT_EQ(unreadable_part("red,=,blue"), "=");
  EXPECT_EQ(unreadable_part("= red"), "=");
  EXPECT_EQ(unreadable_part("!"), "!");
  EXPECT_EQ(unreadable_part("red=!"), "red=!");
  EXPECT_EQ(unreadable_part("red = ="), "=");
  EXPECT_EQ(unreadable_part("? ="), "=");
  EXPECT_EQ(unreadable_part("?="), "?=");
  EXPECT_EQ(unreadable_part("??"), "??");
  EXPECT_EQ(unreadable_part("red=#00f"), "red=#00f");
  EXPECT_EQ(unreadable_part("red =blue"), "=blue");
  EXPECT_EQ(unreadable_part("rgb(1, 2, 3, red"), "rgb(1, 2, 3, red");
  EXPECT_EQ(unreadable_part("rgb(1, 2, 3)blue, red"), "rgb(1, 2, 3)blue");
}

TEST(SlotText, TheNamedPartIsShortValidText) {
  EXPECT_EQ(unreadable_part(std::string(1 << 20, 'x')), std::string(40, 'x') + "…");
  EXPECT_EQ(unreadable_part("rgb(" + std::string(1 << 20, ' ')), "rgb(" + std::string(36, ' ') + "…");
  EXPECT_EQ(unreadable_part("a\xFF\x01z"), "a\xEF\xBF\xBD z");
  std::string hearts;
  for (int i = 0; i < 50; ++i) hearts += "💜";
  EXPECT_EQ(unreadable_part(hearts), hearts.substr(0, 160) + "…");
}

TEST(SlotText, TooManyColorsAreRefused) {
  std::string text;
  for (std::size_t i = 0; i < most_slots; ++i) text += "#123456,";
  EXPECT_EQ(slots_of(text).size(), most_slots);
  EXPECT_EQ(unreadable_part(text + "?"), "");
}

TEST(SlotText, ReadsWhatItWrites) {
  const std::vector<Slot> slots{{red}, {blue, SlotKind::exact}, {{}, SlotKind::free}, {red, SlotKind::reserved}};
  EXPECT_EQ(slots_text(slots), "#ff0000,#00aaff=,?,#ff0000!");
  EXPECT_EQ(slots_of(slots_text(slots)), slots);
  EXPECT_EQ(slots_text({}), "");
}

TEST(SlotText, TheReaderShowsWhereEachSlotStands) {
  SlotTextReader reader(" red = ;what;\n#0af");
  const auto first = reader.next();
  EXPECT_EQ(first->text, "red =");
  EXPECT_EQ(first->slot, (Slot{red, SlotKind::exact}));
  const auto second = reader.next();
  EXPECT_EQ(second->text, "what");
  EXPECT_EQ(second->slot, std::nullopt);
  EXPECT_EQ(reader.next()->text, "#0af");
  EXPECT_EQ(reader.next(), std::nullopt);
}

}  // namespace
}  // namespace kmq

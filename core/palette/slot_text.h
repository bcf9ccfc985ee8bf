// SPDX-License-Identifier: GPL-3.0-or-later
// Slots as people write them: colors, and one sign behind a color for what it is for.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/palette/slot.h"

namespace kmq {

/// The most slots that a run takes, from text, palettes and files together.
inline constexpr std::size_t most_slots = 10000;

/// One slot of a text, and where it stands there.
struct SlotItem {
  std::string_view text;     ///< with its sign
  std::optional<Slot> slot;  ///< nothing: it cannot be read

  friend bool operator==(const SlotItem&, const SlotItem&) = default;
};

/// Goes through a text slot by slot: colors as parse_color() reads them, separated by commas, semicolons, spaces, tabs
/// or new lines; "=" behind one makes it exact, "!" reserved, and a "?" alone is a free slot.
class SlotTextReader {
 public:
  /// text  has to live as long as the items
  explicit SlotTextReader(std::string_view text) : rest_(text) {}

  /// Returns the next item, or nothing at the end.
  std::optional<SlotItem> next();

 private:
  std::string_view rest_;
};

struct SlotTextError {
  /// The first part that cannot be read, shortened; empty: there are more than most_slots.
  std::string part;
};

/// Returns the slots of a text in its order, those that are there twice included, or why it cannot be read.
std::variant<std::vector<Slot>, SlotTextError> parse_slots(std::string_view text);

/// Returns the text that parse_slots() reads as this slot.
std::string slot_text(const Slot& slot);

/// Returns the text that parse_slots() reads as these slots.
std::string slots_text(std::span<const Slot> slots);

}  // namespace kmq

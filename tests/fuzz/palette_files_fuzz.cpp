// SPDX-License-Identifier: GPL-3.0-or-later
// Arbitrary bytes as palette files: a sentence or colors, and what can be written comes back. tests/fuzz/run runs it.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/files/palette_reading.h"

namespace kmq {
namespace {

using enum PaletteFileType;

constexpr std::array types{gpl, jasc_pal, act, aco, ase, hex, css};

void require(bool holds) {
  if (!holds) std::abort();
}

/// A palette that was read is one that each format gives back.
void check_round_trips(const std::vector<Rgb8>& colors) {
  std::vector<Slot> slots;
  for (const Rgb8 color : colors) slots.push_back({color});
  const Palette palette = Palette::of_slots(slots);
  const std::vector<std::string> names(slots.size(), "a name");
  for (const PaletteFileType type : types) {
    const auto read = read_palette(type, palette_file_bytes(type, palette, names, "a palette"));
    require(std::get<std::vector<Rgb8>>(read) == colors);
  }
}

void run(std::string_view bytes) {
  if (bytes.empty()) return;
  const PaletteFileType type = types[static_cast<unsigned char>(bytes.front()) % types.size()];
  const auto read = read_palette(type, bytes.substr(1));
  if (const auto* error = std::get_if<PaletteFileError>(&read)) {
    require(error->line >= 0);
    return;
  }
  const auto& colors = std::get<std::vector<Rgb8>>(read);
  require(!colors.empty());
  if (colors.size() <= PaletteSize::max) check_round_trips(colors);
}

}  // namespace
}  // namespace kmq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  kmq::run({reinterpret_cast<const char*>(data), size});
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/binary_palettes.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/color/color_models.h"

namespace kmq {
namespace {

/// Takes numbers and parts off the front of a file. What is not there any more makes it a broken one.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

  std::string_view take(std::size_t size) {
    if (size > rest_.size()) throw PaletteFileError{PaletteFileProblem::broken};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::uint8_t u8() { return static_cast<std::uint8_t>(take(1).front()); }
  std::uint16_t u16() {
    const unsigned high = u8();
    return static_cast<std::uint16_t>(high << 8 | u8());
  }
  std::uint32_t u32() {
    const std::uint32_t high = u16();
    return high << 16 | u16();
  }
  std::uint16_t little_u16() {
    const unsigned low = u8();
    return static_cast<std::uint16_t>(low | static_cast<unsigned>(u8()) << 8);
  }
  std::uint32_t little_u32() {
    const std::uint32_t low = little_u16();
    return low | static_cast<std::uint32_t>(little_u16()) << 16;
  }
  /// A finite number.
  double f32() {
    const auto value = std::bit_cast<float>(u32());
    if (!std::isfinite(value)) throw PaletteFileError{PaletteFileProblem::broken};
    return static_cast<double>(value);
  }
  Rgb8 color() {
    const std::uint8_t red = u8();
    const std::uint8_t green = u8();
    return {red, green, u8()};
  }

 private:
  std::string_view rest_;
};

void require(bool condition, PaletteFileProblem problem) {
  if (!condition) throw PaletteFileError{problem};
}

/// The colors of the chunk "data": version, count, and four bytes each.
std::vector<Rgb8> read_riff_data(ByteReader data) {
  data.take(2);
  std::vector<Rgb8> colors(data.little_u16());
  for (Rgb8& color : colors) {
    color = data.color();
    data.take(1);
  }
  return colors;
}

/// Values of 16 bits whose upper 8 are the color, whether a program wrote v × 256 or v × 257.
std::uint8_t upper_byte(std::uint16_t value) { return static_cast<std::uint8_t>(value >> 8); }

Rgb8 read_aco_color(ByteReader& reader) {
  constexpr double full = 65535;
  constexpr double hundred = 100;  // of the units in which Lab and gray are written
  const std::uint16_t model = reader.u16();
  std::array<std::uint16_t, 4> values{};
  for (std::uint16_t& value : values) value = reader.u16();
  const auto share = [&](std::size_t i) { return values[i] / full; };
  const auto signed_value = [&](std::size_t i) { return static_cast<std::int16_t>(values[i]) / hundred; };
  switch (model) {
    case 0: return {upper_byte(values[0]), upper_byte(values[1]), upper_byte(values[2])};
    case 1: return from_hsv(share(0), share(1), share(2));
    case 2: return from_cmyk(1 - share(0), 1 - share(1), 1 - share(2), 1 - share(3));  // 0 is full ink
    case 7: return from_lab(values[0] / hundred, signed_value(1), signed_value(2));
    case 8: return from_gray(values[0] / 10000.0);
    case 9: return from_cmyk(values[0] / 10000.0, values[1] / 10000.0, values[2] / 10000.0, values[3] / 10000.0);
    default: throw PaletteFileError{PaletteFileProblem::broken};
  }
}

/// Number of UTF-16 units with the zero at their end, and these.
void skip_ase_name(ByteReader& block) { block.take(std::size_t{2} * block.u16()); }

Rgb8 read_ase_color(ByteReader block) {
  skip_ase_name(block);
  const std::string_view model = block.take(4);
  const bool has_four = model == "CMYK";
  const bool has_one = model == "Gray" || model == "GRAY";
  std::array<double, 4> values{};
  for (int i = 0; i < (has_four ? 4 : has_one ? 1 : 3); ++i) values[static_cast<std::size_t>(i)] = block.f32();
  if (has_four) return from_cmyk(values[0], values[1], values[2], values[3]);
  if (has_one) return from_gray(values[0]);
  if (model == "RGB ") return from_rgb(values[0], values[1], values[2]);
  require(model == "LAB " || model == "Lab ", PaletteFileProblem::broken);
  return from_lab(100 * values[0], values[1], values[2]);
}

}  // namespace

std::vector<Rgb8> read_riff_pal(std::string_view bytes) {
  ByteReader reader(bytes);
  require(bytes.size() >= 12 && bytes.substr(8, 4) == "PAL ", PaletteFileProblem::other_type);
  reader.take(12);
  while (!reader.is_at_end()) {
    const std::string_view name = reader.take(4);
    const std::uint32_t size = reader.little_u32();
    if (name == "data") return read_riff_data(ByteReader(reader.take(size)));
    reader.take(size + std::size_t{size % 2});  // chunks begin at even places
  }
  throw PaletteFileError{PaletteFileProblem::broken};
}

std::vector<Rgb8> read_act(std::string_view bytes) {
  constexpr std::size_t table_bytes = 768;
  std::size_t count = table_bytes / 3;
  // The size is all by which such a file can be told from others.
  const bool has_count = bytes.size() == table_bytes + 4;
  require(has_count || bytes.size() == table_bytes, PaletteFileProblem::other_type);
  if (has_count) {
    const std::size_t used = ByteReader(bytes.substr(table_bytes)).u16();
    require(used <= count, PaletteFileProblem::broken);
    count = used;
  }
  ByteReader reader(bytes);
  std::vector<Rgb8> colors(count);
  for (Rgb8& color : colors) color = reader.color();
  return colors;
}

std::vector<Rgb8> read_aco(std::string_view bytes) {
  require(bytes.size() >= 4, PaletteFileProblem::other_type);
  ByteReader reader(bytes);
  const std::uint16_t version = reader.u16();
  require(version == 1 || version == 2, PaletteFileProblem::other_type);
  // What follows section 1 are the same colors with names.
  std::vector<Rgb8> colors(reader.u16());
  for (Rgb8& color : colors) {
    color = read_aco_color(reader);
    if (version == 2) reader.take(std::size_t{2} * reader.u32());
  }
  return colors;
}

std::vector<Rgb8> read_ase(std::string_view bytes) {
  constexpr std::uint16_t color_block = 1;
  require(bytes.starts_with("ASEF"), PaletteFileProblem::other_type);
  ByteReader reader(bytes);
  reader.take(8);
  std::vector<Rgb8> colors;
  for (std::uint32_t left = reader.u32(); left > 0; --left) {
    const std::uint16_t type = reader.u16();
    const std::string_view block = reader.take(reader.u32());
    if (type == color_block) colors.push_back(read_ase_color(ByteReader(block)));
  }
  return colors;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unicode.h"

#include <algorithm>
#include <cstddef>

namespace kmq {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr char32_t first_beyond_utf16_unit = 0x10000;

struct Decoded {
  char32_t code_point;
  std::size_t length;  // bytes
};

/// Bytes of the sequence that starts with this byte; 0 if none does.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

bool is_valid(char32_t code_point, std::size_t length) {
  const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  const bool is_overlong = (length == 3 && code_point < 0x800) || (length == 4 && code_point < 0x10000);
  return !is_surrogate && !is_overlong && code_point <= 0x10FFFF;
}

/// text  not empty
Decoded decode_first(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = sequence_length(lead);
  if (length == 1) return {lead, 1};
  if (length == 0 || length > text.size()) return {replacement, 1};
  char32_t code_point = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) return {replacement, 1};
    code_point = code_point << 6 | (byte & 0x3F);
  }
  return is_valid(code_point, length) ? Decoded{code_point, length} : Decoded{replacement, 1};
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto continuation = [code_point](int shift) {
    return static_cast<char>(0x80 | ((code_point >> shift) & 0x3F));
  };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += {static_cast<char>(0xC0 | code_point >> 6), continuation(0)};
  } else if (code_point < 0x10000) {
    text += {static_cast<char>(0xE0 | code_point >> 12), continuation(6), continuation(0)};
  } else {
    text += {static_cast<char>(0xF0 | code_point >> 18), continuation(12), continuation(6), continuation(0)};
  }
}

}  // namespace

std::u32string decode_utf8(std::string_view text) {
  std::u32string code_points;
  while (!text.empty()) {
    const Decoded first = decode_first(text);
    code_points += first.code_point;
    text.remove_prefix(first.length);
  }
  return code_points;
}

std::string encode_utf8(std::u32string_view code_points) {
  std::string text;
  for (const char32_t code_point : code_points) append_utf8(text, code_point);
  return text;
}

std::u16string encode_utf16(std::u32string_view code_points) {
  std::u16string units;
  for (const char32_t code_point : code_points) {
    if (code_point < first_beyond_utf16_unit) {
      units += static_cast<char16_t>(code_point);
    } else {
      const char32_t offset = code_point - first_beyond_utf16_unit;
      units += static_cast<char16_t>(0xD800 + (offset >> 10));
      units += static_cast<char16_t>(0xDC00 + (offset & 0x3FF));
    }
  }
  return units;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t most_characters = 40;
  constexpr std::size_t longest_character = 4;  // bytes
  // More than the shown ones need not be decoded, however long the text is.
  std::u32string characters = decode_utf8(text.substr(0, longest_character * (most_characters + 1)));
  std::ranges::replace_if(characters, is_control, U' ');
  if (characters.size() <= most_characters) return encode_utf8(characters);
  characters.resize(most_characters);
  return encode_utf8(characters) + "…";
}

bool is_control(char32_t code_point) {
  const bool is_line_end = code_point == 0x2028 || code_point == 0x2029;
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || is_line_end;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Names and other text that people wrote: UTF-8 in, UTF-8 or UTF-16 out.
#pragma once

#include <string>
#include <string_view>

namespace kmq {

/// Returns the code points of a text; each byte that is no part of valid UTF-8 becomes U+FFFD.
///
/// Source  The Unicode Standard 15.0, table 3-7
std::u32string decode_utf8(std::string_view text);

std::string encode_utf8(std::u32string_view code_points);

/// Returns UTF-16 code units, with surrogate pairs above U+FFFF.
std::u16string encode_utf16(std::u32string_view code_points);

/// Returns the start of a text in valid UTF-8 as a message can quote it: at most 40 characters, "…" behind them if
/// there are more, and spaces instead of control characters.
std::string shortened(std::string_view text);

/// Tells whether a code point is a control character or a line end.
bool is_control(char32_t code_point);

}  // namespace kmq

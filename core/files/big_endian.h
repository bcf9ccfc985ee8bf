// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as binary palette files hold them: most significant byte first.
#pragma once

#include <cstdint>
#include <string>

namespace kmq {

inline void append_u8(std::string& bytes, std::uint8_t value) { bytes += static_cast<char>(value); }

inline void append_u16(std::string& bytes, std::uint16_t value) {
  append_u8(bytes, static_cast<std::uint8_t>(value >> 8));
  append_u8(bytes, static_cast<std::uint8_t>(value & 0xFF));
}

inline void append_u32(std::string& bytes, std::uint32_t value) {
  append_u16(bytes, static_cast<std::uint16_t>(value >> 16));
  append_u16(bytes, static_cast<std::uint16_t>(value & 0xFFFF));
}

}  // namespace kmq

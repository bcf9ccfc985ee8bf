// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/palette_png.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/files/big_endian.h"

namespace kmq {
namespace {

constexpr int swatch_size = 16;
constexpr int swatches_per_row = 16;

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t remainder = 0xFFFFFFFF;
  for (const char byte : bytes) {
    remainder ^= static_cast<std::uint8_t>(byte);
    for (int bit = 0; bit < 8; ++bit) remainder = (remainder & 1) != 0 ? remainder >> 1 ^ 0xEDB88320 : remainder >> 1;
  }
  return ~remainder;
}

std::uint32_t adler32(std::string_view bytes) {
  constexpr std::uint32_t largest_prime_below_2_16 = 65521;
  std::uint32_t sum = 1;
  std::uint32_t sum_of_sums = 0;
  for (const char byte : bytes) {
    sum = (sum + static_cast<std::uint8_t>(byte)) % largest_prime_below_2_16;
    sum_of_sums = (sum_of_sums + sum) % largest_prime_below_2_16;
  }
  return sum_of_sums << 16 | sum;
}

/// Wraps data as a zlib stream of stored blocks. Their lengths are the one thing in a PNG with the low byte first.
std::string zlib_stored(std::string_view data) {
  constexpr std::size_t longest_block = 65535;
  std::string stream = "\x78\x01";
  const std::uint32_t checksum = adler32(data);
  while (!data.empty()) {
    const auto length = static_cast<std::uint16_t>(std::min(data.size(), longest_block));
    append_u8(stream, data.size() <= longest_block ? 1 : 0);  // 1: the last block
    for (const unsigned value : {unsigned{length}, ~unsigned{length}}) {
      append_u8(stream, static_cast<std::uint8_t>(value & 0xFF));
      append_u8(stream, static_cast<std::uint8_t>(value >> 8 & 0xFF));
    }
    stream += data.substr(0, length);
    data.remove_prefix(length);
  }
  append_u32(stream, checksum);
  return stream;
}

void append_chunk(std::string& png, std::string_view type, std::string_view content) {
  const std::string body = std::string(type).append(content);
  append_u32(png, static_cast<std::uint32_t>(content.size()));
  png += body;
  append_u32(png, crc32(body));
}

struct Size {
  int width;
  int height;
};

std::string header(Size size) {
  std::string content;
  append_u32(content, static_cast<std::uint32_t>(size.width));
  append_u32(content, static_cast<std::uint32_t>(size.height));
  append_u8(content, 8);  // bits per pixel
  append_u8(content, 3);  // indexed
  append_u8(content, 0);  // compression: the only method there is
  append_u8(content, 0);  // filtering: likewise
  append_u8(content, 0);  // not interlaced
  return content;
}

std::string color_table(const Palette& palette) {
  std::string content;
  for (const Rgb8 color : palette.colors()) {
    for (const std::uint8_t channel : {color.red, color.green, color.blue}) append_u8(content, channel);
  }
  return content;
}

/// The rows of indices, each behind the number of its filter: none.
std::string rows(Size size, int last_index) {
  std::string content;
  for (int y = 0; y < size.height; ++y) {
    append_u8(content, 0);
    for (int x = 0; x < size.width; ++x) {
      const int swatch = y / swatch_size * swatches_per_row + x / swatch_size;
      append_u8(content, static_cast<std::uint8_t>(std::min(swatch, last_index)));
    }
  }
  return content;
}

}  // namespace

std::string palette_png_bytes(const Palette& palette) {
  const int swatch_rows = (palette.size() + swatches_per_row - 1) / swatches_per_row;
  const Size size{std::min(palette.size(), swatches_per_row) * swatch_size, swatch_rows * swatch_size};
  std::string png = "\x89PNG\r\n\x1A\n";
  append_chunk(png, "IHDR", header(size));
  append_chunk(png, "PLTE", color_table(palette));
  append_chunk(png, "IDAT", zlib_stored(rows(size, palette.size() - 1)));
  append_chunk(png, "IEND", {});
  return png;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmark/ppm.h"

#include <cctype>
#include <fstream>
#include <limits>
#include <stdexcept>

namespace kmq {
namespace {

/// Reads a number of the header; a comment reaches from # to the end of its line.
int read_number(std::istream& stream) {
  while (std::isspace(stream.peek()) || stream.peek() == '#') {
    if (stream.get() == '#') stream.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  int number = -1;
  stream >> number;
  return number;
}

}  // namespace

Picture read_ppm(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("Cannot open " + path + ".");
  std::string magic(2, '\0');
  stream.read(magic.data(), 2);
  const int width = read_number(stream);
  const int height = read_number(stream);
  const int maximum = read_number(stream);
  stream.get();
  if (!stream || magic != "P6" || width < 1 || height < 1 || maximum != 255) {
    throw std::runtime_error(path + " is not a binary PPM (P6) with 8 bits per channel.");
  }
  Picture picture{width, height, std::vector<Rgb8>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
  stream.read(reinterpret_cast<char*>(picture.pixels.data()), static_cast<std::streamsize>(picture.pixels.size() * 3));
  if (!stream) throw std::runtime_error(path + " ends before its last pixel.");
  return picture;
}

void write_ppm(const std::string& path, const Picture& picture) {
  std::ofstream stream(path, std::ios::binary);
  stream << "P6\n" << picture.width << ' ' << picture.height << "\n255\n";
  stream.write(reinterpret_cast<const char*>(picture.pixels.data()),
               static_cast<std::streamsize>(picture.pixels.size() * 3));
  stream.close();
  if (!stream) throw std::runtime_error("Cannot write " + path + ".");
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmark/benchmark_picture.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "core/base/random.h"

namespace kmq {
namespace {

Picture generated_picture() {
  Picture picture{1024, 768, {}};
  Random random(1);
  const auto noisy = [&](int slope) {
    return static_cast<std::uint8_t>(std::clamp(slope + static_cast<int>(random.below(49)) - 24, 0, 255));
  };
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const std::uint8_t red = noisy(x / 4);
      const std::uint8_t green = noisy(y / 3);
      const std::uint8_t blue = noisy((x + y) / 7);
      picture.pixels.push_back({red, green, blue});
    }
  }
  return picture;
}

Picture read_or_generate() {
  const char* path = std::getenv("KMQ_PICTURE");
  if (path == nullptr) return generated_picture();
  try {
    return read_ppm(path);
  } catch (const std::runtime_error& error) {
    std::cerr << "KMQ_PICTURE: " << error.what() << '\n';
    std::exit(EXIT_FAILURE);
  }
}

}  // namespace

const Picture& benchmark_picture() {
  static const Picture picture = read_or_generate();
  return picture;
}

std::vector<Rgba8> with_alpha(const Picture& picture) {
  std::vector<Rgba8> pixels;
  for (const Rgb8 color : picture.pixels) pixels.push_back({color.red, color.green, color.blue, 255});
  return pixels;
}

const ColorHistogram& benchmark_histogram() {
  static const ColorHistogram histogram = [] {
    ColorCounter counter;
    counter.add(benchmark_picture().pixels);
    return counter.histogram();
  }();
  return histogram;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Generated pictures that the tests of core quantize: the same on every machine.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/histogram/color_histogram.h"

namespace kmq {

struct Picture {
  std::string name;
  std::vector<Rgb8> pixels;
};

inline void PrintTo(const Picture& picture, std::ostream* stream) { *stream << picture.name; }

inline ColorHistogram count(const std::vector<Rgb8>& pixels) {
  ColorCounter counter;
  counter.add(pixels);
  return counter.histogram();
}

inline std::uint8_t to_byte(int value) { return static_cast<std::uint8_t>(value < 0 ? 0 : value > 255 ? 255 : value); }

inline Rgb8 gray(int value) { return {to_byte(value), to_byte(value), to_byte(value)}; }

inline int below(Random& random, int limit) {
  return static_cast<int>(random.below(static_cast<std::uint64_t>(limit)));
}

inline Rgb8 random_color(Random& random) {
  // In braces, the draws happen from left to right.
  return {to_byte(below(random, 256)), to_byte(below(random, 256)), to_byte(below(random, 256))};
}

/// Returns a color around another, nearer ones more often.
inline Rgb8 color_near(Rgb8 center, int spread, Random& random) {
  const auto step = [&] {
    const int forth = below(random, spread);
    return forth - below(random, spread);
  };
  return {to_byte(center.red + step()), to_byte(center.green + step()), to_byte(center.blue + step())};
}

/// All colors as likely.
inline Picture noise() {
  Random random(1);
  Picture picture{"noise", {}};
  for (int i = 0; i < 1000; ++i) picture.pixels.push_back(random_color(random));
  return picture;
}

/// From one color to another, both ways.
inline Picture gradients() {
  Picture picture{"gradients", {}};
  for (int y = 0; y < 64; y += 2) {
    for (int x = 0; x < 64; x += 2)
      picture.pixels.push_back({to_byte(4 * x), to_byte(255 - 3 * y), to_byte(2 * x + 2 * y)});
  }
  return picture;
}

/// Twelve clouds of colors of different sizes.
inline Picture clumps() {
  Random random(2);
  Picture picture{"clumps", {}};
  for (int clump = 0; clump < 12; ++clump) {
    const Rgb8 center = random_color(random);
    for (int i = 0; i < 12 * (clump + 1); ++i) picture.pixels.push_back(color_near(center, 5 + clump, random));
  }
  return picture;
}

/// Six flat areas, and where they meet the mixtures of their colors.
inline Picture flat_graphic() {
  constexpr Rgb8 flat[] = {{255, 255, 255}, {17, 34, 51}, {204, 0, 0}, {0, 102, 204}, {255, 204, 0}, {51, 153, 51}};
  Picture picture{"flat graphic", {}};
  Random random(3);
  for (int area = 0; area < 6; ++area) {
    const Rgb8 own = flat[area];
    const Rgb8 next = flat[(area + 1) % 6];
    picture.pixels.insert(picture.pixels.end(), static_cast<std::size_t>(300 + 100 * area), own);
    for (int i = 0; i < 60; ++i) {
      const int share = 1 + below(random, 15);
      const auto mixed = [&](int a, int b) { return to_byte((a * share + b * (16 - share)) / 16); };
      picture.pixels.push_back({mixed(own.red, next.red), mixed(own.green, next.green), mixed(own.blue, next.blue)});
    }
  }
  return picture;
}

/// Forty colors.
inline Picture few_colors() {
  Random random(4);
  Picture picture{"few colors", {}};
  for (int i = 0; i < 40; ++i) {
    const Rgb8 color = random_color(random);
    picture.pixels.insert(picture.pixels.end(), static_cast<std::size_t>(1 + below(random, 60)), color);
  }
  return picture;
}

/// A night: some hundred colors in one corner of the cube.
inline Picture dark_crowd() {
  Random random(5);
  Picture picture{"dark crowd", {}};
  for (int i = 0; i < 2000; ++i) {
    picture.pixels.push_back({to_byte(below(random, 7)), to_byte(below(random, 8)), to_byte(below(random, 10))});
  }
  return picture;
}

inline std::vector<Picture> pictures() {
  return {noise(), gradients(), clumps(), flat_graphic(), few_colors(), dark_crowd()};
}

}  // namespace kmq

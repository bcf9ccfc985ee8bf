// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/flat_areas.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "core/base/random.h"
#include "core/histogram/emphasis.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

struct Picture {
  int width;
  std::vector<Rgba8> pixels;
  std::vector<std::uint8_t> weights = {};

  [[nodiscard]] int height() const { return static_cast<int>(pixels.size()) / width; }
  [[nodiscard]] std::span<const Rgba8> row(int y) const {
    if (y < 0 || y >= height()) return {};
    return std::span(pixels).subspan(static_cast<std::size_t>(y * width), static_cast<std::size_t>(width));
  }
};

ColorHistogram counted(const Picture& picture) {
  FlatAreaCounter counter;
  for (int y = 0; y < picture.height(); ++y) {
    const std::span<const std::uint8_t> weights(picture.weights);
    counter.add(picture.row(y - 1), picture.row(y), picture.row(y + 1),
                weights.empty() ? weights
                                : weights.subspan(static_cast<std::size_t>(y * picture.width),
                                                  static_cast<std::size_t>(picture.width)));
  }
  return counter.histogram();
}

/// The same by slow and obvious code: weights in 255ths.
std::map<Rgb8, std::int64_t> flat_by_definition(const Picture& picture) {
  std::map<Rgb8, std::int64_t> flat;
  const auto pixel = [&](int x, int y) { return picture.pixels[static_cast<std::size_t>(y * picture.width + x)]; };
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width; ++x) {
      bool is_flat = true;
      for (const auto& [dx, dy] : {std::pair{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
        const bool is_inside = x + dx >= 0 && x + dx < picture.width && y + dy >= 0 && y + dy < picture.height();
        if (!is_inside) continue;
        const Rgba8 neighbor = pixel(x + dx, y + dy);
        if (neighbor.alpha != 0 && neighbor.rgb() != pixel(x, y).rgb()) is_flat = false;
      }
      const int weight =
          picture.weights.empty() ? 255 : picture.weights[static_cast<std::size_t>(y * picture.width + x)];
      if (is_flat) flat[pixel(x, y).rgb()] += (pixel(x, y).alpha * weight + 254) / 255;
    }
  }
  std::erase_if(flat, [](const auto& entry) { return entry.second == 0; });
  return flat;
}

std::map<Rgb8, std::int64_t> flat_of(const ColorHistogram& histogram) {
  std::map<Rgb8, std::int64_t> flat;
  for (std::size_t i = 0; i < histogram.size(); ++i) {
    const std::int64_t weight = histogram.flat_weights()[i];
    if (weight > 0) flat[histogram.color(i)] = weight * 255 / histogram.weight_per_pixel();
  }
  return flat;
}

TEST(FlatAreas, AreWhatEqualsItsFourNeighbors) {
  Random random(3);
  for (const int width : {1, 2, 7, 40}) {
    for (const int alphas : {1, 3}) {
      Picture picture{width, {}};
      for (int i = 0; i < 40 * width; ++i) {
        const auto alpha = static_cast<std::uint8_t>(alphas == 1 ? 255 : 127 * below(random, 3));
        const bool is_other = below(random, 12) == 0;
        picture.pixels.push_back({to_byte(is_other ? 9 : 0), 7, 7, alpha});
      }
      ColorCounter all;
      all.add(picture.pixels);
      for (const bool has_weights : {false, true}) {
        if (has_weights) {
          for (std::size_t i = 0; i < picture.pixels.size(); ++i)
            picture.weights.push_back(to_byte(85 * below(random, 4)));
        }
        const ColorHistogram histogram = counted(picture);
        EXPECT_EQ(flat_of(histogram), flat_by_definition(picture)) << width << " " << has_weights;
        // All pixels together are those that any counter has.
        if (has_weights) continue;
        EXPECT_EQ(histogram.pixel_count(), all.histogram().pixel_count());
        EXPECT_TRUE(std::ranges::equal(histogram.keys(), all.histogram().keys()));
      }
    }
  }
}

TEST(FlatAreas, EdgesHardlyCount) {
  // A black square of 5 × 5 on white, with a gray line beside it.
  Picture picture{20, std::vector<Rgba8>(400, Rgba8{255, 255, 255})};
  for (std::size_t y = 5; y < 10; ++y) {
    for (std::size_t x = 5; x < 10; ++x) picture.pixels[y * 20 + x] = {0, 0, 0};
    picture.pixels[y * 20 + 10] = {99, 99, 99};
  }
  const ColorHistogram histogram = counted(picture);
  EXPECT_EQ(histogram.pixel_count(), 400);
  const ColorHistogram weighted = with_flat_areas(histogram);
  ASSERT_EQ(weighted.size(), 3U);
  EXPECT_EQ(weighted.weight_per_pixel(), 255);
  EXPECT_THAT(weighted.weights(), testing::ElementsAre(9 * 255 + 16, 5, 370 - 22 + 254 * (370 - 22) + 22));
  EXPECT_THAT(weighted.flat_weights(), testing::ElementsAre(9 * 255, 0, 255 * (370 - 22)));
}

TEST(FlatAreas, NothingIsCountedAsNothing) {
  EXPECT_TRUE(FlatAreaCounter().histogram().empty());
  EXPECT_TRUE(counted({3, std::vector<Rgba8>(9, Rgba8{1, 2, 3, 0})}).empty());
}

TEST(FlatAreas, PixelsAreCountedOfOneRow) {
  const std::vector<Rgba8> same(3, Rgba8{1, 2, 3});
  const std::vector<Rgba8> other{{1, 2, 3}, {9, 2, 3}, {1, 2, 3, 0}};
  EXPECT_EQ(flat_pixel_count({}, same, {}), 3);
  EXPECT_EQ(flat_pixel_count(same, same, other), 2);  // what is transparent is no neighbor
  EXPECT_EQ(flat_pixel_count(same, other, same), 0);
}

}  // namespace
}  // namespace kmq

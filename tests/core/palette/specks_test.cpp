// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/specks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace kmq {
namespace {

/// A picture of digits, and spaces for pixels that do not take part.
struct Rows {
  std::vector<std::string> rows;

  [[nodiscard]] std::vector<std::string> cleaned(int size) const {
    const std::size_t width = rows.front().size();
    std::vector<std::uint8_t> labels;
    std::vector<bool> takes_part;
    for (const std::string& row : rows) {
      for (const char c : row) {
        labels.push_back(static_cast<std::uint8_t>(c == ' ' ? 0 : c - '0'));
        takes_part.push_back(c != ' ');
      }
    }
    remove_specks(labels, takes_part, static_cast<int>(width), size);
    std::vector<std::string> result(rows.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
      result[i / width] += takes_part[i] ? static_cast<char>('0' + labels[i]) : ' ';
    }
    return result;
  }
};

std::vector<std::uint8_t> noise(std::size_t count, unsigned colors, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> labels(count);
  for (std::uint8_t& label : labels) label = static_cast<std::uint8_t>(random() % colors);
  return labels;
}

/// Sizes of all areas, by a flood that knows nothing of the other one.
std::vector<std::size_t> area_sizes(const std::vector<std::uint8_t>& labels, std::size_t width) {
  std::vector<bool> is_seen(labels.size());
  std::vector<std::size_t> sizes;
  for (std::size_t first = 0; first < labels.size(); ++first) {
    if (is_seen[first]) continue;
    std::vector<std::size_t> stack{first};
    is_seen[first] = true;
    std::size_t size = 0;
    while (!stack.empty()) {
      const std::size_t pixel = stack.back();
      stack.pop_back();
      ++size;
      const auto push = [&](bool is_there, std::size_t next) {
        if (!is_there || is_seen[next] || labels[next] != labels[first]) return;
        is_seen[next] = true;
        stack.push_back(next);
      };
      push(pixel % width > 0, pixel - 1);
      push(pixel % width + 1 < width, pixel + 1);
      push(pixel >= width, pixel - width);
      push(pixel + width < labels.size(), pixel + width);
    }
    sizes.push_back(size);
  }
  return sizes;
}

TEST(Specks, GetTheLabelOfMostOfTheirBorder) {
  const Rows picture{{"111222", "113222", "111222", "111222"}};  // 3 meets 1 twice at least, and 2 on its right
  EXPECT_THAT(picture.cleaned(2), testing::ElementsAre("111222", "111222", "111222", "111222"));
  EXPECT_EQ(picture.cleaned(1), picture.rows);
  EXPECT_EQ(picture.cleaned(0), picture.rows);
}

TEST(Specks, OfTheSizeItselfStay) {
  const Rows picture{{"0000000", "0111000", "0000020", "0000000"}};
  EXPECT_THAT(picture.cleaned(3), testing::ElementsAre("0000000", "0111000", "0000000", "0000000"));
  EXPECT_THAT(picture.cleaned(4), testing::ElementsAre("0000000", "0000000", "0000000", "0000000"));
}

TEST(Specks, AreNotConnectedOverCorners) {
  const Rows picture{{"0000", "0100", "0010", "0000"}};
  EXPECT_THAT(picture.cleaned(2), testing::ElementsAre("0000", "0000", "0000", "0000"));
}

TEST(Specks, OfEqualBordersTakeTheLowestLabel) {
  EXPECT_THAT((Rows{{"2231199"}}.cleaned(2)), testing::ElementsAre("2211199"));
}

TEST(Specks, SeeNothingInPixelsThatTakeNoPart) {
  const Rows picture{{"1 1000", " 2 000", "1 1 00", "   300"}};
  EXPECT_THAT(picture.cleaned(3), testing::ElementsAre("1 0000", " 2 000", "1 1 00", "   000"));
}

TEST(Specks, JoinEachOtherFirstTheSmallest) {
  // The 2 in the ring of 1 joins it, and with it the ring is large enough.
  const Rows picture{{"00000", "01110", "01210", "01110", "00000"}};
  EXPECT_THAT(picture.cleaned(9), testing::ElementsAre("00000", "01110", "01110", "01110", "00000"));
  EXPECT_THAT(picture.cleaned(10), testing::Each(testing::Eq("00000")));
}

TEST(Specks, AreGoneFromAnyPicture) {
  for (const unsigned colors : {2U, 3U, 16U}) {
    for (const int size : {2, 3, 7, 8, 9, 40, 300}) {
      for (const std::size_t width : {1U, 2U, 37U, 60U}) {
        std::vector<std::uint8_t> labels = noise(37 * 60, colors, colors + static_cast<unsigned>(size));
        remove_specks(labels, std::vector<bool>(labels.size(), true), static_cast<int>(width), size);
        EXPECT_THAT(area_sizes(labels, width), testing::Each(testing::Ge(static_cast<std::size_t>(size))))
            << colors << " colors, size " << size << ", width " << width;
      }
    }
  }
}

TEST(Specks, LeaveOneLabelWhereAllIsSmall) {
  std::vector<std::uint8_t> labels = noise(50, 5, 1);
  remove_specks(labels, std::vector<bool>(labels.size(), true), 10, 10000);
  EXPECT_THAT(labels, testing::Each(labels.front()));
}

TEST(Specks, NothingToDo) {
  std::vector<std::uint8_t> none;
  remove_specks(none, {}, 1, 100);
  std::vector<std::uint8_t> one{7};
  remove_specks(one, {true}, 1, 100);
  EXPECT_THAT(one, testing::ElementsAre(7));
}

}  // namespace
}  // namespace kmq

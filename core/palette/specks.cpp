// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/palette/specks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace kmq {
namespace {

/// One pass over all areas for one size, which none of them falls below afterwards.
class SpeckPass {
 public:
  SpeckPass(std::span<std::uint8_t> labels, const std::vector<bool>& takes_part, int width, int size)
      : labels_(labels),
        takes_part_(takes_part),
        width_(static_cast<std::size_t>(width)),
        size_(static_cast<std::size_t>(size)),
        is_seen_(labels.size()),
        is_large_(labels.size()) {}

  void run() {
    for (std::size_t pixel = 0; pixel < labels_.size(); ++pixel) {
      if (!takes_part_[pixel] || is_seen_[pixel]) continue;
      if (continues_large_area(pixel)) {
        is_seen_[pixel] = true;
        is_large_[pixel] = true;
      } else {
        grow(pixel);
      }
    }
  }

 private:
  /// Calls visit(neighbor) for those pixels beside a pixel that take part.
  template <typename Visit>
  void for_each_neighbor(std::size_t pixel, const Visit& visit) const {
    const std::size_t x = pixel % width_;
    const auto visit_if_there = [&](bool is_there, std::size_t neighbor) {
      if (is_there && takes_part_[neighbor]) visit(neighbor);
    };
    visit_if_there(pixel >= width_, pixel - width_);
    visit_if_there(x > 0, pixel - 1);
    visit_if_there(x + 1 < width_, pixel + 1);
    visit_if_there(pixel + width_ < labels_.size(), pixel + width_);
  }

  /// Most pixels of a picture: no area needs to be walked through for them.
  [[nodiscard]] bool continues_large_area(std::size_t pixel) const {
    const auto continues = [&](bool is_there, std::size_t neighbor) {
      return is_there && is_large_[neighbor] && labels_[neighbor] == labels_[pixel];
    };
    return continues(pixel % width_ > 0, pixel - 1) || continues(pixel >= width_, pixel - width_);
  }

  /// Lets the area of a pixel join others until it is large enough, or meets none.
  void grow(std::size_t pixel) {
    while (!find_area(pixel)) {
      const std::optional<std::uint8_t> label = label_of_border();
      if (!label) return;
      for (const std::size_t member : area_) {
        labels_[member] = *label;
        is_seen_[member] = false;
      }
    }
    for (const std::size_t member : area_) is_large_[member] = true;
  }

  /// Collects the area of a pixel as far as is needed to see whether it is large enough, which it returns.
  bool find_area(std::size_t first) {
    area_.assign(1, first);
    is_seen_[first] = true;
    bool is_large = false;
    for (std::size_t next = 0; next < area_.size() && !is_large; ++next) {
      for_each_neighbor(area_[next], [&](std::size_t neighbor) {
        if (labels_[neighbor] != labels_[first]) return;
        if (is_seen_[neighbor]) {
          is_large = is_large || is_large_[neighbor];
          return;
        }
        is_seen_[neighbor] = true;
        area_.push_back(neighbor);
      });
      is_large = is_large || area_.size() >= size_;
    }
    return is_large;
  }

  /// The label that most sides of the area's border meet.
  [[nodiscard]] std::optional<std::uint8_t> label_of_border() const {
    std::array<std::size_t, 256> sides{};
    const std::uint8_t own = labels_[area_.front()];
    for (const std::size_t member : area_) {
      for_each_neighbor(member, [&](std::size_t neighbor) {
        if (labels_[neighbor] != own) ++sides[labels_[neighbor]];
      });
    }
    const auto most = std::ranges::max_element(sides);
    if (*most == 0) return std::nullopt;
    return static_cast<std::uint8_t>(most - sides.begin());
  }

  std::span<std::uint8_t> labels_;
  const std::vector<bool>& takes_part_;
  std::size_t width_;
  std::size_t size_;
  std::vector<bool> is_seen_;
  std::vector<bool> is_large_;
  std::vector<std::size_t> area_;
};

}  // namespace

void remove_specks(std::span<std::uint8_t> labels, const std::vector<bool>& takes_part, int width, int size) {
  // The smallest first: an area that is walked through is not much smaller than the size, so the time stays linear.
  constexpr int smallest_size = 2;
  constexpr int growth = 4;
  for (int pass_size = std::min(smallest_size, size); pass_size >= smallest_size;) {
    SpeckPass(labels, takes_part, width, pass_size).run();
    if (pass_size == size) break;
    pass_size = std::min(pass_size * growth, size);
  }
}

}  // namespace kmq

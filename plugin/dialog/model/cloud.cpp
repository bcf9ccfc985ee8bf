// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/model/cloud.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/color/position.h"

namespace kmq {
namespace {

constexpr double smallest_square = 2;
constexpr double largest_square = 12;

/// Pixels of a square's side: its area tells the share of the color.
int square_size(double pixel_count, double all_pixels, double scale) {
  constexpr double growth = 120;
  const double size = smallest_square + growth * std::sqrt(pixel_count / all_pixels) / 10;
  return static_cast<int>(std::lround(std::clamp(size * std::sqrt(scale), smallest_square, largest_square)));
}

/// The position of a color, as seen from the middle of the gray axis.
std::array<double, 3> from_middle(Rgb8 color, ColorSpace space) {
  constexpr double half = 127.5;
  auto [x, y, z] = color_position(color, space);
  return space == ColorSpace::rgb ? std::array{x - half, y - half, z - half} : std::array{x - half, y, z};
}

/// How far the farthest color is from the middle: a corner of the RGB cube.
double extent_of(ColorSpace space) {
  double extent = 0;
  for (unsigned corner = 0; corner < 8; ++corner) {
    const auto channel = [corner](unsigned bit) { return static_cast<std::uint8_t>((corner >> bit & 1U) * 255); };
    const auto [x, y, z] = from_middle({channel(0), channel(1), channel(2)}, space);
    extent = std::max(extent, std::hypot(x, y, z));
  }
  return extent;
}

std::array<double, 3> place_in(Rgb8 color, ColorSpace space, double extent) {
  std::array<double, 3> place = from_middle(color, space);
  for (double& coordinate : place) coordinate /= extent;
  return place;
}

/// Pixels, and how near to the eye they are.
class DepthCanvas {
 public:
  DepthCanvas(int width, int height)
      : picture_{width, height}, nearness_(area(), -std::numeric_limits<float>::infinity()) {
    picture_.pixels.resize(area());
  }

  void paint_square(const CloudView::Projected& center, int size, Rgb8 color) {
    const int left = static_cast<int>(std::lround(center.x)) - size / 2;
    const int top = static_cast<int>(std::lround(center.y)) - size / 2;
    const auto nearness = static_cast<float>(center.nearness);
    const std::uint32_t value = 0xFF000000U | static_cast<std::uint32_t>(color.red) << 16 |
                                static_cast<std::uint32_t>(color.green) << 8 | color.blue;
    for (int y = std::max(0, top); y < std::min(picture_.height, top + size); ++y) {
      for (int x = std::max(0, left); x < std::min(picture_.width, left + size); ++x) {
        const std::size_t place =
            static_cast<std::size_t>(y) * static_cast<std::size_t>(picture_.width) + static_cast<std::size_t>(x);
        if (nearness < nearness_[place]) continue;
        nearness_[place] = nearness;
        picture_.pixels[place] = value;
      }
    }
  }

  CloudPicture finish() { return std::move(picture_); }

 private:
  [[nodiscard]] std::size_t area() const {
    return static_cast<std::size_t>(picture_.width) * static_cast<std::size_t>(picture_.height);
  }

  CloudPicture picture_;
  std::vector<float> nearness_;
};

}  // namespace

std::array<double, 3> cloud_place(Rgb8 color, ColorSpace space) { return place_in(color, space, extent_of(space)); }

std::vector<CloudPoint> sample_cloud(const ColorHistogram& histogram, ColorSpace space, std::size_t most) {
  // Neighbors in the histogram are neighbors in the color cube.
  const double extent = extent_of(space);
  const std::size_t step = std::max<std::size_t>(1, (histogram.size() + most - 1) / most);
  std::vector<CloudPoint> points;
  for (std::size_t begin = 0; begin < histogram.size(); begin += step) {
    const std::size_t end = std::min(begin + step, histogram.size());
    std::int64_t weight = 0;
    for (std::size_t i = begin; i < end; ++i) weight += histogram.weights()[i];
    const Rgb8 color = histogram.color(begin + (end - begin) / 2);
    points.push_back({place_in(color, space, extent), color,
                      static_cast<double>(weight) / static_cast<double>(histogram.weight_per_pixel())});
  }
  return points;
}

CloudView::Projected CloudView::project(const std::array<double, 3>& place, int up, double width, double height) const {
  const auto axis = [&](int offset) { return place[static_cast<std::size_t>((up + offset) % 3)]; };
  const double right = axis(1) * std::cos(turn) + axis(2) * std::sin(turn);
  const double forward = axis(2) * std::cos(turn) - axis(1) * std::sin(turn);
  const double upward = axis(0) * std::cos(tilt) - forward * std::sin(tilt);
  const double nearness = forward * std::cos(tilt) + axis(0) * std::sin(tilt);
  // No place is farther from the middle than 1, whatever the turn.
  const double pixels = std::min(width, height) / 2 * scale;
  return {width / 2 + right * pixels, height / 2 - upward * pixels, nearness};
}

CloudPicture paint_cloud(std::span<const CloudPoint> points, const CloudView& view, int up, int width, int height) {
  double all_pixels = 0;
  for (const CloudPoint& point : points) all_pixels += point.pixel_count;
  DepthCanvas canvas(width, height);
  for (const CloudPoint& point : points) {
    canvas.paint_square(view.project(point.place, up, width, height),
                        square_size(point.pixel_count, all_pixels, view.scale), point.color);
  }
  return canvas.finish();
}

}  // namespace kmq

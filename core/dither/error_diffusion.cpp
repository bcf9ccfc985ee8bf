// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/error_diffusion.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

#include "core/base/parallel.h"

namespace kmq {
namespace {

constexpr auto margin = std::size_t{kernel_reach};

// Texture of palette colors and others keeps its tone; what enters a larger flat area is lost in it.
constexpr std::uint8_t deepest = 8;
constexpr std::uint8_t out_of_reach = 255;

/// value / divisor, to the nearest: a loss to one side would darken or brighten shadows.
std::int32_t divided(std::int32_t value, std::int32_t divisor) {
  return (value >= 0 ? value + divisor / 2 : value - divisor / 2) / divisor;
}

}  // namespace

ErrorDiffusion::ErrorDiffusion(const Palette& palette, const DitherOptions& options, int y, int width)
    : rules_(rules_for(palette, options, LightPaletteMap::Scale::encoded)),
      method_(options.method),
      forward_(y % 2 == 0 ? 1 : -1),
      depths_(static_cast<std::size_t>(width) + 2 * margin, out_of_reach),
      depths_above_(depths_) {
  errors_.fill(Errors(depths_.size()));
}

void ErrorDiffusion::find_targets(std::span<const Rgba8> pixels, std::vector<LinearColor>& targets) const {
  const auto* rules = std::get_if<GivenPaletteRules>(&rules_);
  if (rules == nullptr) {
    targets.clear();
    return;
  }
  targets.resize(pixels.size());
  for_parts(pixels.size(), [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) targets[i] = rules->target(pixels[i].rgb());
  });
}

void ErrorDiffusion::dither_row(const DitherRows& row, std::span<std::uint8_t> indices) {
  assert(row.pixels.size() + 2 * margin == depths_.size());
  const auto dither = [&]<const auto & kernel>() {
    std::visit([&](auto& rules) { dither_row<kernel>(rules, row, indices); }, rules_);
  };
  with_kernel(method_, dither);
  begin_next_row();
}

template <const auto& kernel, typename Rules>
void ErrorDiffusion::dither_row(Rules& rules, const DitherRows& row, std::span<std::uint8_t> indices) {
  const std::size_t width = row.pixels.size();
  const auto target_at = [&](std::size_t x) {
    return row.targets.empty() ? rules.target(row.pixels[x].rgb()) : row.targets[x];
  };
  for (std::size_t i = 0; i < width; ++i) {
    const std::size_t x = forward_ > 0 ? i : width - 1 - i;
    const std::size_t place = x + margin;
    switch (row.parts[x]) {
      case DitherPart::none: depths_[place] = out_of_reach; break;
      case DitherPart::kept: pass_through<kernel>(place); break;
      case DitherPart::full: dither_pixel<kernel>(rules, target_at(x), place, indices[x]); break;
    }
  }
}

template <const auto& kernel, typename Rules>
void ErrorDiffusion::dither_pixel(Rules& rules, const LinearColor& target, std::size_t place, std::uint8_t& index) {
  const LinearColor wanted = rules.corrected(target + received<kernel>(place));
  index = rules.choose(wanted);
  pass_on<kernel>(rules.error(wanted, index), place);
  depths_[place] = 0;
}

template <const auto& kernel>
void ErrorDiffusion::pass_through(std::size_t place) {
  const std::uint8_t behind = depth_behind(place);
  depths_[place] = behind < deepest ? static_cast<std::uint8_t>(behind + 1) : out_of_reach;
  if (depths_[place] <= deepest) pass_on<kernel>(received<kernel>(place), place);
}

std::uint8_t ErrorDiffusion::depth_behind(std::size_t place) const {
  const auto above = depths_above_.begin() + static_cast<std::ptrdiff_t>(place);
  const std::uint8_t least_above = *std::min_element(above - 1, above + 2);
  return std::min(least_above, depths_[forward_ > 0 ? place - 1 : place + 1]);
}

template <const auto& kernel>
LinearColor ErrorDiffusion::received(std::size_t place) const {
  const LinearColor& sum = errors_[0][place];
  return {divided(sum.red, kernel.whole), divided(sum.green, kernel.whole), divided(sum.blue, kernel.whole)};
}

template <const auto& kernel>
void ErrorDiffusion::pass_on(const LinearColor& error, std::size_t place) {
  for (const ErrorPart& part : kernel.parts) {
    const std::size_t neighbor = place + static_cast<std::size_t>(part.ahead * forward_);
    errors_[static_cast<std::size_t>(part.below)][neighbor] += error * part.share;
  }
}

/// What leaves the picture at its sides goes on in the pixels at the edge, those of this row in the next one.
void ErrorDiffusion::keep_what_leaves() {
  const std::size_t first = margin;
  const std::size_t last = errors_[0].size() - 1 - margin;
  for (std::size_t below = 0; below < errors_.size(); ++below) {
    Errors& target = errors_[std::max<std::size_t>(below, 1)];
    for (std::size_t i = 1; i <= margin; ++i) {
      target[first] += std::exchange(errors_[below][first - i], {});
      target[last] += std::exchange(errors_[below][last + i], {});
    }
  }
}

void ErrorDiffusion::begin_next_row() {
  keep_what_leaves();
  std::ranges::rotate(errors_, errors_.begin() + 1);
  std::ranges::fill(errors_.back(), LinearColor{});
  std::swap(depths_, depths_above_);
  forward_ = -forward_;
}

}  // namespace kmq

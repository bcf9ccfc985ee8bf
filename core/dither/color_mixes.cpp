// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/color_mixes.h"

#include <algorithm>
#include <array>

#include "core/palette/order.h"

namespace kmq {
namespace {

std::vector<std::uint8_t> dark_to_light(const Palette& palette) {
  const std::vector<double> populations(palette.colors().size());
  const std::vector<int> order = palette_order(palette.colors(), populations, PaletteOrder::lightness);
  return {order.begin(), order.end()};
}

}  // namespace

ColorMixes::Fineness ColorMixes::fineness_for(const Palette& palette) {
  // A found palette has neighbors for most colors, of which the eye tells few mixtures apart. Black and white have to
  // show all of them. Either way the mixes take up to 9 MB.
  return palette.origin() == PaletteOrigin::found ? Fineness{2, 32} : Fineness{3, 256};
}

ColorMixes::ColorMixes(const Palette& palette, const DitherOptions& options)
    : rules_(rules_for(palette, options, LightPaletteMap::Scale::linear)),
      dark_to_light_(dark_to_light(palette)),
      lightness_ranks_(dark_to_light_.size()),
      fineness_(fineness_for(palette)),
      lattice_(*options.light, fineness_.cube_bits),
      is_known_(lattice_.size()),
      mixes_(lattice_.size() * fineness_.mix_size) {
  for (std::size_t rank = 0; rank < dark_to_light_.size(); ++rank) {
    lightness_ranks_[dark_to_light_[rank]] = static_cast<std::uint8_t>(rank);
  }
}

void ColorMixes::make(std::size_t corner) {
  const std::lock_guard lock(mutex_);
  if (is_known_[corner].load(std::memory_order_relaxed)) return;
  const std::span mix(&mixes_[corner * fineness_.mix_size], fineness_.mix_size);
  std::visit([&](auto& rules) { blend(rules, lattice_.color(corner), mix); }, rules_);
  is_known_[corner].store(true, std::memory_order_release);
}

template <typename Rules>
void ColorMixes::blend(Rules& rules, Rgb8 color, std::span<std::uint8_t> mix) const {
  const LinearColor light = rules.target(color);
  LinearColor error;
  std::array<std::uint16_t, PaletteSize::max> counts{};
  for (std::size_t i = 0; i < mix.size(); ++i) {
    const LinearColor wanted = light + error;
    const std::uint8_t index = rules.choose(wanted);
    error = rules.error(wanted, index);
    ++counts[lightness_ranks_[index]];
  }
  auto next = mix.begin();
  for (std::size_t rank = 0; rank < dark_to_light_.size(); ++rank) {
    next = std::fill_n(next, counts[rank], dark_to_light_[rank]);
  }
}

}  // namespace kmq

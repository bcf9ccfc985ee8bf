// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dither/dithered_palette.h"

#include <Eigen/Core>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/dither/coarse_palette_map.h"
#include "core/dither/dither_rules.h"

namespace kmq {
namespace {

using Colors = std::vector<Rgb8>;

// Longer patches, shorter steps and more rounds lower the error by little more.
constexpr int patch_length = 16;
constexpr double step = 0.3;
constexpr int rounds = 16;

/// The colors of a small cube at their mean: enough to tell where a palette has to reach.
struct Sample {
  Rgb8 color;
  double weight;
};

Eigen::Vector3d to_vector(Rgb8 color) { return {double(color.red), double(color.green), double(color.blue)}; }

Rgb8 to_color(const Eigen::Vector3d& position) {
  const auto to_byte = [](double value) {
    return static_cast<std::uint8_t>(std::clamp(std::floor(value + 0.5), 0.0, 255.0));
  };
  return {to_byte(position[0]), to_byte(position[1]), to_byte(position[2])};
}

std::vector<Sample> make_samples(const ColorHistogram& histogram, int cube_bits) {
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < histogram.size();) {
    const std::uint32_t cube = histogram.keys()[i] >> cube_bits;
    Eigen::Vector3d sum = Eigen::Vector3d::Zero();
    double weight = 0;
    for (; i < histogram.size() && histogram.keys()[i] >> cube_bits == cube; ++i) {
      const auto color_weight = static_cast<double>(histogram.weights()[i]);
      sum += color_weight * to_vector(histogram.color(i));
      weight += color_weight;
    }
    samples.push_back({to_color(sum / weight), weight});
  }
  return samples;
}

/// Cubes of 8³ colors, or smaller ones if the picture has colors in few of them.
std::vector<Sample> make_samples(const ColorHistogram& histogram) {
  constexpr std::size_t enough = 1000;
  std::vector<Sample> samples;
  for (int cube_bits = block_bits; cube_bits >= 0 && samples.size() < enough; cube_bits -= 3) {
    samples = make_samples(histogram, cube_bits);
  }
  return samples;
}

/// What dithering makes of a flat patch of each sample.
struct DitheredPatches {
  std::vector<Eigen::Vector3d> wanted;  // per palette color: Σ weight × the color that became it, error included
  std::vector<double> weights;          // per palette color: Σ weight of these
  double error = 0;                     // Σ weight × squared distance of the mean of the patch to its sample
};

class PatchDithering {
 public:
  PatchDithering(const Colors& colors, ErrorShare share, const LightModel& light)
      : map_(Palette(colors)), palette_(linear_colors(Palette(colors), light)), share_(share), light_(light) {
    patches_.wanted.assign(colors.size(), Eigen::Vector3d::Zero());
    patches_.weights.assign(colors.size(), 0);
  }

  void add(const Sample& sample) {
    const LinearColor color = light_.linear(sample.color);
    LinearColor error;
    LinearColor sum;
    for (int i = 0; i < patch_length; ++i) {
      const LinearColor wanted = clamped(color + error);
      const Rgb8 encoded = light_.encoded(wanted);
      const std::size_t index = map_.index(encoded);
      patches_.wanted[index] += sample.weight * to_vector(encoded);
      patches_.weights[index] += sample.weight;
      sum += palette_[index];
      error = share_.of(wanted - palette_[index]);
    }
    const Rgb8 seen = light_.encoded(sum / patch_length);
    patches_.error += sample.weight * (to_vector(seen) - to_vector(sample.color)).squaredNorm();
  }

  [[nodiscard]] const DitheredPatches& patches() const { return patches_; }

 private:
  CoarsePaletteMap map_;
  std::vector<LinearColor> palette_;
  ErrorShare share_;
  const LightModel& light_;
  DitheredPatches patches_;
};

DitheredPatches dither_patches(const std::vector<Sample>& samples, const Colors& colors, ErrorShare share,
                               const LightModel& light) {
  PatchDithering dithering(colors, share, light);
  for (const Sample& sample : samples) dithering.add(sample);
  return dithering.patches();
}

/// Whether a good part of the pixels that become a color have exactly that one.
bool is_flat_color(const ColorHistogram& histogram, Rgb8 color, double cluster_weight) {
  constexpr double least_share = 1.0 / 8;
  const auto keys = histogram.keys();
  const auto found = std::lower_bound(keys.begin(), keys.end(), color_key(color));
  if (found == keys.end() || *found != color_key(color)) return false;
  const auto position = static_cast<std::size_t>(found - keys.begin());
  return static_cast<double>(histogram.weights()[position]) >= least_share * cluster_weight;
}

bool has_equal_colors(Colors colors) {
  std::sort(colors.begin(), colors.end());
  return std::adjacent_find(colors.begin(), colors.end()) != colors.end();
}

}  // namespace

std::vector<Rgb8> palette_for_dithering(const ColorHistogram& histogram, const Colors& colors, std::size_t fixed_count,
                                        double amount, const LightModel& light) {
  assert(!histogram.empty() && fixed_count <= colors.size() && amount >= 0 && amount <= 1);
  if (amount == 0) return colors;
  const std::vector<Sample> samples = make_samples(histogram);
  DitheredPatches patches = dither_patches(samples, colors, found_palette_share(amount), light);
  std::vector<bool> may_move(colors.size());
  std::vector<Eigen::Vector3d> positions;
  for (std::size_t i = 0; i < colors.size(); ++i) {
    may_move[i] = i >= fixed_count && !is_flat_color(histogram, colors[i], patches.weights[i] / patch_length);
    positions.push_back(to_vector(colors[i]));
  }
  Colors best = colors;
  double least_error = patches.error;
  for (int round = 0; round < rounds; ++round) {
    Colors moved = colors;
    for (std::size_t i = 0; i < colors.size(); ++i) {
      if (!may_move[i] || patches.weights[i] == 0) continue;
      positions[i] += step * (patches.wanted[i] / patches.weights[i] - positions[i]);
      moved[i] = to_color(positions[i]);
    }
    if (has_equal_colors(moved)) break;
    patches = dither_patches(samples, moved, found_palette_share(amount), light);
    if (patches.error >= least_error) continue;
    least_error = patches.error;
    best = moved;
  }
  return best;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/pixels/labels.h"

#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <array>
#include <cstddef>

#include "core/dither/pattern_rounding.h"
#include "core/palette/specks.h"
#include "plugin/pixels/tile_loops.h"

namespace kmq {
namespace {

/// Dithered pixels keep the means of deep ones; others have the nearest color of what was counted.
void read_for_labels(const PixelArea& from, const GeglRectangle& band, DitherMethod method,
                     std::vector<Rgba8>& pixels) {
  if (method != DitherMethod::none && is_deep(from)) {
    read_rounded_by_pattern(from, band, pixels);
  } else {
    read_colors(from, band, pixels);
  }
}

Ditherer ditherer_for(const PixelArea& from, const PixelMapping& mapping) {
  const auto [x, y] = pattern_place(from);
  return {mapping.map, mapping.dither, x, y, from.area.width};
}

}  // namespace

PatternPlace pattern_place(const PixelArea& from) {
  // A multiple of the size of every pattern, larger than any image of GIMP: places left of the image become positive.
  constexpr int shift = 1 << 20;
  return {shift + from.offset_x + from.area.x, shift + from.offset_y + from.area.y};
}

void read_rounded_by_pattern(const PixelArea& from, const GeglRectangle& band, std::vector<Rgba8>& pixels) {
  std::vector<DeepPixel> deep;
  read_pixels(from.buffer, band, from.palette_format("R'G'B'A float"), deep);
  pixels.resize(deep.size());
  PixelArea part = from;
  part.area = band;
  const auto [x, y] = pattern_place(part);
  const auto width = static_cast<std::size_t>(band.width);
  for (std::size_t row = 0; row * width < deep.size(); ++row) {
    round_by_pattern(std::span(deep).subspan(row * width, width), x, y + static_cast<int>(row),
                     std::span(pixels).subspan(row * width, width));
  }
}

BandLabeler::BandLabeler(const PixelArea& from, const PixelMapping& mapping, const AlphaRule& alpha_rule)
    : from_(from),
      method_(mapping.dither.method),
      alpha_(applier_for(from, alpha_rule)),
      ditherer_(ditherer_for(from, mapping)) {}

void BandLabeler::label_bands(const TakeBand& take) {
  std::vector<GeglRectangle> areas;
  for_each_band(from_.area, [&areas](const GeglRectangle& area) { areas.push_back(area); });
  if (areas.empty()) return;
  std::array<Band, 2> bands;
  read(areas.front(), bands[0]);
  for (std::size_t i = 0; i < areas.size(); ++i) {
    Band& band = bands[i % 2];
    Band& other = bands[(i + 1) % 2];
    tbb::task_group dithering;
    dithering.run([this, &band] { ditherer_.dither_others(band.colors, band.prepared, band.labels); });
    if (i > 0) take(other.labeled());
    // Waiting for its own threads, this one shall not begin with the dithering.
    if (i + 1 < areas.size()) tbb::this_task_arena::isolate([&] { read(areas[i + 1], other); });
    dithering.wait();
  }
  take(bands[(areas.size() - 1) % 2].labeled());
}

void BandLabeler::read(const GeglRectangle& area, Band& band) {
  band.area = area;
  read_for_labels(from_, area, method_, band.colors);
  alpha_.apply(band.colors);
  read_weights(from_, area, band.weights);
  band.labels.resize(band.colors.size());
  ditherer_.map_undithered(band.colors, band.weights, band.labels, band.prepared);
}

AreaLabels::AreaLabels(const PixelArea& from, const PixelMapping& mapping, const AlphaRule& alpha_rule)
    : area_(from.area) {
  labels_.reserve(pixel_count(area_));
  takes_part_.reserve(pixel_count(area_));
  BandLabeler(from, mapping, alpha_rule).label_bands([this](const LabeledBand& band) {
    labels_.insert(labels_.end(), band.labels.begin(), band.labels.end());
    for (std::size_t i = 0; i < band.colors.size(); ++i) {
      takes_part_.push_back(band.colors[i].alpha != 0 && (band.weights.empty() || band.weights[i] != 0));
    }
  });
  if (mapping.removes_specks()) remove_specks(labels_, takes_part_, area_.width, mapping.speck_size);
}

std::span<const std::uint8_t> AreaLabels::labels(const GeglRectangle& band) const {
  return std::span(labels_).subspan(position(band.x, band.y), pixel_count(band));
}

std::vector<std::size_t> AreaLabels::populations() const {
  std::vector<std::size_t> counts(256);
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    if (takes_part_[i]) ++counts[labels_[i]];
  }
  return counts;
}

CleanedLabeler::CleanedLabeler(const PixelArea& from, const PixelMapping& mapping, const AlphaRule& alpha_rule)
    : from_(from), alpha_rule_(alpha_rule), labels_(from, mapping, alpha_rule) {}

void CleanedLabeler::label_bands(const TakeBand& take) {
  for_each_ruled_band(from_, alpha_rule_, [&](const GeglRectangle& area, auto colors, auto weights) {
    take({area, colors, weights, labels_.labels(area)});
  });
}

}  // namespace kmq

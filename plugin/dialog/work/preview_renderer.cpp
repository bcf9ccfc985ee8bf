// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/preview_renderer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/base/run_control.h"
#include "core/palette/specks.h"

namespace kmq {
namespace {

constexpr unsigned opaque = 255;

int divided_up(int value, int divisor) { return (value + divisor - 1) / divisor; }

void throw_if_stopped(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Canceled();
}

/// Takes rows of pixels and gives rows of means, weighted by alpha.
class RowReducer {
 public:
  RowReducer(int width, int reduction)
      : reduction_(static_cast<std::size_t>(reduction)),
        sums_(static_cast<std::size_t>(divided_up(width, reduction))),
        width_(static_cast<std::size_t>(width)) {}

  void add(std::span<const Rgba8> row) {
    std::size_t x = 0;
    for (Sum& sum : sums_) {
      for (const std::size_t end = std::min(x + reduction_, width_); x < end; ++x) sum.add(row[x]);
    }
  }

  /// Appends the means of the rows that were added, and begins again.
  void take(std::vector<Rgba8>& means) {
    for (Sum& sum : sums_) means.push_back(std::exchange(sum, {}).mean());
  }

 private:
  struct Sum {
    // 256 × 256 × 255 × 255 fits just so.
    std::uint32_t red = 0;
    std::uint32_t green = 0;
    std::uint32_t blue = 0;
    std::uint32_t alpha = 0;
    std::uint32_t count = 0;

    void add(Rgba8 pixel) {
      red += static_cast<std::uint32_t>(pixel.red) * pixel.alpha;
      green += static_cast<std::uint32_t>(pixel.green) * pixel.alpha;
      blue += static_cast<std::uint32_t>(pixel.blue) * pixel.alpha;
      alpha += pixel.alpha;
      ++count;
    }
    [[nodiscard]] Rgba8 mean() const {
      if (alpha == 0) return {0, 0, 0, 0};
      const auto rounded = [](std::uint32_t sum, std::uint32_t divisor) {
        return static_cast<std::uint8_t>((std::uint64_t{sum} + divisor / 2) / divisor);
      };
      return {rounded(red, alpha), rounded(green, alpha), rounded(blue, alpha), rounded(alpha, count)};
    }
  };

  std::size_t reduction_;
  std::vector<Sum> sums_;
  std::size_t width_;
};

/// Collects the rows of a view into a rendering.
class RenderingBuilder {
 public:
  explicit RenderingBuilder(const View& view)
      : rendering_{view, divided_up(view.width, view.reduction), divided_up(view.height, view.reduction)},
        reducer_(view.width, view.reduction) {
    rendering_.pixels.reserve(static_cast<std::size_t>(rendering_.width) * static_cast<std::size_t>(rendering_.height));
  }

  void add(std::span<const Rgba8> row) {
    const View& view = rendering_.view;
    if (view.reduction == 1) {
      rendering_.pixels.insert(rendering_.pixels.end(), row.begin(), row.end());
      return;
    }
    reducer_.add(row);
    ++row_count_;
    if (row_count_ % view.reduction == 0 || row_count_ == view.height) reducer_.take(rendering_.pixels);
  }

  Rendering finish() { return std::move(rendering_); }

 private:
  Rendering rendering_;
  RowReducer reducer_;
  int row_count_ = 0;
};

Rendering render_original(const Picture& picture, const View& view, const std::stop_token& stop) {
  RenderingBuilder builder(view);
  for (int y = view.y; y < view.y + view.height; ++y) {
    throw_if_stopped(stop);
    builder.add(picture.row(view.x, y, view.width));
  }
  return builder.finish();
}

std::uint8_t blended(std::uint8_t from, std::uint8_t to, unsigned share) {
  return static_cast<std::uint8_t>((from * (opaque - share) + to * share + opaque / 2) / opaque);
}

/// Steps from one color to another; alpha stays.
///
/// share  0 (none of it) .. 255 (all the way)
Rgba8 blended(Rgba8 from, Rgb8 to, unsigned share) {
  return {blended(from.red, to.red, share), blended(from.green, to.green, share), blended(from.blue, to.blue, share),
          from.alpha};
}

/// What is not marked steps back into a gray that differs from most colors.
Rgba8 faded(Rgba8 pixel) {
  constexpr Rgb8 haze{128, 128, 128};
  constexpr unsigned haze_share = 208;
  return blended(pixel, haze, haze_share);
}

/// Replaces the colors of a row as OK does.
void show_palette_colors(std::span<const std::uint8_t> indices, std::span<const std::uint8_t> selection,
                         const Palette& palette, std::optional<std::uint8_t> marked_index, std::span<Rgba8> row) {
  for (std::size_t x = 0; x < row.size(); ++x) {
    const unsigned share = selection.empty() ? opaque : selection[x];
    if (row[x].alpha != 0 && share != 0) row[x] = blended(row[x], palette[indices[x]], share);
    if (marked_index && (share == 0 || indices[x] != *marked_index)) row[x] = faded(row[x]);
  }
}

/// Returns a row of the view with its palette colors, held by shown.
std::span<const Rgba8> shown_row(const Picture& picture, const View& view, int y, std::span<const std::uint8_t> labels,
                                 const Palette& palette, std::optional<std::uint8_t> marked_index,
                                 std::vector<Rgba8>& shown) {
  const auto pixels = picture.row(view.x, y, view.width);
  shown.assign(pixels.begin(), pixels.end());
  show_palette_colors(labels, picture.selection_row(view.x, y, view.width), palette, marked_index, shown);
  return shown;
}

/// Where a pixel is among the labels of a picture.
std::size_t label_position(const Picture& picture, int x, int y) {
  return static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x);
}

/// The part of a picture that dithering goes through for a view, row by row.
struct DitheredPart {
  int x;
  int y;
  int width;
  int bottom;  ///< the row behind the last one
};

DitheredPart dithered_part(const SelectedBounds& selected, const View& view, DitherMethod method) {
  const int view_bottom = view.y + view.height;
  if (!is_error_diffusion(method)) return {view.x, view.y, view.width, view_bottom};
  // Errors come from all that is above and beside, and OK writes what lies within these bounds.
  return {selected.x, selected.y, selected.width, std::min(view_bottom, selected.y + selected.height)};
}

Rendering render_result(const Picture& picture, const SelectedBounds& selected, const View& view, PaletteMap& map,
                        const PreviewWish& wish, const std::stop_token& stop) {
  const bool is_dithered = wish.dither.method != DitherMethod::none;
  const auto [x, top, width, bottom] = dithered_part(selected, view, wish.dither.method);
  Ditherer ditherer(map, wish.dither, picture.pattern_x + x, picture.pattern_y + top, width);
  // What is not selected keeps its colors, whatever its indices are.
  std::vector<std::uint8_t> indices(static_cast<std::size_t>(picture.width));
  const auto dithered = std::span(indices).subspan(static_cast<std::size_t>(x), static_cast<std::size_t>(width));
  const auto viewed =
      std::span(indices).subspan(static_cast<std::size_t>(view.x), static_cast<std::size_t>(view.width));
  std::vector<Rgba8> shown;
  RenderingBuilder builder(view);
  for (int y = std::min(top, view.y); y < view.y + view.height; ++y) {
    throw_if_stopped(stop);
    if (y >= top && y < bottom) {
      const auto row = is_dithered ? picture.row_for_dithering(x, y, width) : picture.row(x, y, width);
      ditherer.dither_rows(row, picture.selection_row(x, y, width), dithered);
    }
    if (y >= view.y) builder.add(shown_row(picture, view, y, viewed, map.palette(), wish.marked_index, shown));
  }
  return builder.finish();
}

/// Labels all of a picture as OK does, and removes the specks.
std::vector<std::uint8_t> clean_labels(const Picture& picture, const SelectedBounds& selected, PaletteMap& map,
                                       const PreviewWish& wish, const std::stop_token& stop) {
  const auto [left, top, width, height] = selected;
  const bool is_dithered = wish.dither.method != DitherMethod::none;
  std::vector<std::uint8_t> labels(picture.pixels.size());
  std::vector<bool> takes_part(picture.pixels.size());
  Ditherer ditherer(map, wish.dither, picture.pattern_x + left, picture.pattern_y + top, width);
  for (int y = top; y < top + height; ++y) {
    throw_if_stopped(stop);
    const auto row = is_dithered ? picture.row_for_dithering(left, y, width) : picture.row(left, y, width);
    const auto selection = picture.selection_row(left, y, width);
    const std::size_t begin = label_position(picture, left, y);
    ditherer.dither_rows(row, selection, std::span(labels).subspan(begin, row.size()));
    for (std::size_t x = 0; x < row.size(); ++x) {
      takes_part[begin + x] = row[x].alpha != 0 && (selection.empty() || selection[x] != 0);
    }
  }
  throw_if_stopped(stop);
  remove_specks(labels, takes_part, std::max(picture.width, 1), wish.speck_size);
  return labels;
}

Rendering render_labels(const Picture& picture, const View& view, std::span<const std::uint8_t> labels,
                        const PreviewWish& wish, const std::stop_token& stop) {
  std::vector<Rgba8> shown;
  RenderingBuilder builder(view);
  for (int y = view.y; y < view.y + view.height; ++y) {
    throw_if_stopped(stop);
    const auto viewed = labels.subspan(label_position(picture, view.x, y), static_cast<std::size_t>(view.width));
    builder.add(shown_row(picture, view, y, viewed, wish.quantization->palette, wish.marked_index, shown));
  }
  return builder.finish();
}

/// Bounds of what is selected at all, or of the picture.
SelectedBounds selected_bounds(const Picture& picture) {
  if (picture.selection.empty()) return {0, 0, picture.width, picture.height};
  int left = picture.width;
  int right = 0;
  int top = picture.height;
  int bottom = 0;
  for (int y = 0; y < picture.height; ++y) {
    const auto row = picture.selection_row(0, y, picture.width);
    const auto is_selected = [](std::uint8_t share) { return share > 0; };
    const auto first = std::ranges::find_if(row, is_selected);
    if (first == row.end()) continue;
    const auto last = std::find_if(row.rbegin(), row.rend(), is_selected);
    left = std::min(left, static_cast<int>(first - row.begin()));
    right = std::max(right, static_cast<int>(row.rend() - last));
    top = std::min(top, y);
    bottom = y + 1;
  }
  if (left >= right) return {};
  return {left, top, right - left, bottom - top};
}

std::vector<std::uint8_t> reduced_selection(const Picture& picture, int reduction) {
  std::vector<std::uint8_t> selection;
  if (picture.selection.empty()) return selection;
  for (int y = 0; y < picture.height; y += reduction) {
    const auto row = picture.selection_row(0, y, picture.width);
    for (std::size_t x = 0; x < row.size(); x += static_cast<std::size_t>(reduction)) selection.push_back(row[x]);
  }
  return selection;
}

}  // namespace

/// What is known about the palette colors of colors.
struct PreviewRenderer::Mapping {
  std::shared_ptr<const Quantization> quantization;
  PaletteMap map;
};

/// The labels of the picture for a wish.
struct PreviewRenderer::CleanedLabels {
  PreviewWish wish;  // whatever is marked
  std::vector<std::uint8_t> labels;
};

PreviewRenderer::PreviewRenderer(std::shared_ptr<const Picture> picture)
    : picture_(std::move(picture)), selected_(selected_bounds(*picture_)) {}
PreviewRenderer::~PreviewRenderer() = default;

Rendering PreviewRenderer::original(const View& view, const std::stop_token& stop) const {
  return render_original(*picture_, view, stop);
}

Rendering PreviewRenderer::result(const View& view, const PreviewWish& wish, const std::stop_token& stop) {
  if (wish.speck_size > 1) return render_labels(*picture_, view, cleaned_labels(wish, stop).labels, wish, stop);
  return render_result(*picture_, selected_, view, map_for(wish), wish, stop);
}

Rendering PreviewRenderer::quick_result(const View& view, const PreviewWish& wish, const std::stop_token& stop) {
  if (view.reduction == 1) return result(view, wish, stop);
  const Picture& small = reduced(view.reduction, stop);
  const View small_view{view.x / view.reduction, view.y / view.reduction, divided_up(view.width, view.reduction),
                        divided_up(view.height, view.reduction)};
  PreviewWish small_wish = wish;
  small_wish.speck_size /= view.reduction * view.reduction;
  const SelectedBounds selected = selected_bounds(small);
  PaletteMap& map = map_for(wish);
  Rendering rendering =
      small_wish.speck_size > 1
          ? render_labels(small, small_view, clean_labels(small, selected, map, small_wish, stop), small_wish, stop)
          : render_result(small, selected, small_view, map, small_wish, stop);
  rendering.view = view;
  return rendering;
}

PaletteMap& PreviewRenderer::map_for(const PreviewWish& wish) {
  if (!mapping_ || mapping_->quantization != wish.quantization) {
    mapping_.reset();
    mapping_ =
        std::make_unique<Mapping>(Mapping{wish.quantization, PaletteMap(wish.quantization->palette, wish.color_space)});
    mapping_->map.learn(*wish.histogram, wish.quantization->indices);
  }
  return mapping_->map;
}

const PreviewRenderer::CleanedLabels& PreviewRenderer::cleaned_labels(const PreviewWish& wish,
                                                                      const std::stop_token& stop) {
  PreviewWish unmarked = wish;
  unmarked.marked_index.reset();
  if (!cleaned_ || cleaned_->wish != unmarked) {
    cleaned_.reset();
    auto labels = clean_labels(*picture_, selected_, map_for(wish), wish, stop);
    cleaned_ = std::make_unique<CleanedLabels>(CleanedLabels{std::move(unmarked), std::move(labels)});
  }
  return *cleaned_;
}

const Picture& PreviewRenderer::reduced(int reduction, const std::stop_token& stop) {
  if (reduction_ != reduction) {
    Rendering all = render_original(*picture_, {0, 0, picture_->width, picture_->height, reduction}, stop);
    reduced_ = {.width = all.width,
                .height = all.height,
                .pixels = std::move(all.pixels),
                .selection = reduced_selection(*picture_, reduction)};
    reduction_ = reduction;
  }
  return reduced_;
}

}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// Picture and palette → the pixels that the preview shows: those that OK writes, or means of them.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/dither/dither.h"
#include "core/quantize.h"
#include "plugin/pixels/picture.h"

namespace kmq {

/// The part of a picture that is shown, in its pixels.
struct View {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  /// One shown pixel is the mean of reduction × reduction pixels, 1 .. max_reduction; x and y are multiples of it.
  int reduction = 1;

  static constexpr int max_reduction = 256;

  friend bool operator==(const View&, const View&) = default;
};

struct Rendering {
  View view;
  int width = 0;
  int height = 0;
  std::vector<Rgba8> pixels = {};
};

/// What becomes of the colors.
struct PreviewWish {
  std::shared_ptr<const ColorHistogram> histogram;
  std::shared_ptr<const Quantization> quantization;
  ColorSpace color_space = ColorSpace::rgb;
  DitherOptions dither = {};
  /// Areas smaller than this get the label around them, see remove_specks().
  int speck_size = 0;
  /// The pixels of all other palette colors are shown faded.
  std::optional<std::uint8_t> marked_index = {};

  friend bool operator==(const PreviewWish&, const PreviewWish&) = default;
};

/// A rectangle of a picture; empty if nothing in it is selected.
struct SelectedBounds {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

/// Renders views of one picture, from one thread at a time.
class PreviewRenderer {
 public:
  explicit PreviewRenderer(std::shared_ptr<const Picture> picture);
  ~PreviewRenderer();
  PreviewRenderer(const PreviewRenderer&) = delete;
  PreviewRenderer& operator=(const PreviewRenderer&) = delete;

  /// Returns the picture as it is.
  ///
  /// Throws  Canceled
  [[nodiscard]] Rendering original(const View& view, const std::stop_token& stop) const;

  /// Returns exactly what OK writes.
  ///
  /// Throws  Canceled
  [[nodiscard]] Rendering result(const View& view, const PreviewWish& wish, const std::stop_token& stop);

  /// Returns about the same much sooner: where pixels are reduced, they are mapped after that instead of before.
  ///
  /// Throws  Canceled
  [[nodiscard]] Rendering quick_result(const View& view, const PreviewWish& wish, const std::stop_token& stop);

 private:
  struct Mapping;
  struct CleanedLabels;

  PaletteMap& map_for(const PreviewWish& wish);
  const CleanedLabels& cleaned_labels(const PreviewWish& wish, const std::stop_token& stop);
  const Picture& reduced(int reduction, const std::stop_token& stop);

  std::shared_ptr<const Picture> picture_;
  SelectedBounds selected_;
  // For the quantization that was shown last; with the next slider step there is another one.
  std::unique_ptr<Mapping> mapping_;
  // Of the whole picture, for the wish that was shown last.
  std::unique_ptr<CleanedLabels> cleaned_;
  // The whole picture, reduced for the view that was shown last.
  int reduction_ = 1;
  Picture reduced_;
};

}  // namespace kmq

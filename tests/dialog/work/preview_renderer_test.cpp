// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/preview_renderer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include "core/base/run_control.h"
#include "core/palette/specks.h"

namespace kmq {
namespace {

using testing::ElementsAre;

/// ThreadSanitizer does not see how oneTBB hands over: the only threads here are this project's own.
const tbb::global_control serial(tbb::global_control::max_allowed_parallelism, 1);

/// Gradients with some noise, partly transparent on the left.
std::shared_ptr<Picture> noisy_picture(int width, int height) {
  auto picture = std::make_shared<Picture>(Picture{width, height});
  std::uint32_t noise = 12345;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      noise = noise * 1103515245 + 12345;
      picture->pixels.push_back({static_cast<std::uint8_t>(x * 255 / width),
                                 static_cast<std::uint8_t>(y * 255 / height), static_cast<std::uint8_t>(noise >> 24),
                                 static_cast<std::uint8_t>(x < 3 ? 0 : 255)});
    }
  }
  return picture;
}

PreviewWish wish_for(const Picture& picture, DitherMethod method, int k = 5) {
  ColorCounter counter;
  counter.add(picture.pixels);
  PreviewWish wish;
  wish.histogram = std::make_shared<const ColorHistogram>(counter.histogram());
  wish.quantization = std::make_shared<const Quantization>(
      quantize(*wish.histogram, {.k = PaletteSize(k), .effort = Effort::fast}, {}));
  wish.dither.method = method;
  return wish;
}

/// The whole result, row by row, as OK makes it.
std::vector<Rgba8> written(const Picture& picture, const PreviewWish& wish) {
  PaletteMap map(wish.quantization->palette, wish.color_space);
  Ditherer ditherer(map, wish.dither, picture.pattern_x, picture.pattern_y, picture.width);
  std::vector<Rgba8> pixels;
  std::vector<std::uint8_t> indices(static_cast<std::size_t>(picture.width));
  for (int y = 0; y < picture.height; ++y) {
    const auto row = picture.row(0, y, picture.width);
    ditherer.dither_rows(row, picture.selection_row(0, y, picture.width), indices);
    for (std::size_t x = 0; x < row.size(); ++x) {
      const Rgb8 color = map.palette()[indices[x]];
      pixels.push_back(row[x].alpha == 0 ? row[x] : Rgba8{color.red, color.green, color.blue, row[x].alpha});
    }
  }
  return pixels;
}

class EachDither : public testing::TestWithParam<DitherMethod> {};

TEST_P(EachDither, AViewShowsTheVeryPixelsThatOkWrites) {
  const auto picture = noisy_picture(40, 30);
  picture->pattern_x = 5;
  picture->pattern_y = 3;
  const PreviewWish wish = wish_for(*picture, GetParam());
  const std::vector<Rgba8> whole = written(*picture, wish);
  const View view{7, 11, 20, 15};
  const Rendering shown = PreviewRenderer(picture).result(view, wish, {});
  ASSERT_EQ(shown.pixels.size(), 20U * 15U);
  for (int y = 0; y < view.height; ++y) {
    for (int x = 0; x < view.width; ++x) {
      EXPECT_EQ(shown.pixels[static_cast<std::size_t>(y * view.width + x)],
                whole[static_cast<std::size_t>((view.y + y) * picture->width + view.x + x)])
          << x << ", " << y;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(PreviewRenderer, EachDither,
                         testing::Values(DitherMethod::none, DitherMethod::floyd_steinberg, DitherMethod::jarvis,
                                         DitherMethod::blue_noise, DitherMethod::bayer));

TEST(PreviewRenderer, ShowsNoSpecksWhateverTheView) {
  const auto picture = noisy_picture(40, 30);
  picture->selection.assign(picture->pixels.size(), 255);
  std::fill_n(picture->selection.begin(), 5 * 40, std::uint8_t{0});
  for (const DitherMethod method : {DitherMethod::none, DitherMethod::floyd_steinberg}) {
    PreviewWish wish = wish_for(*picture, method);
    PreviewRenderer renderer(picture);
    const View all{0, 0, 40, 30};
    const Rendering before = renderer.result(all, wish, {});
    wish.speck_size = 20;
    const Rendering whole = renderer.result(all, wish, {});
    EXPECT_NE(whole.pixels, before.pixels);

    // Dithering begins where the selection does.
    PaletteMap map(wish.quantization->palette, wish.color_space);
    Ditherer ditherer(map, wish.dither, 0, 5, picture->width);
    std::vector<std::uint8_t> labels(picture->pixels.size());
    std::vector<bool> takes_part(labels.size());
    const auto selected = std::span<const Rgba8>(picture->pixels).subspan(std::size_t{5} * 40);
    ditherer.dither_rows(selected, {}, std::span(labels).subspan(std::size_t{5} * 40));
    for (std::size_t i = 5 * 40; i < labels.size(); ++i) takes_part[i] = picture->pixels[i].alpha != 0;
    remove_specks(labels, takes_part, 40, 20);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const Rgb8 color = map.palette()[labels[i]];
      const Rgba8 expected = takes_part[i] ? Rgba8{color.red, color.green, color.blue, 255} : picture->pixels[i];
      EXPECT_EQ(whole.pixels[i], expected) << i;
    }
    const Rendering part = renderer.result({10, 8, 5, 2}, wish, {});
    EXPECT_EQ(part.pixels[5], whole.pixels[9 * 40 + 10]);

    const View reduced{0, 0, 40, 30, 2};
    EXPECT_EQ(renderer.quick_result(reduced, wish, {}).pixels.size(), 20U * 15U);
  }
}

TEST(PreviewRenderer, ReducedPixelsAreMeansWeightedByAlpha) {
  const auto picture = std::make_shared<const Picture>(Picture{
      3, 2, {{10, 0, 0, 255}, {30, 0, 0, 255}, {7, 7, 7, 255}, {99, 9, 9, 0}, {20, 0, 0, 255}, {9, 9, 9, 255}}});
  const Rendering shown = PreviewRenderer(picture).original({0, 0, 3, 2, 2}, {});
  EXPECT_EQ(shown.width, 2);
  EXPECT_EQ(shown.height, 1);
  EXPECT_THAT(shown.pixels, ElementsAre(Rgba8{20, 0, 0, 191}, Rgba8{8, 8, 8, 255}));
}

TEST(PreviewRenderer, LargestReductionDoesNotOverflow) {
  constexpr int size = View::max_reduction;
  const auto picture = std::make_shared<const Picture>(
      Picture{size, size, std::vector<Rgba8>(std::size_t{size} * size, Rgba8{255, 254, 253, 255})});
  EXPECT_THAT(PreviewRenderer(picture).original({0, 0, size, size, size}, {}).pixels,
              ElementsAre(Rgba8{255, 254, 253, 255}));
}

TEST(PreviewRenderer, UnselectedPixelsStayAndHalfSelectedOnesBlend) {
  const auto picture = std::make_shared<Picture>(
      Picture{.width = 3, .height = 1, .pixels = {{100, 0, 0}, {100, 0, 0}, {100, 0, 0}}, .selection = {0, 128, 255}});
  PreviewWish wish;
  wish.histogram =
      std::make_shared<const ColorHistogram>(ColorHistogram(std::vector<ColorHistogram::Entry>{{{100, 0, 0}, 1}}, 1));
  wish.quantization =
      std::make_shared<const Quantization>(Quantization{.palette = Palette({{200, 0, 0}}), .indices = {0}});
  EXPECT_THAT(PreviewRenderer(picture).result({0, 0, 3, 1}, wish, {}).pixels,
              ElementsAre(Rgba8{100, 0, 0}, Rgba8{150, 0, 0}, Rgba8{200, 0, 0}));
}

TEST(PreviewRenderer, MarkedColorKeepsItsPixelsAndTheOthersFade) {
  const auto picture = std::make_shared<const Picture>(Picture{2, 1, {{200, 0, 0}, {0, 0, 200}}});
  PreviewWish wish = wish_for(*picture, DitherMethod::none, 2);
  const Rgb8 first = wish.quantization->palette[0];
  wish.marked_index = 0;
  const std::vector<Rgba8> shown = PreviewRenderer(picture).result({0, 0, 2, 1}, wish, {}).pixels;
  const std::size_t marked = first == Rgb8{200, 0, 0} ? 0 : 1;
  EXPECT_EQ(shown[marked].rgb(), first);
  EXPECT_NE(shown[1 - marked].rgb(), picture->pixels[1 - marked].rgb());
}

TEST(PreviewRenderer, QuickResultHasTheSizeOfTheExactOne) {
  const auto picture = noisy_picture(41, 31);
  const PreviewWish wish = wish_for(*picture, DitherMethod::bayer);
  PreviewRenderer renderer(picture);
  for (const int reduction : {1, 3, 4}) {
    const View view{reduction, 2 * reduction, 41 - reduction, 31 - 2 * reduction, reduction};
    const Rendering quick = renderer.quick_result(view, wish, {});
    const Rendering exact = renderer.result(view, wish, {});
    EXPECT_EQ(quick.width, exact.width);
    EXPECT_EQ(quick.height, exact.height);
    EXPECT_EQ(quick.pixels.size(), exact.pixels.size());
    EXPECT_EQ(quick.view, view);
  }
}

TEST(PreviewRenderer, AnotherQuantizationIsNotMixedUpWithTheOneBefore) {
  const auto picture = noisy_picture(20, 20);
  PreviewRenderer renderer(picture);
  for (const int k : {3, 9, 4}) {
    const PreviewWish wish = wish_for(*picture, DitherMethod::none, k);
    EXPECT_EQ(renderer.result({0, 0, 20, 20}, wish, {}).pixels, written(*picture, wish));
  }
}

TEST(PreviewRenderer, StopsWhenAsked) {
  const auto picture = noisy_picture(20, 20);
  std::stop_source stop;
  stop.request_stop();
  PreviewRenderer renderer(picture);
  EXPECT_THROW(static_cast<void>(renderer.original({0, 0, 20, 20}, stop.get_token())), Canceled);
  EXPECT_THROW(
      static_cast<void>(renderer.result({0, 0, 20, 20}, wish_for(*picture, DitherMethod::none), stop.get_token())),
      Canceled);
}

}  // namespace
}  // namespace kmq

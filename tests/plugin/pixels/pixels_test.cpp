// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <new>
#include <span>
#include <vector>

#include "core/quantize.h"
#include "plugin/pixels/pixel_counting.h"
#include "plugin/pixels/pixel_mapping.h"
#include "tests/plugin/gegl_environment.h"

namespace kmq {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

const auto* const gegl = testing::AddGlobalTestEnvironment(new Gegl);

const char* const rgba_u8 = "R'G'B'A u8";

/// A buffer with tiles of that size.
GObjectPtr<GeglBuffer> make_buffer(const GeglRectangle& extent, const char* format, int tile_size = 64) {
  return GObjectPtr<GeglBuffer>(GEGL_BUFFER(g_object_new(GEGL_TYPE_BUFFER, "format", babl_format(format), "x", extent.x,
                                                         "y", extent.y, "width", extent.width, "height", extent.height,
                                                         "tile-width", tile_size, "tile-height", tile_size, nullptr)));
}

template <typename Pixel>
void fill(GeglBuffer* buffer, const std::vector<Pixel>& pixels, const char* format) {
  gegl_buffer_set(buffer, gegl_buffer_get_extent(buffer), 0, babl_format(format), pixels.data(), GEGL_AUTO_ROWSTRIDE);
}

template <typename Pixel>
std::vector<Pixel> read(GeglBuffer* buffer, const char* format) {
  const GeglRectangle* extent = gegl_buffer_get_extent(buffer);
  std::vector<Pixel> pixels(static_cast<std::size_t>(extent->width) * static_cast<std::size_t>(extent->height));
  gegl_buffer_get(buffer, extent, 1, babl_format(format), pixels.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  return pixels;
}

ColorHistogram count(const PixelArea& area, const AlphaRule& rule = {}) {
  PixelCounter counter(rule);
  counter.add(area);
  return counter.histogram();
}

Palette few_colors() { return Palette({{10, 10, 10}, {200, 30, 60}, {20, 220, 90}, {60, 60, 200}, {250, 250, 250}}); }

TEST(PixelCounter, CountsTheSameWhateverTheTilesAre) {
  const std::vector<Rgba8> pixels = slopes(130, 70);
  ColorCounter expected;
  expected.add(std::span<const Rgba8>(pixels));
  for (const int tile_size : {1, 7, 64, 512}) {
    const auto buffer = make_buffer({-5, 9, 130, 70}, rgba_u8, tile_size);
    fill(buffer.get(), pixels, rgba_u8);
    const ColorHistogram histogram = count(all_of(buffer.get()));
    EXPECT_THAT(histogram.keys(), ElementsAreArray(expected.histogram().keys())) << tile_size;
    EXPECT_THAT(histogram.weights(), ElementsAreArray(expected.histogram().weights())) << tile_size;
  }
}

TEST(PixelCounter, CountsAnAreaOnly) {
  const auto buffer = make_buffer({0, 0, 4, 1}, "R'G'B' u8");
  fill<Rgb8>(buffer.get(), {{1, 1, 1}, {2, 2, 2}, {2, 2, 2}, {3, 3, 3}}, "R'G'B' u8");
  PixelArea area = all_of(buffer.get());
  area.area = {1, 0, 2, 1};
  const ColorHistogram histogram = count(area);
  EXPECT_EQ(histogram.size(), 1U);
  EXPECT_EQ(histogram.pixel_count(), 2);
}

TEST(PixelCounter, WeighsByTheSelectionThatLiesInTheImage) {
  const auto buffer = make_buffer({0, 0, 3, 1}, rgba_u8);
  fill<Rgba8>(buffer.get(), {{1, 0, 0}, {2, 0, 0}, {3, 0, 0}}, rgba_u8);
  const auto selection = make_buffer({0, 0, 20, 20}, "Y u8");
  std::vector<std::uint8_t> selected(400, 0);
  selected[7 * 20 + 11] = 255;  // where the second pixel lies
  selected[7 * 20 + 12] = 51;
  fill(selection.get(), selected, "Y u8");
  PixelArea area = all_of(buffer.get());
  area.offset_x = 10;
  area.offset_y = 7;
  area.selection = selection.get();
  const ColorHistogram histogram = count(area);
  ASSERT_EQ(histogram.size(), 2U);
  EXPECT_EQ(histogram.color(0), (Rgb8{2, 0, 0}));
  EXPECT_THAT(histogram.weights(), ElementsAre(255, 51));
}

TEST(PixelCounter, CountsWhatIndexedImagesShow) {
  const auto buffer = make_buffer({0, 0, 3, 1}, rgba_u8);
  fill<Rgba8>(buffer.get(), {{1, 0, 0, 127}, {2, 0, 0, 128}, {3, 0, 0, 255}}, rgba_u8);
  const AlphaRule one_bit{.is_one_bit = true};
  PixelCounter counter(one_bit);
  counter.add(all_of(buffer.get()));
  EXPECT_THAT(counter.histogram().weights(), ElementsAre(1, 1));
  EXPECT_TRUE(has_transparency(all_of(buffer.get()), one_bit));
  EXPECT_FALSE(has_transparency(all_of(buffer.get()), {.is_one_bit = true, .lowest_opaque = 127}));
  EXPECT_FALSE(has_transparency(all_of(buffer.get()), {.is_one_bit = true, .matte = Rgb8{0, 0, 0}}));
  PixelCounter weighing({});
  weighing.add(all_of(buffer.get()));
  EXPECT_THAT(weighing.histogram().weights(), ElementsAre(127, 128, 255));
}

TEST(PixelCounter, CountsGrayAndDeepPixelsAsTheyLookIn8Bits) {
  const auto gray = make_buffer({0, 0, 2, 1}, "Y' u8");
  fill<std::uint8_t>(gray.get(), {7, 200}, "Y' u8");
  EXPECT_EQ(count(all_of(gray.get())).color(1), (Rgb8{200, 200, 200}));
  const auto deep = make_buffer({0, 0, 2, 1}, "R'G'B' u16");
  fill<std::array<std::uint16_t, 3>>(deep.get(), {{257, 514, 65535}, {300, 514, 65535}}, "R'G'B' u16");
  EXPECT_EQ(count(all_of(deep.get())).size(), 1U);
  EXPECT_EQ(count(all_of(deep.get())).color(0), (Rgb8{1, 2, 255}));
}

TEST(PixelCounter, ReadsFloatsThatAreNoColors) {
  constexpr float infinite = std::numeric_limits<float>::infinity();
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  const auto buffer = make_buffer({0, 0, 5, 1}, "RGBA float");
  fill<std::array<float, 4>>(
      buffer.get(),
      {{7, 7, 7, 1}, {-3, 0, 0, 1}, {infinite, -infinite, 0, 1}, {nan, nan, nan, 1}, {0.5F, 0.5F, 0.5F, nan}},
      "RGBA float");
  const ColorHistogram histogram = count(all_of(buffer.get()));
  // What babl makes of the others is its own business, as long as they are colors then.
  EXPECT_LE(histogram.pixel_count(), 5);
  EXPECT_THAT(histogram.keys(), testing::Contains(color_key({255, 255, 255})));
  EXPECT_THAT(histogram.keys(), testing::Contains(color_key({0, 0, 0})));
}

TEST(CopyPixels, TakesColorsAndSelection) {
  const auto buffer = make_buffer({0, 0, 2, 1}, rgba_u8);
  fill<Rgba8>(buffer.get(), {{1, 2, 3, 100}, {4, 5, 6, 200}}, rgba_u8);
  const auto selection = make_buffer({0, 0, 2, 1}, "Y u8");
  fill<std::uint8_t>(selection.get(), {9, 255}, "Y u8");
  PixelArea area = all_of(buffer.get());
  area.selection = selection.get();
  const Picture weighed = copy_pixels(area, {});
  EXPECT_THAT(weighed.pixels, ElementsAre(Rgba8{1, 2, 3, 100}, Rgba8{4, 5, 6, 200}));
  EXPECT_THAT(weighed.selection, ElementsAre(9, 255));
  const Picture one_bit = copy_pixels(area, {.is_one_bit = true});
  EXPECT_THAT(one_bit.pixels, ElementsAre(Rgba8{1, 2, 3, 0}, Rgba8{4, 5, 6, 255}));
  EXPECT_THAT(one_bit.selection, ElementsAre());
}

TEST(PixelCounter, CountsByTheMask) {
  const auto buffer = make_buffer({0, 0, 3, 1}, rgba_u8);
  fill<Rgba8>(buffer.get(), {{1, 0, 0}, {2, 0, 0}, {3, 0, 0}}, rgba_u8);
  const auto mask = make_buffer({0, 0, 2, 1}, "Y u8");  // smaller than the layer: nothing shows beside it
  fill<std::uint8_t>(mask.get(), {255, 51}, "Y u8");
  PixelArea area = all_of(buffer.get());
  area.mask = mask.get();
  area.mask_x = 1;
  const ColorHistogram histogram = count(area);
  ASSERT_EQ(histogram.size(), 2U);
  EXPECT_EQ(histogram.color(0), (Rgb8{2, 0, 0}));
  EXPECT_THAT(histogram.weights(), ElementsAre(255, 51));
  AppearanceOrder order;
  note_appearance(area, {}, order);
  EXPECT_THAT(order.keys(), ElementsAre(color_key({2, 0, 0}), color_key({3, 0, 0})));
}

TEST(NoteAppearance, GoesRowByRowWhateverTheTilesAre) {
  const auto buffer = make_buffer({0, 0, 4, 2}, rgba_u8, 2);
  fill<Rgba8>(buffer.get(), {{5, 0, 0}, {4, 0, 0}, {3, 0, 0}, {2, 0, 0}, {1, 0, 0}, {9, 0, 0, 0}, {3, 0, 0}, {8, 0, 0}},
              rgba_u8);
  AppearanceOrder order;
  note_appearance(all_of(buffer.get()), {}, order);
  EXPECT_THAT(order.keys(), ElementsAre(color_key({5, 0, 0}), color_key({4, 0, 0}), color_key({3, 0, 0}),
                                        color_key({2, 0, 0}), color_key({1, 0, 0}), color_key({8, 0, 0})));
}

TEST(AlphaApplier, BlendsWithTheMatteAsSemiFlatten) {
  std::vector<Rgba8> pixels{{255, 255, 255, 128}, {255, 255, 255, 64}, {7, 8, 9, 255}, {1, 2, 3, 0}};
  const AlphaRule rule{.is_one_bit = true, .matte = Rgb8{0, 0, 0}};
  AlphaApplier(rule, babl_space("sRGB")).apply(pixels);
  // Measured in GIMP 3.0.4.
  EXPECT_THAT(pixels, ElementsAre(Rgba8{188, 188, 188, 255}, Rgba8{137, 137, 137, 255}, Rgba8{7, 8, 9, 255},
                                  Rgba8{1, 2, 3, 0}));
}

class PixelFormats : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(All, PixelFormats,
                         testing::Values("R'G'B'A u8", "R'G'B'A u16", "R'G'B'A float", "RGBA half", "RGBA double"));

TEST_P(PixelFormats, ReceivePaletteColorsAndKeepAlphaAndTransparentPixels) {
  for (const DitherMethod method : {DitherMethod::none, DitherMethod::floyd_steinberg, DitherMethod::blue_noise}) {
    const std::vector<Rgba8> pixels = slopes(150, 140);
    const auto source = make_buffer({3, -2, 150, 140}, GetParam(), 33);
    const auto target = make_buffer({3, -2, 150, 140}, GetParam(), 33);
    fill(source.get(), pixels, rgba_u8);
    PaletteMap map(few_colors(), ColorSpace::rgb);
    write_palette_colors(all_of(source.get()), target.get(), {map, {.method = method}});
    const std::vector<Rgba8> written = read<Rgba8>(target.get(), rgba_u8);
    const auto palette = few_colors();
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      ASSERT_EQ(written[i].alpha, pixels[i].alpha);
      if (pixels[i].alpha == 0) {
        ASSERT_EQ(written[i], pixels[i]);
      } else {
        ASSERT_THAT(palette.colors(), testing::Contains(written[i].rgb()));
        const bool is_nearest = written[i].rgb() == palette[map.index(pixels[i].rgb())];
        ASSERT_TRUE(is_nearest || method != DitherMethod::none);
      }
    }
  }
}

TEST(WritePaletteColors, MapsPixelsWithoutAlpha) {
  for (const char* format : {"R'G'B' u8", "R'G'B' float"}) {
    const auto source = make_buffer({0, 0, 2, 1}, format);
    const auto target = make_buffer({0, 0, 2, 1}, format);
    fill<Rgb8>(source.get(), {{190, 40, 50}, {255, 255, 200}}, "R'G'B' u8");
    PaletteMap map(few_colors(), ColorSpace::rgb);
    write_palette_colors(all_of(source.get()), target.get(), {map, {}});
    EXPECT_THAT(read<Rgb8>(target.get(), "R'G'B' u8"), ElementsAre(Rgb8{200, 30, 60}, Rgb8{250, 250, 250})) << format;
  }
}

std::vector<Rgba8> dithered_by_core(const std::vector<Rgba8>& pixels, std::size_t width, PaletteMap& map,
                                    DitherMethod method) {
  std::vector<Rgba8> result = pixels;
  Ditherer ditherer(map, {.method = method}, 1 << 20, 1 << 20, static_cast<int>(width));
  for (std::size_t begin = 0; begin < pixels.size(); begin += width) {
    std::vector<std::uint8_t> indices(width);
    ditherer.dither_rows(std::span(pixels).subspan(begin, width), {}, indices);
    for (std::size_t i = 0; i < width; ++i) {
      const Rgb8 color = map.palette()[indices[i]];
      Rgba8& pixel = result[begin + i];
      if (pixel.alpha > 0) pixel = {color.red, color.green, color.blue, pixel.alpha};
    }
  }
  return result;
}

TEST(WritePaletteColors, DithersAsCoreDoesWhateverTheTilesAre) {
  const std::vector<Rgba8> pixels = slopes(100, 700);  // some bands
  std::vector<Slot> slots;
  const Palette few = few_colors();
  for (const Rgb8 color : few.colors()) slots.push_back({color});
  for (const PaletteOrigin origin : {PaletteOrigin::found, PaletteOrigin::given}) {
    PaletteMap map(Palette::of_slots(slots, origin), ColorSpace::rgb);
    for (const DitherMethod method : {DitherMethod::floyd_steinberg, DitherMethod::blue_noise, DitherMethod::bayer}) {
      const std::vector<Rgba8> expected = dithered_by_core(pixels, 100, map, method);
      for (const int tile_size : {5, 128}) {
        const auto source = make_buffer({0, 0, 100, 700}, rgba_u8, tile_size);
        const auto target = make_buffer({0, 0, 100, 700}, rgba_u8, tile_size);
        fill(source.get(), pixels, rgba_u8);
        write_palette_colors(all_of(source.get()), target.get(), {map, {.method = method}});
        EXPECT_TRUE(read<Rgba8>(target.get(), rgba_u8) == expected) << static_cast<int>(method) << ' ' << tile_size;
      }
    }
  }
}

TEST(BandLabeler, LabelsPixelsWithoutAlphaAsOpaqueOnes) {
  std::vector<Rgba8> pixels = slopes(60, 300);
  for (Rgba8& pixel : pixels) pixel.alpha = 255;
  const auto with_alpha = make_buffer({0, 0, 60, 300}, rgba_u8);
  const auto without = make_buffer({0, 0, 60, 300}, "R'G'B' u8");
  for (GeglBuffer* buffer : {with_alpha.get(), without.get()}) fill(buffer, pixels, rgba_u8);
  PaletteMap map(few_colors(), ColorSpace::rgb);
  const auto labels_of = [&map](GeglBuffer* buffer, DitherMethod method) {
    const PixelArea area = all_of(buffer);
    std::vector<std::uint8_t> labels;
    BandLabeler(area, {map, {.method = method}}, {}).label_bands([&labels](const LabeledBand& band) {
      labels.insert(labels.end(), band.labels.begin(), band.labels.end());
    });
    return labels;
  };
  for (const DitherMethod method : {DitherMethod::none, DitherMethod::floyd_steinberg, DitherMethod::bayer}) {
    EXPECT_EQ(labels_of(without.get(), method), labels_of(with_alpha.get(), method));
  }
}

TEST(BandLabeler, EndsWhereABandIsNotTaken) {
  const auto buffer = make_buffer({0, 0, 60, 700}, rgba_u8);
  fill(buffer.get(), slopes(60, 700), rgba_u8);
  const PixelArea area = all_of(buffer.get());
  PaletteMap map(few_colors(), ColorSpace::rgb);
  int taken = 0;
  BandLabeler labeler(area, {map, {.method = DitherMethod::floyd_steinberg}}, {});
  EXPECT_THROW(labeler.label_bands([&taken](const LabeledBand&) {
    if (++taken == 2) throw std::bad_alloc();
  }),
               std::bad_alloc);
  EXPECT_EQ(taken, 2);
}

TEST(WritePaletteColors, HangsPatternsInTheImage) {
  const std::vector<Rgba8> gray(256, {128, 128, 128, 255});
  PaletteMap map(few_colors(), ColorSpace::rgb);
  const auto dithered = [&](int offset_x, int offset_y) {
    const auto source = make_buffer({0, 0, 16, 16}, rgba_u8);
    const auto target = make_buffer({0, 0, 16, 16}, rgba_u8);
    fill(source.get(), gray, rgba_u8);
    PixelArea area = all_of(source.get());
    area.offset_x = offset_x;
    area.offset_y = offset_y;
    write_palette_colors(area, target.get(), {map, {.method = DitherMethod::bayer}});
    return read<Rgba8>(target.get(), rgba_u8);
  };
  EXPECT_TRUE(dithered(0, 0) == dithered(-8, 16));
  EXPECT_FALSE(dithered(0, 0) == dithered(-3, 0));
  EXPECT_FALSE(dithered(0, 0) == dithered(0, 1));
}

TEST(WritePaletteColors, DithersDeepPixelsAsTheyAre) {
  // 10.5 of 255: between two palette colors that 8 bits know.
  const std::vector<std::array<float, 3>> pixels(64 * 64, {10.5F / 255, 10.5F / 255, 10.5F / 255});
  const auto source = make_buffer({0, 0, 64, 64}, "R'G'B' float", 32);
  const auto target = make_buffer({0, 0, 64, 64}, "R'G'B' float", 32);
  fill(source.get(), pixels, "R'G'B' float");
  PaletteMap map(Palette({{10, 10, 10}, {11, 11, 11}}), ColorSpace::rgb);
  for (const DitherMethod method : {DitherMethod::floyd_steinberg, DitherMethod::blue_noise, DitherMethod::bayer}) {
    write_palette_colors(all_of(source.get()), target.get(), {map, {.method = method}});
    const std::vector<Rgb8> written = read<Rgb8>(target.get(), "R'G'B' u8");
    EXPECT_EQ(std::ranges::count(written, Rgb8{10, 10, 10}), 64 * 32);
    EXPECT_EQ(std::ranges::count(written, Rgb8{11, 11, 11}), 64 * 32);
  }
}

TEST(DistinctColors, AreThoseOfSelectedPixelsThatAreNotTransparent) {
  using Pixel = std::array<std::uint16_t, 4>;
  const auto buffer = make_buffer({0, 0, 5, 1}, "R'G'B'A u16");
  fill<Pixel>(buffer.get(), {{1, 2, 3, 65535}, {1, 2, 3, 9}, {1, 2, 4, 65535}, {7, 7, 7, 0}, {8, 8, 8, 65535}},
              "R'G'B'A u16");
  const auto selection = make_buffer({0, 0, 5, 1}, "Y u8");
  fill<std::uint8_t>(selection.get(), {255, 255, 1, 255, 0}, "Y u8");
  PixelArea area = all_of(buffer.get());
  EXPECT_TRUE(is_deep(area));
  const auto are_too_many = [&area](std::size_t most) {
    DistinctColors colors(most);
    colors.add(area);
    return colors.are_too_many();
  };
  EXPECT_FALSE(are_too_many(3));
  EXPECT_TRUE(are_too_many(2));
  area.selection = selection.get();
  EXPECT_FALSE(are_too_many(2));
  EXPECT_TRUE(are_too_many(1));
}

TEST(PaletteIndices, HaveTheIndexAndOneBitOfAlpha) {
  const auto source = make_buffer({0, 0, 3, 1}, rgba_u8);
  fill<Rgba8>(source.get(), {{190, 40, 50, 127}, {190, 40, 50, 128}, {255, 255, 200, 255}}, rgba_u8);
  PaletteMap map(few_colors(), ColorSpace::rgb);
  for (const DitherMethod method : {DitherMethod::none, DitherMethod::bayer}) {
    const auto indices =
        palette_indices(all_of(source.get()), {map, {.method = method, .amount = 0}}, {.is_one_bit = true});
    using Bytes = std::array<std::uint8_t, 2>;
    EXPECT_THAT(read<Bytes>(indices.get(), "YA u8"), ElementsAre(Bytes{1, 0}, Bytes{1, 255}, Bytes{4, 255}));
  }
}

TEST(PaletteIndices, AreWrittenWithAndWithoutAlpha) {
  const auto source = make_buffer({0, 0, 2, 1}, rgba_u8);
  fill<Rgba8>(source.get(), {{190, 40, 50, 0}, {255, 255, 200, 255}}, rgba_u8);
  PaletteMap map(few_colors(), ColorSpace::rgb);
  const auto indices = palette_indices(all_of(source.get()), {map, {}}, {.is_one_bit = true});
  const auto opaque = make_buffer({0, 0, 2, 1}, "Y u8");
  write_indices(indices.get(), opaque.get(), babl_format("Y u8"));
  EXPECT_THAT(read<std::uint8_t>(opaque.get(), "Y u8"), ElementsAre(1, 4));
  const auto transparent = make_buffer({0, 0, 2, 1}, "YA u8");
  write_indices(indices.get(), transparent.get(), babl_format("YA u8"));
  using Bytes = std::array<std::uint8_t, 2>;
  EXPECT_THAT(read<Bytes>(transparent.get(), "YA u8"), ElementsAre(Bytes{1, 0}, Bytes{4, 255}));
}

}  // namespace
}  // namespace kmq

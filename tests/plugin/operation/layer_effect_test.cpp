// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/operation/layer_effect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/quantize.h"
#include "tests/plugin/gegl_environment.h"

namespace kmq {
namespace {

using testing::ElementsAre;

const auto* const gegl = testing::AddGlobalTestEnvironment(new Gegl);

const char* const rgba_u8 = "R'G'B'A u8";
const GeglRectangle area{3, -5, 60, 44};

/// The result by a search that knows nothing of the last one.
std::vector<Rgba8> expected(GeglBuffer* source, const EffectSettings& settings) {
  const QuantizeOptions options = effect_options(settings).quantize;
  PixelCounter counter({});
  counter.add(all_of(source));
  const ColorHistogram histogram = counter.histogram();
  const Quantization found = quantize(histogram, options, {});
  PaletteMap map(found.palette, options.color_space);
  map.learn(histogram, found.indices);
  const GObjectPtr<GeglBuffer> target(gegl_buffer_new(&area, babl_format(rgba_u8)));
  write_palette_colors(all_of(source), target.get(), {map, settings.dither});
  return pixels_of(target.get(), area);
}

std::vector<Rgba8> rendered(LayerEffect& effect, GeglBuffer* source, const EffectSettings& settings,
                            const GeglRectangle& part = area) {
  const GObjectPtr<GeglBuffer> target(gegl_buffer_new(&part, gegl_buffer_get_format(source)));
  effect.render(all_of(source), target.get(), effect_options(settings).quantize, settings.dither);
  return pixels_of(target.get(), part);
}

TEST(LayerEffect, TheSamePictureAndSettingsAreOnlyMapped) {
  const auto source = buffer_of(area, rgba_u8, slopes(area.width, area.height));
  LayerEffect effect;
  const EffectSettings settings;
  EXPECT_EQ(rendered(effect, source.get(), settings), expected(source.get(), settings));
  EXPECT_EQ(rendered(effect, source.get(), settings), expected(source.get(), settings));
  EXPECT_EQ(effect.count_count(), 1);
  EXPECT_EQ(effect.search_count(), 1);
}

TEST(LayerEffect, OtherSettingsAreSearchedWithoutCounting) {
  const auto source = buffer_of(area, rgba_u8, slopes(area.width, area.height));
  LayerEffect effect;
  std::vector<EffectSettings> changes(7);
  changes[1].k = PaletteSize(17);
  changes[2].seed = 1;
  changes[3].effort = Effort::plain;
  changes[4].color_space = ColorSpace::oklab;
  changes[5].colors = "red";
  changes[6].dither = {DitherMethod::floyd_steinberg, 0.5};
  for (const EffectSettings& settings : changes) {
    EXPECT_EQ(rendered(effect, source.get(), settings), expected(source.get(), settings));
  }
  EXPECT_EQ(effect.count_count(), 1);
  EXPECT_EQ(effect.search_count(), 7);
}

TEST(LayerEffect, AChangeOfOnePixelIsSeen) {
  auto pixels = slopes(area.width, area.height);
  const auto source = buffer_of(area, rgba_u8, pixels);
  LayerEffect effect;
  const EffectSettings settings;
  (void)rendered(effect, source.get(), settings);
  const GeglRectangle pixel{area.x + 59, area.y + 43, 1, 1};
  for (const Rgba8 color : {Rgba8{1, 2, 3, 255}, Rgba8{1, 2, 3, 254}}) {
    gegl_buffer_set(source.get(), &pixel, 0, babl_format(rgba_u8), &color, GEGL_AUTO_ROWSTRIDE);
    EXPECT_EQ(rendered(effect, source.get(), settings), expected(source.get(), settings));
  }
  EXPECT_EQ(effect.count_count(), 3);
}

TEST(LayerEffect, APartIsTheSameAsInTheWhole) {
  const auto source = buffer_of(area, rgba_u8, slopes(area.width, area.height));
  const GeglRectangle part{20, 10, 13, 9};
  for (const DitherMethod method : {DitherMethod::none, DitherMethod::floyd_steinberg, DitherMethod::bayer}) {
    LayerEffect effect;
    EffectSettings settings;
    settings.dither.method = method;
    const auto whole = buffer_of(area, rgba_u8, expected(source.get(), settings));
    EXPECT_EQ(rendered(effect, source.get(), settings, part), pixels_of(whole.get(), part));
  }
}

TEST(LayerEffect, APictureWithoutOpaquePixelsStays) {
  const std::vector<Rgba8> pixels(area_size(area), Rgba8{10, 20, 30, 0});
  const auto source = buffer_of(area, rgba_u8, pixels);
  LayerEffect effect;
  EXPECT_EQ(rendered(effect, source.get(), {}), pixels);
  EXPECT_EQ(effect.search_count(), 0);
}

TEST(EffectOptions, WhatIsNoColorDoesNotCount) {
  EffectSettings settings;
  settings.colors = "#ff0000, #12345, chartreuse; nonsense";
  const EffectOptions options = effect_options(settings);
  EXPECT_THAT(options.quantize.spec.slots, ElementsAre(Slot{{255, 0, 0}}, Slot{{127, 255, 0}}));
  EXPECT_EQ(options.unread, "#12345");
  EXPECT_EQ(options.surplus, 0);
}

TEST(EffectOptions, ColorsBeyondKDoNotCount) {
  EffectSettings settings;
  settings.k = PaletteSize(2);
  settings.colors = "red= lime blue white";
  const EffectOptions options = effect_options(settings);
  EXPECT_THAT(options.quantize.spec.slots, ElementsAre(Slot{{255, 0, 0}, SlotKind::exact}, Slot{{0, 255, 0}}));
  EXPECT_EQ(options.unread, "");
  EXPECT_EQ(options.surplus, 2);
}

TEST(EffectOptions, ColorsThatNoPixelCouldHaveDoNotCount) {
  EffectSettings settings;
  settings.k = PaletteSize(2);
  settings.colors = "red! blue=";
  EXPECT_THAT(effect_options(settings).quantize.spec.slots, testing::IsEmpty());
  EXPECT_EQ(effect_options(settings).surplus, 2);
  settings.k = PaletteSize(3);
  EXPECT_EQ(effect_options(settings).surplus, 0);
}

TEST(EffectOptions, AnAmountWithoutDitheringDoesNotWidenThePalette) {
  EffectSettings settings;
  settings.dither.amount = 1;
  EXPECT_EQ(effect_options(settings).quantize.dither_amount, 0);
}

}  // namespace
}  // namespace kmq

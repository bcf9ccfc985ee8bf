// SPDX-License-Identifier: GPL-3.0-or-later
// The module as GEGL loads it, in graphs as other hosts than GIMP build them.
#include <gegl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "plugin/operation/layer_effect.h"
#include "tests/plugin/gegl_environment.h"

namespace kmq {
namespace {

using testing::Each;
using testing::HasSubstr;

/// The module's folder before GEGL's own, which has the sources and crops of the tests.
class GeglWithModule : public Gegl {
 public:
  void SetUp() override {
    g_setenv("GEGL_PATH", KMQ_OPERATION_FOLDERS, TRUE);
    // As GIMP and the gegl command do: else GEGL hides operations under the GPL.
    g_object_set(gegl_config(), "application-license", "GPL3", nullptr);
    Gegl::SetUp();
  }
};
const auto* const gegl = testing::AddGlobalTestEnvironment(new GeglWithModule);

const char* const rgba_u8 = "R'G'B'A u8";
const GeglRectangle area{-7, 5, 90, 70};

/// A buffer, the operation behind it, and perhaps a crop behind that.
class Graph {
 public:
  explicit Graph(GeglBuffer* source) : root_(gegl_node_new()) {
    source_ = gegl_node_new_child(root_.get(), "operation", "gegl:buffer-source", "buffer", source, nullptr);
    quantize_ = gegl_node_new_child(root_.get(), "operation", "kmq:quantize", nullptr);
    gegl_node_link(source_, quantize_);
  }

  [[nodiscard]] GeglNode* source() const { return source_; }
  [[nodiscard]] GeglNode* quantize() const { return quantize_; }

  [[nodiscard]] std::vector<Rgba8> pixels(const GeglRectangle& part, double scale = 1) const {
    std::vector<Rgba8> result(area_size(part));
    gegl_node_blit(quantize_, scale, &part, babl_format(rgba_u8), result.data(), GEGL_AUTO_ROWSTRIDE,
                   GEGL_BLIT_DEFAULT);
    return result;
  }

 private:
  GObjectPtr<GeglNode> root_;
  GeglNode* source_;
  GeglNode* quantize_;
};

std::vector<Rgba8> expected(GeglBuffer* source, const EffectSettings& settings) {
  LayerEffect effect;
  const GeglRectangle whole = *gegl_buffer_get_extent(source);
  const GObjectPtr<GeglBuffer> target(gegl_buffer_new(&whole, gegl_buffer_get_format(source)));
  effect.render(all_of(source), target.get(), effect_options(settings).quantize, settings.dither);
  return pixels_of(target.get(), whole);
}

/// What the module warns of while this lives.
class Warnings {
 public:
  Warnings() : before_(g_log_set_default_handler(keep, this)) {}
  ~Warnings() { g_log_set_default_handler(before_, nullptr); }
  Warnings(const Warnings&) = delete;
  Warnings& operator=(const Warnings&) = delete;

  std::vector<std::string> sentences;

 private:
  static void keep(const char*, GLogLevelFlags, const char* message, void* self) {
    static_cast<Warnings*>(self)->sentences.emplace_back(message);
  }

  GLogFunc before_;
};

GObjectPtr<GeglBuffer> source_buffer() { return buffer_of(area, rgba_u8, slopes(area.width, area.height)); }

TEST(QuantizeOperation, HasTheEffectsDefaults) {
  const auto source = source_buffer();
  const Graph graph(source.get());
  EXPECT_EQ(graph.pixels(area), expected(source.get(), {}));
  unsigned seed = 0;
  int k = 0;
  gegl_node_get(graph.quantize(), "seed", &seed, "k", &k, nullptr);
  EXPECT_EQ(seed, 42U);
  EXPECT_EQ(k, 16);
}

TEST(QuantizeOperation, ObeysEveryProperty) {
  const auto source = source_buffer();
  const Graph graph(source.get());
  EffectSettings settings{.k = PaletteSize(5),
                          .seed = 9,
                          .effort = Effort::good,
                          .color_space = ColorSpace::oklab,
                          .dither = {DitherMethod::blue_noise, 0.75},
                          .colors = "red"};
  gegl_node_set(graph.quantize(), "k", 5, "seed", 9U, "effort", Effort::good, "color-space", ColorSpace::oklab,
                "dither", DitherMethod::blue_noise, "dither-amount", 0.75, "colors", "red", nullptr);
  EXPECT_EQ(graph.pixels(area), expected(source.get(), settings));
  settings.colors = "";
  gegl_node_set(graph.quantize(), "colors", nullptr, nullptr);
  EXPECT_EQ(graph.pixels(area), expected(source.get(), settings));
}

TEST(QuantizeOperation, TilesOfAPictureFitTogether) {
  const auto source = source_buffer();
  for (const DitherMethod method : {DitherMethod::none, DitherMethod::floyd_steinberg, DitherMethod::bayer}) {
    EffectSettings settings;
    settings.dither.method = method;
    const auto whole = buffer_of(area, rgba_u8, expected(source.get(), settings));
    const Graph graph(source.get());
    gegl_node_set(graph.quantize(), "dither", method, nullptr);
    for (int y = area.y + area.height - 20; y > area.y - 20; y -= 20) {
      for (int x = area.x; x < area.x + area.width; x += 30) {
        const GeglRectangle tile{x, y, 30, 20};
        EXPECT_EQ(graph.pixels(tile), pixels_of(whole.get(), tile)) << x << ", " << y;
      }
    }
  }
}

TEST(QuantizeOperation, ACropBehindItDoesNotChangeThePalette) {
  const auto source = source_buffer();
  const auto whole = buffer_of(area, rgba_u8, expected(source.get(), {}));
  const Graph graph(source.get());
  const GObjectPtr<GeglNode> crop(gegl_node_new());
  GeglNode* const cropped = gegl_node_new_child(crop.get(), "operation", "gegl:crop", "x", 10.0, "y", 20.0, "width",
                                                30.0, "height", 10.0, nullptr);
  gegl_node_link(graph.quantize(), cropped);
  const GeglRectangle part{10, 20, 30, 10};
  std::vector<Rgba8> pixels(area_size(part));
  gegl_node_blit(cropped, 1, &part, babl_format(rgba_u8), pixels.data(), GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
  EXPECT_EQ(pixels, pixels_of(whole.get(), part));
}

TEST(QuantizeOperation, AChangeInACornerChangesEverything) {
  const auto source = source_buffer();
  const Graph graph(source.get());
  (void)graph.pixels(area);
  const GeglRectangle corner{area.x, area.y, 30, 30};
  const std::vector<Rgba8> white(area_size(corner), Rgba8{255, 255, 255, 255});
  gegl_buffer_set(source.get(), &corner, 0, babl_format(rgba_u8), white.data(), GEGL_AUTO_ROWSTRIDE);
  EXPECT_EQ(graph.pixels(area), expected(source.get(), {}));
}

TEST(QuantizeOperation, ASmallerViewHasThePaletteOfThePicture) {
  const auto source = source_buffer();
  const std::vector<Rgba8> whole = expected(source.get(), {});
  const Graph graph(source.get());
  const GeglRectangle half{area.x / 2, area.y / 2, area.width / 2, area.height / 2};
  std::vector<Rgba8> nearest(area_size(half));
  const auto buffer = buffer_of(area, rgba_u8, whole);
  gegl_buffer_get(buffer.get(), &half, 0.5, babl_format(rgba_u8), nearest.data(), GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  EXPECT_EQ(graph.pixels(half, 0.5), nearest);
}

TEST(QuantizeOperation, APictureWithoutEndPassesAsItIsAndSaysSo) {
  const GObjectPtr<GeglNode> root(gegl_node_new());
  GeglNode* const board = gegl_node_new_child(root.get(), "operation", "gegl:checkerboard", nullptr);
  GeglNode* const quantize = gegl_node_new_child(root.get(), "operation", "kmq:quantize", "k", 1, nullptr);
  gegl_node_link(board, quantize);
  std::vector<Rgba8> before(area_size(area));
  std::vector<Rgba8> after(area_size(area));
  gegl_node_blit(board, 1, &area, babl_format(rgba_u8), before.data(), GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
  const Warnings warnings;
  for (int i = 0; i < 2; ++i) {
    gegl_node_blit(quantize, 1, &area, babl_format(rgba_u8), after.data(), GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
  }
  EXPECT_EQ(after, before);
  EXPECT_THAT(warnings.sentences, testing::ElementsAre(HasSubstr("crop it first")));
}

TEST(QuantizeOperation, AnEmptyOrTransparentPictureStays) {
  const std::vector<Rgba8> clear(area_size(area), Rgba8{9, 8, 7, 0});
  const auto transparent = buffer_of(area, rgba_u8, clear);
  EXPECT_EQ(Graph(transparent.get()).pixels(area), clear);
  const GeglRectangle nothing{0, 0, 0, 0};
  const GObjectPtr<GeglBuffer> empty(gegl_buffer_new(&nothing, babl_format(rgba_u8)));
  EXPECT_THAT(Graph(empty.get()).pixels(area), Each(Rgba8{0, 0, 0, 0}));
}

TEST(QuantizeOperation, OnePixelAndOneColorStay) {
  const GeglRectangle pixel{4, 4, 1, 1};
  const std::vector<Rgba8> color(1, Rgba8{12, 34, 56, 255});
  EXPECT_EQ(Graph(buffer_of(pixel, rgba_u8, color).get()).pixels(pixel), color);
  const std::vector<Rgba8> flat(area_size(area), color[0]);
  EXPECT_EQ(Graph(buffer_of(area, rgba_u8, flat).get()).pixels(area), flat);
}

TEST(QuantizeOperation, NotANumberDoesNotStopIt) {
  std::vector<float> values(area_size(area) * 4, 0.5F);
  for (std::size_t i = 0; i < values.size(); i += 13) values[i] = std::numeric_limits<float>::quiet_NaN();
  for (std::size_t i = 5; i < values.size(); i += 17) values[i] = std::numeric_limits<float>::infinity();
  const auto source = buffer_of(area, "RGBA float", values);
  EXPECT_EQ(Graph(source.get()).pixels(area), expected(source.get(), {}));
}

TEST(QuantizeOperation, PremultipliedPixelsAreStraightInside) {
  const auto straight = source_buffer();
  const GObjectPtr<GeglBuffer> premultiplied(gegl_buffer_new(&area, babl_format("R'aG'aB'aA float")));
  gegl_buffer_copy(straight.get(), nullptr, GEGL_ABYSS_NONE, premultiplied.get(), nullptr);
  const Graph graph(premultiplied.get());
  gegl_node_set(graph.quantize(), "k", 3, nullptr);
  EffectSettings settings;
  settings.k = PaletteSize(3);
  const std::vector<Rgba8> wanted = expected(straight.get(), settings);
  const std::vector<Rgba8> found = graph.pixels(area);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].alpha == 0) continue;
    EXPECT_EQ(found[i], wanted[i]) << i;
  }
}

TEST(QuantizeOperation, BrokenColorsAreIgnoredAndSaidOnce) {
  const auto source = source_buffer();
  const Graph graph(source.get());
  const Warnings warnings;
  EffectSettings settings;
  settings.colors = "red";
  for (const char* const text : {"red, #12345", "red; #1", "nonsense red"}) {
    gegl_node_set(graph.quantize(), "colors", text, nullptr);
    EXPECT_EQ(graph.pixels(area), expected(source.get(), settings));
  }
  EXPECT_THAT(warnings.sentences, testing::ElementsAre(HasSubstr("#12345")));
}

TEST(QuantizeOperation, SettingsMayChangeWhileItRenders) {
  const auto source = source_buffer();
  const Graph graph(source.get());
  std::thread setter([&graph] {
    for (int k = 2; k < 60; ++k) gegl_node_set(graph.quantize(), "k", k, nullptr);
  });
  for (int i = 0; i < 5; ++i) (void)graph.pixels(area);
  setter.join();
  gegl_node_set(graph.quantize(), "k", 16, nullptr);
  EXPECT_EQ(graph.pixels(area), expected(source.get(), {}));
}

TEST(QuantizeOperation, GraphsInSeveralThreadsDoNotDisturbEachOther) {
  const auto source = source_buffer();
  const std::vector<Rgba8> wanted = expected(source.get(), {});
  std::vector<std::vector<Rgba8>> found(6);
  std::vector<std::thread> threads;
  for (std::vector<Rgba8>& pixels : found) {
    threads.emplace_back([&source, &pixels] { pixels = Graph(source.get()).pixels(area); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(found, Each(wanted));
}

}  // namespace
}  // namespace kmq

// SPDX-License-Identifier: GPL-3.0-or-later
// The palettes of generated pictures, to the byte: the same with every compiler, processor and number of threads.
//
// When a change is meant to change palettes, write tests/core/golden anew and look at the difference:
//   KMQ_WRITE_GOLDEN=1 meson test -C build core-golden
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "core/quantize.h"
#include "tests/core/brute_force.h"
#include "tests/core/pictures.h"

namespace kmq {
namespace {

struct NamedEffort {
  Effort effort;
  std::string name;
};

/// One line for each picture, space and k.
std::string describe(Effort effort) {
  std::ostringstream lines;
  for (const Picture& picture : pictures()) {
    const ColorHistogram histogram = count(picture.pixels);
    for (const ColorSpace space : color_spaces) {
      // The best effort takes its time.
      if (effort == Effort::best && (space != ColorSpace::oklab || histogram.size() > 600)) continue;
      for (const int k : {3, 12}) {
        const QuantizeOptions options{.k = PaletteSize(k), .seed = 42, .effort = effort, .color_space = space};
        lines << picture.name << ", " << name_of(space) << ", k " << k << ", seed " << options.seed << ':';
        const Quantization result = quantize(histogram, options, {});
        for (const Rgb8 color : result.palette.colors()) lines << ' ' << hex_name(color);
        lines << '\n';
      }
    }
  }
  return lines.str();
}

class Golden : public testing::TestWithParam<NamedEffort> {};
INSTANTIATE_TEST_SUITE_P(, Golden,
                         testing::Values(NamedEffort{Effort::plain, "plain"}, NamedEffort{Effort::fast, "fast"},
                                         NamedEffort{Effort::good, "good"}, NamedEffort{Effort::best, "best"}),
                         [](const auto& test) { return test.param.name; });

TEST_P(Golden, PalettesStayAsTheyWere) {
  const std::filesystem::path path = std::filesystem::path(KMQ_GOLDEN_FOLDER) / (GetParam().name + ".txt");
  const std::string found = describe(GetParam().effort);
  if (std::getenv("KMQ_WRITE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << found;
    GTEST_SKIP() << path << " was written anew";
  }
  std::ostringstream expected;
  expected << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(found, expected.str()) << "KMQ_WRITE_GOLDEN=1 writes " << path << " anew";
}

}  // namespace
}  // namespace kmq

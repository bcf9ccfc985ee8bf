// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/work/live_search.h"

#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <future>

#include "plugin/dialog/work/background_worker.h"

namespace kmq {
namespace {

/// ThreadSanitizer does not see how oneTBB hands over: the only threads here are this project's own.
const tbb::global_control serial(tbb::global_control::max_allowed_parallelism, 1);

std::shared_ptr<const ColorHistogram> many_colors() {
  std::vector<ColorHistogram::Entry> entries;
  std::uint32_t noise = 1;
  for (int i = 0; i < 3000; ++i) {
    noise = noise * 1103515245 + 12345;
    entries.push_back({color_of_key(noise >> 8), 1 + (noise >> 4 & 7)});
  }
  return std::make_shared<const ColorHistogram>(entries, 1);
}

TEST(LiveSearch, FinalResultIsThatOfABatchRun) {
  const auto histogram = many_colors();
  LiveSearch search(histogram);
  for (const ColorSpace space : {ColorSpace::rgb, ColorSpace::oklab, ColorSpace::rgb}) {
    const QuantizeOptions options{.k = PaletteSize(9), .effort = Effort::fast, .color_space = space};
    const LiveResult found = search.final_result(options, {});
    const Quantization batch = quantize(*histogram, options, {});
    EXPECT_TRUE(found.is_final);
    EXPECT_EQ(found.options, options);
    EXPECT_EQ(found.quantization->palette, batch.palette);
    EXPECT_EQ(found.quantization->indices, batch.indices);
  }
}

TEST(LiveSearch, FirstImpressionHasTheAskedNumberOfColors) {
  LiveSearch search(many_colors());
  std::optional<LiveResult> shown;
  for (const int k : {4, 5, 200, 3}) {
    const QuantizeOptions options{.k = PaletteSize(k)};
    shown = search.first_impression(options, shown, {});
    EXPECT_FALSE(shown->is_final);
    EXPECT_EQ(shown->quantization->palette.size(), k);
  }
}

TEST(LiveSearch, FirstImpressionDoesNotStartFromAnotherSearch) {
  LiveSearch search(many_colors());
  const QuantizeOptions locked{.k = PaletteSize(3), .spec = {.slots = {{{1, 2, 3}}}}};
  const LiveResult shown = search.first_impression(locked, {}, {});
  const LiveResult found = search.first_impression({.k = PaletteSize(4)}, shown, {});
  for (const Rgb8 color : found.quantization->palette.colors()) EXPECT_NE(color, (Rgb8{1, 2, 3}));
}

// The hand-over as the dialog has it, for the sanitizers: two threads search, a third reads their results.
TEST(LiveSearch, ManyChangesOnTwoThreadsEndWithTheLastOne) {
  const auto search = std::make_shared<LiveSearch>(many_colors());
  std::mutex mutex;
  std::optional<LiveResult> newest;
  BackgroundWorker first;
  BackgroundWorker second;
  constexpr int last = 60;
  std::promise<void> done;
  for (int k = 2; k <= last; ++k) {
    const QuantizeOptions options{
        .k = PaletteSize(k), .effort = Effort::fast, .color_space = k % 7 == 0 ? ColorSpace::lab : ColorSpace::rgb};
    const auto find = [&, search, options](const std::stop_token& stop) {
      std::optional<LiveResult> shown;
      {
        const std::lock_guard lock(mutex);
        shown = newest;
      }
      LiveResult found = search->first_impression(options, shown, stop);
      const std::lock_guard lock(mutex);
      newest = std::move(found);
    };
    (k % 2 == 0 ? first : second).start(find);
    if (k == last) {
      second.cancel();
      first.start([&, find](const std::stop_token& stop) {
        find(stop);
        done.set_value();
      });
    }
  }
  done.get_future().get();
  const std::lock_guard lock(mutex);
  EXPECT_GE(newest->quantization->palette.size(), 2);
}

}  // namespace
}  // namespace kmq

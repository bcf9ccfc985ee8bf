// SPDX-License-Identifier: GPL-3.0-or-later
// What goes from the dialog's threads to the main thread, and what happens to it when nobody waits any more.
#include <gtest/gtest.h>
#include <tbb/global_control.h>

#include <stdexcept>

#include "plugin/dialog/work/live_elbow.h"
#include "plugin/dialog/work/live_preview.h"
#include "plugin/dialog/work/live_quantization.h"
#include "tests/dialog/work/main_loop.h"

namespace kmq {
namespace {

using std::chrono_literals::operator""ms;

/// ThreadSanitizer does not see how oneTBB hands over: the only threads here are this project's own.
const tbb::global_control serial(tbb::global_control::max_allowed_parallelism, 1);

constexpr int width = 60;
constexpr int height = 50;

std::shared_ptr<const Picture> noisy_picture() {
  auto picture = std::make_shared<Picture>(Picture{width, height});
  std::uint32_t noise = 1;
  for (int i = 0; i < width * height; ++i) {
    noise = noise * 1103515245 + 12345;
    const Rgb8 color = color_of_key(noise >> 8);
    picture->pixels.push_back({color.red, color.green, color.blue, 255});
  }
  return picture;
}

std::shared_ptr<LiveSearch> search_in(const Picture& picture) {
  ColorCounter counter;
  counter.add(picture.pixels);
  return std::make_shared<LiveSearch>(std::make_shared<const ColorHistogram>(counter.histogram()));
}

QuantizeOptions options_with(int k) { return {.k = PaletteSize(k), .effort = Effort::fast}; }

void fail_with(const std::string& sentence) { ADD_FAILURE() << sentence; }

TEST(Mailbox, CallsInTheOrderOfThePostsUntilItsEnd) {
  std::vector<int> called;
  auto mailbox = std::make_unique<Mailbox>();
  BackgroundWorker worker;
  worker.start([&called, slot = mailbox->slot()](const std::stop_token&) {
    for (int i = 0; i < 100; ++i) slot.post([&called, i] { called.push_back(i); });
  });
  EXPECT_TRUE(run_main_loop_until([&] { return called.size() == 50; }));
  mailbox.reset();
  run_main_loop_for(20ms);
  ASSERT_EQ(called.size(), 50);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(called[static_cast<std::size_t>(i)], i);
}

TEST(WorkerErrors, AreToldInWords) {
  const Mailbox mailbox;
  std::string told;
  BackgroundWorker worker;
  const auto tell = [&](const std::string& sentence) { told = sentence; };
  worker.start(
      telling_errors([](const std::stop_token&) { throw std::runtime_error("It is broken."); }, mailbox.slot(), tell));
  EXPECT_TRUE(run_main_loop_until([&] { return told == "It is broken."; }));
  worker.start(telling_errors([](const std::stop_token&) { throw std::bad_alloc(); }, mailbox.slot(), tell));
  EXPECT_TRUE(run_main_loop_until([&] { return told.find("memory") != std::string::npos; }));
}

TEST(LiveQuantization, ManyChangesEndWithTheResultOfABatchRun) {
  const auto search = search_in(*noisy_picture());
  std::optional<LiveResult> shown;
  LiveQuantization live([&](const LiveResult& result) { shown = result; }, fail_with);
  for (int change = 1; change <= 200; ++change) {
    live.want(search, options_with(2 + change % 17));
    if (change % 5 == 0) run_main_loop_for(1ms);
  }
  EXPECT_TRUE(run_main_loop_until([&] { return shown && shown->is_final && !live.is_busy(); }));
  const Quantization batch = quantize(*search->histogram(), options_with(2 + 200 % 17), {});
  EXPECT_EQ(shown->quantization->palette, batch.palette);
  EXPECT_EQ(shown->quantization->indices, batch.indices);
}

TEST(LiveQuantization, NothingArrivesAfterStop) {
  const auto search = search_in(*noisy_picture());
  bool is_stopped = false;
  LiveQuantization live([&](const LiveResult&) { EXPECT_FALSE(is_stopped); }, fail_with);
  for (int round = 0; round < 20; ++round) {
    is_stopped = false;
    live.want(search, options_with(2 + round));
    run_main_loop_for(round % 4 * 1ms);
    live.stop();
    is_stopped = true;
    run_main_loop_for(2ms);
    EXPECT_FALSE(live.newest());
  }
}

TEST(LiveQuantization, EndsAtEveryStage) {
  const auto search = search_in(*noisy_picture());
  for (int round = 0; round < 12; ++round) {
    LiveQuantization live([](const LiveResult&) {}, fail_with);
    live.want(search, {.k = PaletteSize(40), .effort = Effort::best, .n_init = 100});
    run_main_loop_for(round * 25ms);
  }
  run_main_loop_for(5ms);
}

TEST(LivePreview, ManyChangesEndWithTheExactPixelsOfTheLast) {
  const auto picture = noisy_picture();
  const auto search = search_in(*picture);
  const auto renderer = std::make_shared<PreviewRenderer>(picture);
  std::optional<Rendering> exact;
  LivePreview live({.on_original = [](const Rendering&) {},
                    .on_result =
                        [&](const Rendering& rendering, bool is_exact) {
                          if (is_exact) exact = rendering;
                        },
                    .on_error = fail_with});
  std::optional<PreviewWish> wish;
  View view;
  for (int change = 0; change < 40; ++change) {
    const LiveResult found = search->final_result(options_with(2 + change % 9), {});
    wish = PreviewWish{search->histogram(), found.quantization};
    view = {2 * (change % 4), 0, width - 6, height, 2};
    live.want(renderer, view, wish);
    run_main_loop_for(change % 3 * 1ms);
  }
  const auto is_shown = [&] { return exact && exact->view == view; };
  EXPECT_TRUE(run_main_loop_until(is_shown));
  EXPECT_EQ(exact->pixels, PreviewRenderer(picture).result(view, *wish, {}).pixels);
}

TEST(LiveElbow, FindsAllNumbersWithPausesAndChanges) {
  const auto picture = noisy_picture();
  const auto search = search_in(*picture);
  const View whole{0, 0, width, height, 1};
  int count = 0;
  LiveElbow live([&] { ++count; }, fail_with);
  ElbowSubject subject{search, std::make_shared<PreviewRenderer>(picture), whole, options_with(1), {}};
  live.want(subject, {2, 4, 6, 8});
  EXPECT_TRUE(run_main_loop_until([&] { return count == 2; }));
  live.pause();
  live.want(subject, {2, 4, 6, 8, 10});
  EXPECT_TRUE(run_main_loop_until([&] { return !live.is_busy(); }));
  EXPECT_EQ(live.results().size(), 5);
  const double cost = search->final_result(options_with(6), {}).quantization->cost;
  EXPECT_DOUBLE_EQ(live.results().at(6).cost, cost);
  subject.options.seed = 7;
  live.want(subject, {3});
  EXPECT_TRUE(run_main_loop_until([&] { return !live.is_busy(); }));
  EXPECT_EQ(live.results().size(), 1);
}

TEST(LiveElbow, TheCurveOfADitheredPictureIsThatOfItsCentroids) {
  const auto picture = noisy_picture();
  const auto search = search_in(*picture);
  LiveElbow live([] {}, fail_with);
  ElbowSubject subject{
      search, std::make_shared<PreviewRenderer>(picture), {0, 0, width, height, 1}, options_with(1), {}};
  subject.options.dither_amount = 1;
  subject.dither.method = DitherMethod::floyd_steinberg;
  live.want(subject, {6});
  EXPECT_TRUE(run_main_loop_until([&] { return !live.is_busy(); }));
  const Quantization without_dither = *search->final_result(options_with(6), {}).quantization;
  EXPECT_DOUBLE_EQ(live.results().at(6).mse, without_dither.mse_centroids);
}

}  // namespace
}  // namespace kmq

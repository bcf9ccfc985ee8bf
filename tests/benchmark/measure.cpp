// SPDX-License-Identifier: GPL-3.0-or-later
// kmq-measure: time, cost and palette of one picture, without GIMP.
#include <getopt.h>
#include <sys/resource.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/metrics.h"
#include "core/palette/map.h"
#include "core/palette/slot_text.h"
#include "core/quantize.h"
#include "tests/benchmark/ppm.h"

namespace {

constexpr const char* usage =
    "Usage: kmq-measure [--k N] [--seed N] [--effort plain|fast|good|best] [--space rgb|oklab|lab] [--n-init N]\n"
    "                   [--max-iterations N] [--tolerance X] [--bits 888|565|555|444|333|332|222] [--only COLORS]\n"
    "                   [--threads N] [--repeat N] [--output FILE.ppm] FILE.ppm\n"
    "       kmq-measure --metrics [the options of a search] FILE.ppm\n"
    "Quantizes a binary PPM picture and prints time, cost and palette as one JSON object; with --metrics the whole "
    "time\n"
    "for k = 2, 4, …, 64, and which k is suggested.\n"
    "Exit code: 0 done, 1 a file cannot be read or written, 2 wrong arguments.\n";

/// Wrong arguments, as a sentence.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Settings {
  kmq::QuantizeOptions options;
  int threads = 0;
  int repeat = 1;
  bool is_about_metrics = false;
  std::optional<std::string> output;
  std::string input;
};

/// Reads the whole of a text as a number in a range.
template <typename Number>
Number parse_number(const std::string& option, const std::string& text, Number least, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  // Not a number compares false with everything.
  if (is_number && value >= least && value <= most) return value;
  const std::string kind = std::is_integral_v<Number> ? "a whole number" : "a number";
  std::ostringstream sentence;
  sentence << "--" << option << " takes " << kind << " from " << least << " to " << most << ", not \"" << text << "\".";
  throw UsageError(sentence.str());
}

kmq::Effort parse_effort(const std::string& text) {
  if (text == "plain") return kmq::Effort::plain;
  if (text == "fast") return kmq::Effort::fast;
  if (text == "good") return kmq::Effort::good;
  if (text == "best") return kmq::Effort::best;
  throw UsageError("--effort takes plain, fast, good or best, not \"" + text + "\".");
}

kmq::ColorSpace parse_space(const std::string& text) {
  if (text == "rgb") return kmq::ColorSpace::rgb;
  if (text == "oklab") return kmq::ColorSpace::oklab;
  if (text == "lab") return kmq::ColorSpace::lab;
  throw UsageError("--space takes rgb, oklab or lab, not \"" + text + "\".");
}

kmq::ColorBits parse_bits(const std::string& text) {
  using enum kmq::ColorBits;
  constexpr std::pair<const char*, kmq::ColorBits> names[] = {
      {"888", b888}, {"565", b565}, {"555", b555}, {"444", b444}, {"333", b333}, {"332", b332}, {"222", b222}};
  for (const auto& [name, bits] : names) {
    if (text == name) return bits;
  }
  throw UsageError("--bits takes 888, 565, 555, 444, 333, 332 or 222, not \"" + text + "\".");
}

/// The palette is exactly these colors.
kmq::PaletteSpec parse_only(const std::string& text) {
  const auto parsed = kmq::parse_slots(text);
  const auto* slots = std::get_if<std::vector<kmq::Slot>>(&parsed);
  if (slots == nullptr || slots->empty() || slots->size() > kmq::PaletteSize::max) {
    throw UsageError("--only takes 1 to 256 colors such as #ff0000,#00ff00, not \"" + text + "\".");
  }
  return {kmq::PaletteUse::only, *slots};
}

void apply_option(Settings& settings, const std::string& name, const std::string& text) {
  constexpr int any = std::numeric_limits<int>::max();
  kmq::QuantizeOptions& options = settings.options;
  if (name == "k") options.k = kmq::PaletteSize(parse_number(name, text, 1, 256));
  if (name == "seed") options.seed = static_cast<std::uint32_t>(parse_number(name, text, 0, any));
  if (name == "effort") options.effort = parse_effort(text);
  if (name == "space") options.color_space = parse_space(text);
  if (name == "n-init") options.n_init = parse_number(name, text, 1, 100);
  if (name == "max-iterations") options.max_iterations = parse_number(name, text, 1, 10000);
  if (name == "tolerance") options.tolerance = parse_number(name, text, 0.0, 100.0);
  if (name == "bits") options.color_bits = parse_bits(text);
  if (name == "only") options.spec = parse_only(text);
  if (name == "threads") settings.threads = parse_number(name, text, 0, 1024);
  if (name == "repeat") settings.repeat = parse_number(name, text, 1, any);
  if (name == "output") settings.output = text;
  if (name == "metrics") settings.is_about_metrics = true;
}

Settings parse_arguments(int argc, char** argv) {
  static const option names[] = {{"k", required_argument, nullptr, 0},
                                 {"seed", required_argument, nullptr, 0},
                                 {"effort", required_argument, nullptr, 0},
                                 {"space", required_argument, nullptr, 0},
                                 {"n-init", required_argument, nullptr, 0},
                                 {"max-iterations", required_argument, nullptr, 0},
                                 {"tolerance", required_argument, nullptr, 0},
                                 {"threads", required_argument, nullptr, 0},
                                 {"repeat", required_argument, nullptr, 0},
                                 {"output", required_argument, nullptr, 0},
                                 {"bits", required_argument, nullptr, 0},
                                 {"only", required_argument, nullptr, 0},
                                 {"metrics", no_argument, nullptr, 0},
                                 {"help", no_argument, nullptr, 'h'},
                                 {}};
  Settings settings;
  int index = 0;
  for (int found = 0; (found = getopt_long(argc, argv, "h", names, &index)) != -1;) {
    if (found == 'h') {
      std::cout << usage;
      std::exit(EXIT_SUCCESS);
    }
    // What is wrong, getopt has said.
    if (found != 0) throw UsageError("kmq-measure --help tells what the options are.");
    apply_option(settings, names[index].name, optarg != nullptr ? optarg : "");
  }
  if (optind + 1 != argc) throw UsageError("Name one picture; kmq-measure --help tells more.");
  settings.input = argv[optind];
  return settings;
}

/// Least times of the repeats, in milliseconds.
struct Times {
  double count = 0;
  double cluster = 0;
  double map = 0;
};

/// Runs an action some times and keeps its result and the least time.
template <typename Action>
auto measured(int repeat, double& least_milliseconds, const Action& action) {
  using Clock = std::chrono::steady_clock;
  least_milliseconds = std::numeric_limits<double>::infinity();
  for (int i = 0;; ++i) {
    const auto begin = Clock::now();
    auto result = action();
    const std::chrono::duration<double, std::milli> time = Clock::now() - begin;
    least_milliseconds = std::min(least_milliseconds, time.count());
    if (i + 1 >= repeat) return result;
  }
}

/// Returns the shortest text that reads as the same number again, so that equal texts are equal results.
std::string exact_number(double value) {
  if (!std::isfinite(value)) return "null";
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end};
}

long peak_rss_kib() {
  rusage usage_of_process{};
  getrusage(RUSAGE_SELF, &usage_of_process);
  return usage_of_process.ru_maxrss;
}

void print_json(const Settings& settings, const kmq::ColorHistogram& histogram, const kmq::Quantization& result,
                const Times& times) {
  std::printf("{\"pixels\": %.0f, \"distinct_colors\": %zu, \"k\": %d, \"colors\": %d, \"iterations\": %d, ",
              histogram.pixel_count(), histogram.size(), settings.options.k.value(), result.palette.size(),
              result.iterations);
  std::printf("\"cost\": %s, \"mse\": %s, \"mse_centroids\": %s, ", exact_number(result.cost).c_str(),
              exact_number(result.mse).c_str(), exact_number(result.mse_centroids).c_str());
  std::printf("\"count_ms\": %.3f, \"cluster_ms\": %.3f, \"map_ms\": %.3f, \"peak_rss_kib\": %ld, \"palette\": [",
              times.count, times.cluster, times.map, peak_rss_kib());
  const char* separator = "";
  for (const kmq::Rgb8 color : result.palette.colors()) {
    std::printf("%s\"%s\"", separator, kmq::hex_name(color).c_str());
    separator = ", ";
  }
  std::printf("]}\n");
}

kmq::ColorHistogram count(const kmq::Picture& picture) {
  kmq::ColorCounter counter;
  counter.add(picture.pixels);
  return counter.histogram();
}

void run_metrics(const Settings& settings) {
  const kmq::Picture picture = kmq::read_ppm(settings.input);
  const auto clock = [] {
    const std::chrono::duration<double> now = std::chrono::steady_clock::now().time_since_epoch();
    return now.count();
  };
  double milliseconds = 0;
  const auto [metrics, distinct_colors] = measured(settings.repeat, milliseconds, [&] {
    const kmq::ColorHistogram histogram = count(picture);
    return std::pair(kmq::measure_metrics(histogram, settings.options, {}, clock, {}),
                     static_cast<int>(histogram.size()));
  });
  const auto suggestion = kmq::suggested_k(metrics, distinct_colors);
  const auto mse_of = [&](int k) {
    const auto row = std::ranges::lower_bound(metrics, k, {}, &kmq::KMetrics::k);
    return row == metrics.end() ? 0 : row->mse;
  };
  const int k = suggestion ? suggestion->k : 0;
  std::printf("{\"distinct_colors\": %d, \"ms\": %.3f, \"suggested_k\": %d, \"is_exact\": %s, ", distinct_colors,
              milliseconds, k, suggestion && suggestion->reason == kmq::SuggestedK::Reason::exact ? "true" : "false");
  std::printf("\"mse_2\": %s, \"mse_suggested\": %s, \"mse_64\": %s}\n", exact_number(mse_of(2)).c_str(),
              exact_number(mse_of(k)).c_str(), exact_number(mse_of(64)).c_str());
}

void run_search(const Settings& settings) {
  const kmq::Picture picture = kmq::read_ppm(settings.input);
  Times times;
  const kmq::ColorHistogram histogram = measured(settings.repeat, times.count, [&] { return count(picture); });
  const kmq::Quantization result =
      measured(settings.repeat, times.cluster, [&] { return kmq::quantize(histogram, settings.options, {}); });
  kmq::Picture mapped = picture;
  measured(settings.repeat, times.map, [&] {
    kmq::PaletteMap map(result.palette, settings.options.color_space);
    map.learn(histogram, result.indices);
    map.map_colors(picture.pixels, mapped.pixels);
    return true;
  });
  if (settings.output) kmq::write_ppm(*settings.output, mapped);
  print_json(settings, histogram, result, times);
}

void run_with_threads(const Settings& settings) {
  const auto run = settings.is_about_metrics ? run_metrics : run_search;
  if (settings.threads == 0) {
    run(settings);
    return;
  }
  // oneTBB starts no more threads than there are cores unless it is told so twice.
  const tbb::global_control most_threads(tbb::global_control::max_allowed_parallelism,
                                         static_cast<std::size_t>(settings.threads));
  tbb::task_arena(settings.threads).execute([&] { run(settings); });
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run_with_threads(parse_arguments(argc, argv));
  } catch (const UsageError& error) {
    std::cerr << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}

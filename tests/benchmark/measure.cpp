// SPDX-License-Identifier: GPL-3.0-or-later
// kmq-measure: time, cost and palette of one picture, without GIMP.
#include <getopt.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

#include "core/palette_map.h"
#include "core/quantize.h"
#include "tests/benchmark/ppm.h"

namespace {

constexpr const char* usage =
    "Usage: kmq-measure [--k N] [--seed N] [--effort plain|fast|good|best] [--space rgb|oklab|lab] [--n-init N]\n"
    "                   [--max-iterations N] [--tolerance X] [--threads N] [--repeat N] [--output FILE.ppm] FILE.ppm\n"
    "Quantizes a binary PPM picture and prints time, cost and palette as one JSON object.\n";

struct Settings {
  kmq::QuantizeOptions options;
  int threads = 0;
  int repeat = 1;
  std::optional<std::string> output;
  std::string input;
};

double parse_number(const std::string& option, const char* text, double least, double most) {
  char* end = nullptr;
  const double value = std::strtod(text, &end);
  if (end == text || *end != '\0' || !(value >= least && value <= most)) {
    throw std::runtime_error("--" + option + " takes a number from " + std::to_string(least) + " to " +
                             std::to_string(most) + ", not \"" + text + "\".");
  }
  return value;
}

int parse_int(const std::string& option, const char* text, int least, int most) {
  const double value = parse_number(option, text, least, most);
  if (value != static_cast<int>(value)) throw std::runtime_error("--" + option + " takes a whole number.");
  return static_cast<int>(value);
}

kmq::Effort parse_effort(const std::string& text) {
  if (text == "plain") return kmq::Effort::plain;
  if (text == "fast") return kmq::Effort::fast;
  if (text == "good") return kmq::Effort::good;
  if (text == "best") return kmq::Effort::best;
  throw std::runtime_error("--effort takes plain, fast, good or best, not \"" + text + "\".");
}

kmq::ColorSpace parse_space(const std::string& text) {
  if (text == "rgb") return kmq::ColorSpace::rgb;
  if (text == "oklab") return kmq::ColorSpace::oklab;
  if (text == "lab") return kmq::ColorSpace::lab;
  throw std::runtime_error("--space takes rgb, oklab or lab, not \"" + text + "\".");
}

void apply_option(Settings& settings, const std::string& name, const char* text) {
  constexpr int any = std::numeric_limits<int>::max();
  kmq::QuantizeOptions& options = settings.options;
  if (name == "k") options.k = kmq::PaletteSize(parse_int(name, text, 1, 256));
  if (name == "seed") options.seed = static_cast<std::uint32_t>(parse_int(name, text, 0, any));
  if (name == "effort") options.effort = parse_effort(text);
  if (name == "space") options.color_space = parse_space(text);
  if (name == "n-init") options.n_init = parse_int(name, text, 1, 100);
  if (name == "max-iterations") options.max_iterations = parse_int(name, text, 1, 10000);
  if (name == "tolerance") options.tolerance = parse_number(name, text, 0, 100);
  if (name == "threads") settings.threads = parse_int(name, text, 0, 1024);
  if (name == "repeat") settings.repeat = parse_int(name, text, 1, any);
  if (name == "output") settings.output = text;
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
                                 {"help", no_argument, nullptr, 'h'},
                                 {}};
  Settings settings;
  int index = 0;
  for (int found = 0; (found = getopt_long(argc, argv, "h", names, &index)) != -1;) {
    if (found == 'h') {
      std::cout << usage;
      std::exit(EXIT_SUCCESS);
    }
    if (found != 0) throw std::runtime_error(usage);
    apply_option(settings, names[index].name, optarg);
  }
  if (optind + 1 != argc) throw std::runtime_error(usage);
  settings.input = argv[optind];
  return settings;
}

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

void print_json(const Settings& settings, std::size_t pixels, std::size_t distinct_colors,
                const kmq::Quantization& result, double count_ms, double cluster_ms, double map_ms) {
  rusage usage_of_process{};
  getrusage(RUSAGE_SELF, &usage_of_process);
  std::printf("{\"pixels\": %zu, \"distinct_colors\": %zu, \"k\": %d, \"colors\": %d, \"iterations\": %d, ", pixels,
              distinct_colors, settings.options.k.value(), result.palette.size(), result.iterations);
  std::printf("\"cost\": %.3f, \"mse\": %.6f, \"mse_centroids\": %.6f, ", result.cost, result.mse,
              result.mse_centroids);
  std::printf("\"count_ms\": %.3f, \"cluster_ms\": %.3f, \"map_ms\": %.3f, \"peak_rss_kib\": %ld, \"palette\": [",
              count_ms, cluster_ms, map_ms, usage_of_process.ru_maxrss);
  const char* separator = "";
  for (const kmq::Rgb8 color : result.palette.colors()) {
    std::printf("%s\"%s\"", separator, kmq::hex_name(color).c_str());
    separator = ", ";
  }
  std::printf("]}\n");
}

void run(const Settings& settings) {
  const kmq::Picture picture = kmq::read_ppm(settings.input);
  const kmq::RunControl control{.stop = {}, .report = {}, .threads = settings.threads};
  double count_ms = 0;
  double cluster_ms = 0;
  double map_ms = 0;
  const kmq::ColorHistogram histogram = measured(settings.repeat, count_ms, [&] {
    kmq::ColorCounter counter;
    counter.add(picture.pixels);
    return counter.histogram();
  });
  const kmq::Quantization result = measured(settings.repeat, cluster_ms, [&] {
    return kmq::quantize(histogram, settings.options, control);
  });
  kmq::Picture mapped = picture;
  measured(settings.repeat, map_ms, [&] {
    kmq::PaletteMap map(result.palette, settings.options.color_space);
    map.learn(histogram, result.indices);
    map.map_colors(picture.pixels, mapped.pixels);
    return 0;
  });
  if (settings.output) kmq::write_ppm(*settings.output, mapped);
  print_json(settings, picture.pixels.size(), histogram.size(), result, count_ms, cluster_ms, map_ms);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(parse_arguments(argc, argv));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}

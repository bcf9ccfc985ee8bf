// SPDX-License-Identifier: GPL-3.0-or-later
// kmq-memory: the memory that each stage takes at its peak and keeps, without GIMP.
#include <malloc.h>

#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/quantize.h"
#include "tests/benchmark/ppm.h"

namespace {

constexpr const char* usage =
    "Usage: kmq-memory FILE.ppm fast|good|best\n"
    "Prints, as one JSON object in KiB, what counting and clustering add to the memory of the process: at their peak,\n"
    "and what they leave. 256 colors. Needs Linux.\n";

/// Reads a line such as "VmHWM:  1234 kB" of the process's status.
long status_kib(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    if (word == key + ":") {
      long kib = 0;
      status >> kib;
      return kib;
    }
  }
  throw std::runtime_error("/proc/self/status has no line " + key + ".");
}

struct Growth {
  long peak;
  long kept;
};

/// Runs an action and returns its result and how the resident memory grew meanwhile.
template <typename Action>
auto watched(Growth& growth, const Action& action) {
  malloc_trim(0);
  // Sets the peak to what is resident now.
  std::ofstream("/proc/self/clear_refs") << 5;
  const long before = status_kib("VmRSS");
  auto result = action();
  growth.peak = status_kib("VmHWM") - before;
  malloc_trim(0);
  growth.kept = status_kib("VmRSS") - before;
  return result;
}

kmq::Effort parse_effort(const std::string& text) {
  if (text == "fast") return kmq::Effort::fast;
  if (text == "good") return kmq::Effort::good;
  if (text == "best") return kmq::Effort::best;
  throw std::runtime_error(usage);
}

void run(const std::string& path, kmq::Effort effort) {
  const kmq::Picture picture = kmq::read_ppm(path);
  // Libraries and threads take memory that does not depend on the picture.
  const std::vector<kmq::ColorHistogram::Entry> some = {{{0, 0, 0}, 1}, {{9, 9, 9}, 1}, {{0, 9, 9}, 1}};
  kmq::quantize(kmq::ColorHistogram(some, 1), {.k = kmq::PaletteSize(2)}, {});
  Growth counting{};
  Growth clustering{};
  const kmq::ColorHistogram histogram = watched(counting, [&] {
    kmq::ColorCounter counter;
    counter.add(picture.pixels);
    return counter.histogram();
  });
  const kmq::Quantization result =
      watched(clustering, [&] { return kmq::quantize(histogram, {.k = kmq::PaletteSize(256), .effort = effort}, {}); });
  std::cout << "{\"distinct_colors\": " << histogram.size() << ", \"colors\": " << result.palette.size()
            << ", \"counting_peak_kib\": " << counting.peak << ", \"histogram_kib\": " << counting.kept
            << ", \"clustering_peak_kib\": " << clustering.peak << ", \"result_kib\": " << clustering.kept << "}\n";
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw std::runtime_error(usage);
    run(argv[1], parse_effort(argv[2]));
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}

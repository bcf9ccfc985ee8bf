// SPDX-License-Identifier: GPL-3.0-or-later
// kmq-dither: time and error after a blur of each dither, and the error of others' results for the same picture.
#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <string>

#include "core/dither/dither.h"
#include "core/palette/slot_text.h"
#include "core/quantize.h"
#include "tests/benchmark/blurred_error.h"

namespace {

constexpr const char* usage =
    "Usage: kmq-dither K|COLORS rgb|oklab|lab FILE.ppm [OTHER.ppm …]\n"
    "Quantizes a binary PPM picture to K colors, found in that color space, or to given colors, such as \"#000,#fff\", "
    "and dithers it\n"
    "by each method; prints a line for each, and one for each OTHER, the same picture quantized by another program: "
    "error after a blur,\n"
    "milliseconds, name.\n"
    "Writes the results beside FILE.ppm, with the name of the method before the extension.\n";

struct Method {
  const char* name;
  kmq::DitherMethod method;
};

constexpr Method methods[] = {{"none", kmq::DitherMethod::none},
                              {"floyd-steinberg", kmq::DitherMethod::floyd_steinberg},
                              {"atkinson", kmq::DitherMethod::atkinson},
                              {"stucki", kmq::DitherMethod::stucki},
                              {"jarvis", kmq::DitherMethod::jarvis},
                              {"sierra", kmq::DitherMethod::sierra},
                              {"blue-noise", kmq::DitherMethod::blue_noise},
                              {"bayer", kmq::DitherMethod::bayer}};

/// What the first argument says about the palette.
std::optional<kmq::QuantizeOptions> parse_palette(const std::string& text) {
  const int k = std::atoi(text.c_str());
  if (k >= kmq::PaletteSize::min && k <= kmq::PaletteSize::max) return kmq::QuantizeOptions{.k = kmq::PaletteSize(k)};
  auto slots = kmq::parse_slots(text);
  if (!std::holds_alternative<std::vector<kmq::Slot>>(slots)) return std::nullopt;
  kmq::QuantizeOptions options;
  options.spec = {kmq::PaletteUse::only, std::get<std::vector<kmq::Slot>>(std::move(slots))};
  if (kmq::problem_of(options.spec, options.k)) return std::nullopt;
  return options;
}

kmq::Palette find_palette(const kmq::Picture& picture, const kmq::QuantizeOptions& options) {
  kmq::ColorCounter counter;
  counter.add(std::span<const kmq::Rgb8>(picture.pixels));
  return kmq::quantize(counter.histogram(), options, {}).palette;
}

std::vector<std::uint8_t> dither(const kmq::Picture& picture, std::span<const kmq::Rgba8> pixels,
                                 const kmq::Palette& palette, kmq::DitherMethod method) {
  kmq::PaletteMap map(palette, kmq::ColorSpace::rgb);
  kmq::Ditherer ditherer(map, {method}, 0, 0, picture.width);
  std::vector<std::uint8_t> indices(pixels.size());
  ditherer.dither_rows(pixels, {}, indices);
  return indices;
}

void print(double error, double milliseconds, const std::string& name) {
  std::cout << error << '\t' << milliseconds << '\t' << name << std::endl;
}

void measure(kmq::QuantizeOptions options, const std::string& path) {
  using Clock = std::chrono::steady_clock;
  const kmq::Picture picture = kmq::read_ppm(path);
  std::vector<kmq::Rgba8> pixels;
  for (const kmq::Rgb8 color : picture.pixels) pixels.push_back({color.red, color.green, color.blue});
  for (const Method& method : methods) {
    options.dither_amount = method.method == kmq::DitherMethod::none ? 0 : 1;
    const kmq::Palette palette = find_palette(picture, options);
    const auto start = Clock::now();
    const std::vector<std::uint8_t> indices = dither(picture, pixels, palette, method.method);
    const std::chrono::duration<double, std::milli> time = Clock::now() - start;
    kmq::Picture result = picture;
    for (std::size_t i = 0; i < indices.size(); ++i) result.pixels[i] = palette[indices[i]];
    print(kmq::blurred_error(picture, result), time.count(), method.name);
    kmq::write_ppm(path.substr(0, path.rfind('.')) + "." + method.name + ".ppm", result);
  }
}

std::optional<kmq::ColorSpace> parse_space(const std::string& text) {
  if (text == "rgb") return kmq::ColorSpace::rgb;
  if (text == "oklab") return kmq::ColorSpace::oklab;
  if (text == "lab") return kmq::ColorSpace::lab;
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  auto options = argc > 3 ? parse_palette(argv[1]) : std::nullopt;
  const auto space = parse_space(argc > 3 ? argv[2] : "");
  if (!options || !space) {
    std::cerr << usage;
    return EXIT_FAILURE;
  }
  try {
    options->color_space = *space;
    measure(*options, argv[3]);
    const kmq::Picture original = kmq::read_ppm(argv[3]);
    for (int i = 4; i < argc; ++i) print(kmq::blurred_error(original, kmq::read_ppm(argv[i])), 0, argv[i]);
  } catch (const std::exception& error) {
    std::cerr << "kmq-dither: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}

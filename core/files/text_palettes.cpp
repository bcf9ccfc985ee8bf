// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/text_palettes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>

#include "core/color/color_models.h"
#include "core/color/color_text.h"

namespace kmq {
namespace {

constexpr std::string_view spaces = " \t\f\v";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_spaces(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(spaces), text.size());
  return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

/// Goes through a text line by line: LF, CR LF or CR ends one.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(without_byte_order_mark(text)) {}

  /// Returns the next line without spaces around it, or nothing at the end.
  std::optional<std::string_view> next() {
    if (rest_.empty()) return std::nullopt;
    ++number_;
    const std::size_t end = std::min(rest_.find_first_of("\r\n"), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    const bool is_pair = rest_.substr(end, 2) == "\r\n";
    rest_.remove_prefix(std::min(rest_.size(), end + (is_pair ? 2 : 1)));
    return without_spaces(line);
  }

  [[noreturn]] void fail() const { throw PaletteFileError{PaletteFileProblem::broken, number_}; }

 private:
  std::string_view rest_;
  int number_ = 0;
};

void require_first_line(Lines& lines, std::string_view start) {
  const auto line = lines.next();
  if (!line || !line->starts_with(start)) throw PaletteFileError{PaletteFileProblem::other_type};
}

/// Takes a whole number of at most `most` off the front of a line; a space or the end has to follow.
std::optional<int> take_number(std::string_view& line, int most) {
  int value = 0;
  const char* const begin = line.data();
  const char* const end = begin + line.size();
  const auto [stop, error] = std::from_chars(begin, end, value);
  if (error != std::errc() || value < 0 || value > most) return std::nullopt;
  if (stop != end && spaces.find(*stop) == std::string_view::npos) return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(stop - begin));
  line.remove_prefix(std::min(line.find_first_not_of(spaces), line.size()));
  return value;
}

/// Reads "red green blue", and lets follow what may: alpha, a name.
std::optional<Rgb8> decimal_color(std::string_view line) {
  std::array<std::uint8_t, 3> channels{};
  for (std::uint8_t& channel : channels) {
    const std::optional<int> value = take_number(line, 255);
    if (!value) return std::nullopt;
    channel = static_cast<std::uint8_t>(*value);
  }
  return Rgb8{channels[0], channels[1], channels[2]};
}

/// Goes through a style sheet and collects the colors of its values.
class StyleSheet {
 public:
  explicit StyleSheet(std::string_view text) : text_(without_byte_order_mark(text)) {}

  std::vector<Rgb8> colors() {
    while (!is_at_end()) step();
    keep_value();
    return std::move(colors_);
  }

 private:
  [[nodiscard]] bool is_at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

  void step() {
    const char c = text_[at_];
    if (rest().starts_with("/*")) {
      skip_behind("*/");
    } else if (c == '"' || c == '\'') {
      ++at_;
      skip_behind(std::string_view(&c, 1));
    } else if (c == '#' || is_letter(c) || c == '-' || c == '_' || c == '$' || c == '@' || is_digit(c)) {
      word();
    } else {
      ++at_;
      if (c == ':') is_value_ = true;
      if (c == ';' || c == '}') keep_value();
      // That was part of a selector.
      if (c == '{') drop_value();
    }
  }

  void keep_value() {
    colors_.insert(colors_.end(), value_.begin(), value_.end());
    drop_value();
  }

  void drop_value() {
    value_.clear();
    is_value_ = false;
  }

  void skip_behind(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  /// A name, a number with its unit, a color, or a function.
  void word() {
    const auto is_part = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.'; };
    const std::size_t begin = at_++;
    while (!is_at_end() && is_part(text_[at_])) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (!is_at_end() && text_[at_] == '(') {
      function(name);
    } else if (is_value_) {
      add(without_alpha(name));
    }
  }

  /// Colors in the arguments of others, such as a gradient, count.
  void function(std::string_view name) {
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](char c) { return is_letter(c) ? static_cast<char>(c | 0x20) : c; });
    const bool is_rgb = lower == "rgb" || lower == "rgba";
    const bool is_hsl = lower == "hsl" || lower == "hsla";
    if (!is_rgb && !is_hsl && lower != "url" && lower != "var") return;
    const std::size_t begin = at_ + 1;
    skip_behind(")");
    if (!is_value_ || (!is_rgb && !is_hsl)) return;
    const auto color = is_rgb ? rgb_color(arguments(begin)) : hsl_color(arguments(begin));
    if (!color) fail(begin);
    value_.push_back(*color);
  }

  /// The words between a place and the last parenthesis that was read.
  [[nodiscard]] std::vector<std::string_view> arguments(std::size_t begin) const {
    constexpr std::string_view separators = ", /\t\r\n\f";
    std::vector<std::string_view> words;
    std::string_view left = text_.substr(begin, at_ - begin);
    if (left.ends_with(')')) left.remove_suffix(1);
    for (;;) {
      left.remove_prefix(std::min(left.find_first_not_of(separators), left.size()));
      if (left.empty()) return words;
      words.push_back(left.substr(0, left.find_first_of(separators)));
      left.remove_prefix(words.back().size());
    }
  }

  static std::optional<Rgb8> rgb_color(const std::vector<std::string_view>& words) {
    if (words.size() < 3) return std::nullopt;
    std::string text = "rgb(";
    for (std::size_t i = 0; i < 3; ++i) text.append(words[i]).append(i < 2 ? "," : ")");
    return parse_color(text);
  }

  /// A number before its unit, in [0, most].
  static std::optional<double> number(std::string_view word, std::string_view unit, double most) {
    if (word.ends_with(unit)) word.remove_suffix(unit.size());
    double value = 0;
    const char* const begin = word.data();
    const char* const end = begin + word.size();
    const auto [stop, error] = std::from_chars(begin, end, value, std::chars_format::fixed);
    if (error != std::errc() || stop != end || !(value >= 0 && value <= most)) return std::nullopt;
    return value;
  }

  static std::optional<Rgb8> hsl_color(const std::vector<std::string_view>& words) {
    if (words.size() < 3) return std::nullopt;
    const auto hue = number(words[0], "deg", 360);
    const auto saturation = number(words[1], "%", 100);
    const auto lightness = number(words[2], "%", 100);
    if (!hue || !saturation || !lightness) return std::nullopt;
    return from_hsl(*hue / 360, *saturation / 100, *lightness / 100);
  }

  /// "#rgba" and "#rrggbbaa" have alpha at their end.
  static std::string_view without_alpha(std::string_view name) {
    if (!name.starts_with('#')) return name;
    return name.size() == 5 ? name.substr(0, 4) : name.size() == 9 ? name.substr(0, 7) : name;
  }

  /// Adds a word if it is a color: "#rgb", "#rrggbb" or a name, but no digits alone.
  void add(std::string_view name) {
    if (name.empty() || is_digit(name.front())) return;
    const auto color = parse_color(name);
    const bool is_bare_hex = !name.starts_with('#') && parse_color("#" + std::string(name));
    if (color && !is_bare_hex) value_.push_back(*color);
  }

  [[noreturn]] void fail(std::size_t place) const {
    const auto line = 1 + std::ranges::count(text_.substr(0, place), '\n');
    throw PaletteFileError{PaletteFileProblem::broken, static_cast<int>(line)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool is_value_ = false;
  std::vector<Rgb8> value_;  // of the declaration that is being read
  std::vector<Rgb8> colors_;
};

}  // namespace

std::vector<Rgb8> read_gpl(std::string_view text) {
  Lines lines(text);
  require_first_line(lines, "GIMP Palette");
  std::vector<Rgb8> colors;
  while (const auto line = lines.next()) {
    if (line->empty() || line->starts_with('#')) continue;
    const bool is_header = colors.empty() && is_letter(line->front()) && line->find(':') != std::string_view::npos;
    if (is_header) continue;
    const auto color = decimal_color(*line);
    if (!color) lines.fail();
    colors.push_back(*color);
  }
  return colors;
}

std::vector<Rgb8> read_jasc_pal(std::string_view text) {
  Lines lines(text);
  require_first_line(lines, "JASC-PAL");
  lines.next();  // the version, which is always the same
  std::string_view count_line = lines.next().value_or("");
  const auto count = take_number(count_line, 1 << 24);
  if (!count || !count_line.empty()) lines.fail();
  std::vector<Rgb8> colors;
  while (const auto line = lines.next()) {
    if (line->empty()) continue;
    const auto color = decimal_color(*line);
    if (!color || colors.size() == static_cast<std::size_t>(*count)) lines.fail();
    colors.push_back(*color);
  }
  if (colors.size() < static_cast<std::size_t>(*count)) lines.fail();
  return colors;
}

std::vector<Rgb8> read_hex(std::string_view text) {
  Lines lines(text);
  std::vector<Rgb8> colors;
  while (auto line = lines.next()) {
    if (line->empty() || line->starts_with(';')) continue;
    if (line->starts_with('#')) line->remove_prefix(1);
    const auto color = parse_color("#" + std::string(*line));
    if (!color || line->size() != 6) lines.fail();
    colors.push_back(*color);
  }
  return colors;
}

std::vector<Rgb8> read_css(std::string_view text) { return StyleSheet(text).colors(); }

}  // namespace kmq

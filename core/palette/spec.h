// SPDX-License-Identifier: GPL-3.0-or-later
// What the user brings for the palette, and the places that follow from it: given ones, and free ones for the search.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/palette/palette.h"
#include "core/palette/slot.h"

namespace kmq {

enum class PaletteUse {
  keep,     ///< the given slots come first, the other colors up to k are found
  only,     ///< exactly the given slots, however many k are wanted
  best_of,  ///< the k of the given colors with the lowest cost
};

struct PaletteSpec {
  PaletteUse use = PaletteUse::keep;
  /// In palette order. With `best_of` normal ones are candidates in any number; others keep a place at the beginning.
  std::vector<Slot> slots = {};

  friend bool operator==(const PaletteSpec&, const PaletteSpec&) = default;
};

/// Why no palette can be made so.
enum class SpecProblem {
  nothing_given,  ///< `only` and `best_of` need colors
  too_many,  ///< more given slots than there is room for
  free_candidate,  ///< `best_of` cannot fill a free slot
  nothing_for_most,  ///< no pixel could get any of the colors by nearness
};

/// Returns why a palette of k colors cannot follow the specification, or nothing.
std::optional<SpecProblem> problem_of(const PaletteSpec& spec, PaletteSize k);

/// The places of a palette, of which some are to be filled.
class PalettePlaces {
 public:
  /// There is no problem_of() these.
  PalettePlaces(const PaletteSpec& spec, PaletteSize k);

  /// Places that the search fills.
  [[nodiscard]] std::size_t free_count() const { return free_count_; }
  /// The given colors that pixels get by nearness, each once: they never move.
  [[nodiscard]] const std::vector<Rgb8>& fixed() const { return fixed_; }
  /// The given colors that only pixels of exactly these get.
  [[nodiscard]] const std::vector<Rgb8>& exact() const { return exact_; }
  /// With `best_of`: the colors of which the free places get theirs, each once; else empty.
  [[nodiscard]] const std::vector<Rgb8>& candidates() const { return candidates_; }

  /// Returns the palette with the free places filled in their order. If there are fewer colors than places, those at
  /// the end go; one that stands before a given color becomes a reserved black, so that what follows keeps its index.
  ///
  /// colors  at most free_count()
  /// origin  of the palette as a whole
  [[nodiscard]] Palette filled(std::span<const Rgb8> colors, PaletteOrigin origin) const;

 private:
  void add_given(const Slot& slot);

  std::vector<Slot> slots_;
  std::size_t free_count_ = 0;
  std::vector<Rgb8> fixed_;
  std::vector<Rgb8> exact_;
  std::vector<Rgb8> candidates_;
};

/// Returns the specification with a color that no pixel gets: slots that have it become reserved; if there are none, it
/// gets one of its own, behind the given ones.
PaletteSpec with_reserved(PaletteSpec spec, Rgb8 color);

/// The smallest k with which a palette can follow the specification.
int least_k(const PaletteSpec& spec);

}  // namespace kmq

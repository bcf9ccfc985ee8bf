// SPDX-License-Identifier: GPL-3.0-or-later
// The choices that the plug-in and the layer effect both offer. No GIMP here.
#pragma once

#include "core/color/space.h"
#include "core/dither/dither.h"
#include "core/quantize_options.h"
#include "plugin/gimp/i18n.h"

namespace kmq {

struct ChoiceOption {
  int id;  ///< the value of the enumerator
  const char* nick;
  const char* label;  ///< untranslated
};

template <typename Enum>
constexpr ChoiceOption choice_option(Enum value, const char* nick, const char* label) {
  return {static_cast<int>(value), nick, label};
}

inline constexpr ChoiceOption effort_options[] = {
    choice_option(Effort::plain, "plain", N_("Plain (textbook k-means)")),
    choice_option(Effort::fast, "fast", N_("Fast (one good start)")),
    choice_option(Effort::good, "good", N_("Good (some starts, each improved)")),
    choice_option(Effort::best, "best", N_("Best (many starts, takes its time)")),
};

inline constexpr ChoiceOption color_space_options[] = {
    choice_option(ColorSpace::rgb, "rgb", N_("RGB (smallest error of the pixels)")),
    choice_option(ColorSpace::oklab, "oklab", N_("Oklab (as the eye sees)")),
    choice_option(ColorSpace::lab, "lab", N_("CIE Lab (as the eye sees)")),
};

inline constexpr ChoiceOption dither_options[] = {
    choice_option(DitherMethod::none, "none", N_("None")),
    choice_option(DitherMethod::floyd_steinberg, "floyd-steinberg", N_("Floyd–Steinberg (finest)")),
    choice_option(DitherMethod::atkinson, "atkinson", N_("Atkinson (crisp)")),
    choice_option(DitherMethod::stucki, "stucki", N_("Stucki (sharp and even)")),
    choice_option(DitherMethod::jarvis, "jarvis", N_("Jarvis, Judice and Ninke (evenest)")),
    choice_option(DitherMethod::sierra, "sierra", N_("Sierra (even)")),
    choice_option(DitherMethod::blue_noise, "blue-noise", N_("Blue noise (steady, for animations)")),
    choice_option(DitherMethod::bayer, "bayer", N_("Bayer (regular pattern)")),
};

inline constexpr ChoiceOption bayer_size_options[] = {
    choice_option(BayerSize::b2, "2", N_("2 × 2")),
    choice_option(BayerSize::b4, "4", N_("4 × 4")),
    choice_option(BayerSize::b8, "8", N_("8 × 8")),
    choice_option(BayerSize::b16, "16", N_("16 × 16")),
};

}  // namespace kmq

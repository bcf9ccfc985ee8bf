// SPDX-License-Identifier: GPL-3.0-or-later
// Where the distances between colors are measured.
#pragma once

namespace kmq {

class RgbModel;

class ColorSpace {
 public:
  enum Kind {
    rgb,    ///< the encoded values, as pixels hold them
    oklab,  ///< Oklab: differences as seen, smooth in hue
    lab,    ///< CIE L*a*b*, D65: differences as seen
  };

  /// model  of the colors; outlives the space; nullptr: that of sRGB
  constexpr ColorSpace(Kind kind, const RgbModel* model = nullptr)
      : kind_(kind), model_(kind == rgb ? nullptr : model) {}

  [[nodiscard]] constexpr Kind kind() const { return kind_; }
  [[nodiscard]] constexpr const RgbModel* model() const { return model_; }

  friend constexpr bool operator==(const ColorSpace&, const ColorSpace&) = default;

 private:
  Kind kind_;
  const RgbModel* model_;
};

}  // namespace kmq

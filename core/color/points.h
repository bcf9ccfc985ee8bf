// SPDX-License-Identifier: GPL-3.0-or-later
// Colors ↔ points: integer coordinates in the space where distances count.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>

#include "core/color/color.h"
#include "core/color/space.h"

namespace kmq {

/// Integer coordinates, so that distances are exact and equal on every machine.
///
/// A difference of two fits 16 bits and a squared distance 31, so that narrow vector instructions serve.
using Coordinate = std::int16_t;

/// N × 3, one color per row: each axis lies in one piece of memory, as vector instructions like it.
using Points = Eigen::Matrix<Coordinate, Eigen::Dynamic, 3>;

/// One point. Its axes are red, green, blue in ColorSpace::rgb and lightness, a, b in the others.
using Point = Eigen::Matrix<Coordinate, 3, 1>;

/// Returns the lattice point nearest to a position.
Point to_lattice(const Eigen::Vector3d& position);

/// Units of a coordinate per 1/255 of the way from black to white.
int units_per_step(ColorSpace space);

/// Converts colors to points.
///
/// keys     color_key() of N colors
/// Returns  N × 3, in the order of the keys
/// Source   RgbModel
Points to_points(std::span<const std::uint32_t> keys, ColorSpace space);

/// Returns the point of one color.
Point to_point(Rgb8 color, ColorSpace space);

/// Returns the 8-bit color at a position between points; what lies outside the RGB cube is clamped to it.
///
/// position  coordinates in the units of points, not necessarily whole
Rgb8 to_color(const Eigen::Vector3d& position, ColorSpace space);

}  // namespace kmq

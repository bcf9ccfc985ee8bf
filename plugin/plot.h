// SPDX-License-Identifier: GPL-3.0-or-later
// Cost and time against the number of colors as a picture file: cairo and Pango, no GIMP.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/metrics.h"

namespace kmq {

enum class PlotFileType { png, svg };

/// Returns the type that a file name's extension names (.png .svg, either case), or nothing.
std::optional<PlotFileType> plot_file_type(std::string_view file_name);

/// Returns the whole content of the file. It has a background of its own, so that it is readable on any page.
///
/// metrics     by rising k, at least one row
/// suggestion  marked on the curve
/// Throws      std::runtime_error if cairo refuses
std::string plot_file_bytes(PlotFileType type, std::span<const KMetrics> metrics, std::optional<SuggestedK> suggestion);

}  // namespace kmq

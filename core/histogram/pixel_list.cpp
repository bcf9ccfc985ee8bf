// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/histogram/pixel_list.h"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace kmq {
namespace {

// Half of the bits of a key say in which group a color is, the other half which one of the group it is.
constexpr int half_bits = 12;
constexpr std::uint32_t group_count = 1U << half_bits;
constexpr std::uint32_t group_size = 1U << half_bits;
static_assert(group_count * group_size == color_key_count);

}  // namespace

/// The entries of a list, those of a group side by side.
///
/// Source  Knuth 1998, "The Art of Computer Programming", volume 3, 5.2.5 "Sorting by Distribution"; here in parts,
///         each of which has its own place in every group
class PixelList::Groups {
 public:
  explicit Groups(std::span<const std::uint32_t> entries) : entries_(entries.size()) {
    constexpr std::size_t part_size = std::size_t{1} << 16;
    std::vector<PerGroup> parts((entries.size() + part_size - 1) / part_size);
    const auto for_each_part = [&](const auto& action) {
      tbb::parallel_for(std::size_t{0}, parts.size(), [&](std::size_t i) {
        const std::size_t begin = i * part_size;
        for (const std::uint32_t entry : entries.subspan(begin, std::min(part_size, entries.size() - begin))) {
          action(parts[i], entry);
        }
      });
    };
    for_each_part([](PerGroup& sizes, std::uint32_t entry) { ++sizes[group_of(entry)]; });
    replace_sizes_by_places(parts);
    for_each_part([&](PerGroup& places, std::uint32_t entry) { entries_[places[group_of(entry)]++] = entry; });
  }

  [[nodiscard]] std::span<const std::uint32_t> of(std::size_t first_group, std::size_t last_group) const {
    return std::span(entries_).subspan(begins_[first_group], begins_[last_group] - begins_[first_group]);
  }

 private:
  using PerGroup = std::array<std::uint32_t, group_count>;

  static std::uint32_t group_of(std::uint32_t entry) { return entry >> (weight_bits + half_bits); }

  void replace_sizes_by_places(std::vector<PerGroup>& parts) {
    std::uint32_t place = 0;
    for (std::size_t group = 0; group < group_count; ++group) {
      begins_[group] = place;
      for (PerGroup& part : parts) place += std::exchange(part[group], place);
    }
    begins_[group_count] = place;
  }

  std::vector<std::uint32_t> entries_;
  std::array<std::uint32_t, group_count + 1> begins_{};
};

/// Counters of the colors of one group.
class PixelList::GroupCounters {
 public:
  void add(std::uint32_t entry) {
    const std::uint32_t color = entry >> weight_bits & (group_size - 1);
    counters_[color] += entry & max_weight;
    is_used_[color / 64] |= std::uint64_t{1} << color % 64;
  }

  /// Appends the counts of the colors that have some, and sets them to 0.
  void move_to(std::vector<Count>& counts, std::uint32_t group) {
    for (std::uint32_t word = 0; word < is_used_.size(); ++word) {
      for (; is_used_[word] != 0; is_used_[word] &= is_used_[word] - 1) {
        const std::uint32_t color = word * 64 + static_cast<std::uint32_t>(std::countr_zero(is_used_[word]));
        counts.push_back({group << half_bits | color, std::exchange(counters_[color], 0)});
      }
    }
  }

 private:
  std::array<std::uint32_t, group_size> counters_{};
  std::array<std::uint64_t, group_size / 64> is_used_{};
};

std::vector<std::vector<PixelList::Count>> PixelList::counts() const {
  constexpr std::uint32_t groups_per_part = 64;
  const Groups groups(entries_);
  std::vector<std::vector<Count>> counts(group_count / groups_per_part);
  tbb::parallel_for(std::size_t{0}, counts.size(), [&](std::size_t part) {
    const auto first = static_cast<std::uint32_t>(part) * groups_per_part;
    if (groups.of(first, first + groups_per_part).empty()) return;
    GroupCounters counters;
    for (std::uint32_t group = first; group < first + groups_per_part; ++group) {
      const std::span<const std::uint32_t> entries = groups.of(group, group + 1);
      if (entries.empty()) continue;
      for (const std::uint32_t entry : entries) counters.add(entry);
      counters.move_to(counts[part], group);
    }
  });
  return counts;
}

}  // namespace kmq

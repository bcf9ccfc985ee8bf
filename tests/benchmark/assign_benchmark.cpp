// SPDX-License-Identifier: GPL-3.0-or-later
// One exact iteration of Lloyd, as far as it depends on the number of colors: labels and moments for given centroids.
// On the grid, and by comparing every color with every centroid with the same vector instructions.
#include <benchmark/benchmark.h>
#include <tbb/blocked_range.h>
#include <tbb/combinable.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/kmeans/candidates.h"
#include "core/kmeans/kmeans.h"
#include "core/search/seeding.h"
#include "tests/benchmark/benchmark_picture.h"

namespace kmq {
namespace {

constexpr int iteration_count = 60;

const ColorGrid& grid() {
  static const ColorGrid result = [] {
    const ColorHistogram& histogram = benchmark_histogram();
    return ColorGrid(to_points(histogram.keys(), ColorSpace::rgb), histogram.keys(), histogram.weights());
  }();
  return result;
}

/// Returns the centroids before each iteration of a descent from greedy k-means++.
std::vector<Centroids> descent(int k) {
  Random random(42);
  Centroids centroids;
  constexpr int draws = 4;
  add_distant_points(grid(), k, draws, random, centroids);
  Clustering clustering = start_clustering(grid(), centroids);
  std::vector<Centroids> steps;
  for (int i = 0; i < iteration_count; ++i) {
    steps.push_back(clustering.centroids);
    descend(grid(), clustering, {.max_iterations = 1}, {});
  }
  return steps;
}

/// The slow twin of Partition.
class BruteForcePartition {
 public:
  BruteForcePartition() : labels_(grid().size(), 0) { clusters_[0] = grid().moments(); }

  void assign(const Centroids& centroids) {
    const Candidates all(centroids);
    tbb::combinable<Clusters> changes;
    // Of pieces as long as the longest leaf, which its kernel is made for.
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, (grid().size() + piece_size - 1) / piece_size, 4),
                      [&](const auto& pieces) {
                        for (std::size_t i = pieces.begin(); i < pieces.end(); ++i)
                          assign_piece(i, all, changes.local());
                      });
    changes.combine_each([&](const Clusters& part) {
      for (std::size_t i = 0; i < clusters_.size(); ++i) clusters_[i] += part[i];
    });
  }

  [[nodiscard]] const std::vector<std::uint8_t>& labels() const { return labels_; }

 private:
  using Clusters = std::array<Moments, max_centroids>;
  static constexpr std::size_t piece_size = ColorGrid::most_points_per_leaf;

  void assign_piece(std::size_t index, const Candidates& all, Clusters& changes) {
    ColorGrid::Cell piece{};
    piece.begin = static_cast<std::uint32_t>(index * piece_size);
    piece.end = static_cast<std::uint32_t>(std::min((index + 1) * piece_size, grid().size()));
    alignas(32) std::array<std::int32_t, piece_size> nearest;
    find_nearest(grid(), piece, all, nearest);
    for (std::uint32_t point = piece.begin; point < piece.end; ++point) {
      const auto label = static_cast<std::uint8_t>(nearest[point - piece.begin]);
      const std::uint8_t previous = labels_[point];
      if (label == previous) continue;
      labels_[point] = label;
      const std::int64_t weight = grid().weights()[point];
      changes[label].add(weight, grid().axis(0)[point], grid().axis(1)[point], grid().axis(2)[point]);
      changes[previous].add(-weight, grid().axis(0)[point], grid().axis(1)[point], grid().axis(2)[point]);
    }
  }

  std::vector<std::uint8_t> labels_;
  Clusters clusters_{};
};

void count_iterations(benchmark::State& state, std::size_t per_run) {
  using benchmark::Counter;
  // Seconds; named so that nobody takes the time of a run for it.
  state.counters["seconds_per_iteration"] =
      Counter(static_cast<double>(per_run), Counter::kIsIterationInvariantRate | Counter::kInvert);
}

void iterate_on_grid(benchmark::State& state) {
  const std::vector<Centroids> steps = descent(static_cast<int>(state.range(0)));
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    Partition partition(grid());
    partition.assign(grid(), steps.front());
    state.ResumeTiming();
    for (std::size_t i = 1; i < steps.size(); ++i) partition.assign(grid(), steps[i]);
    benchmark::DoNotOptimize(partition.labels().data());
  }
  count_iterations(state, steps.size() - 1);
}
BENCHMARK(iterate_on_grid)->Arg(16)->Arg(64)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Some iterations of the same descent: each takes as long as the others.
void iterate_by_brute_force(benchmark::State& state) {
  const std::vector<Centroids> steps = descent(static_cast<int>(state.range(0)));
  Partition partition(grid());
  partition.assign(grid(), steps.back());
  constexpr std::size_t stride = 15;
  for ([[maybe_unused]] auto _ : state) {
    state.PauseTiming();
    BruteForcePartition slow;
    slow.assign(steps.front());
    state.ResumeTiming();
    for (std::size_t i = stride - 1; i < steps.size(); i += stride) slow.assign(steps[i]);
    if (!std::ranges::equal(slow.labels(), partition.labels())) state.SkipWithError("The labels differ.");
  }
  count_iterations(state, iteration_count / stride);
}
BENCHMARK(iterate_by_brute_force)->Arg(16)->Arg(64)->Arg(256)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace kmq

BENCHMARK_MAIN();

// SPDX-License-Identifier: GPL-3.0-or-later
// Long loops in parts that several threads take, with results that do not depend on how many there are.
#pragma once

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_reduce.h>

#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace kmq {

namespace detail {

inline constexpr std::size_t part_size = std::size_t{1} << 14;
using Part = tbb::blocked_range<std::size_t>;

}  // namespace detail

/// Calls action(begin, end) for the parts of [0, size), several at a time if there are some.
template <typename Action>
void for_parts(std::size_t size, const Action& action) {
  if (size <= detail::part_size) {
    action(std::size_t{0}, size);
    return;
  }
  tbb::parallel_for(detail::Part(0, size, detail::part_size),
                    [&](const detail::Part& part) { action(part.begin(), part.end()); });
}

/// Returns the sum over the parts of [0, size) of sum_of(begin, end), always of the same parts in the same order, so
/// that sums of floating-point numbers are the same, too.
template <typename Sum, typename SumOf>
Sum sum_of_parts(std::size_t size, const SumOf& sum_of) {
  return tbb::parallel_deterministic_reduce(
      detail::Part(0, size, detail::part_size), Sum{},
      [&](const detail::Part& part, Sum sum) {
        sum += sum_of(part.begin(), part.end());
        return sum;
      },
      [](Sum a, const Sum& b) {
        a += b;
        return a;
      });
}

/// Returns result_of(0), …, result_of(count - 1), several at a time if there are threads.
///
/// Throws  what the first of them threw, when all have ended: tbb::parallel_for alone would cancel the loops inside the
///         others at once, and these would go on with what such a loop has left undone
template <typename Result, typename ResultOf>
std::vector<Result> results_of(std::size_t count, const ResultOf& result_of) {
  std::vector<std::optional<Result>> found(count);
  std::vector<std::exception_ptr> errors(count);
  tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
    try {
      found[i] = result_of(i);
    } catch (...) {
      errors[i] = std::current_exception();
    }
  });
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  std::vector<Result> results;
  for (std::optional<Result>& result : found) results.push_back(std::move(*result));
  return results;
}

}  // namespace kmq

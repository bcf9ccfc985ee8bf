// SPDX-License-Identifier: GPL-3.0-or-later
// A large array of zeros that takes memory only where it is written.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace kmq {

/// Zeros from std::calloc: of a large array the operating system provides a page when it is first written, whereas
/// std::vector would write them all at once.
template <typename T>
class ZeroedArray {
  static_assert(std::is_trivially_copyable_v<T>, "zeros have to be a value of it");

 public:
  explicit ZeroedArray(std::size_t size) : values_(static_cast<T*>(std::calloc(size, sizeof(T)))) {
    if (!values_) throw std::bad_alloc();
  }

  T& operator[](std::size_t index) { return values_.get()[index]; }
  const T& operator[](std::size_t index) const { return values_.get()[index]; }

 private:
  struct Free {
    void operator()(T* values) const { std::free(values); }
  };
  std::unique_ptr<T, Free> values_;
};

}  // namespace kmq

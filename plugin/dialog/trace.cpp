// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin/dialog/trace.h"

#include <cstdio>
#include <cstdlib>

namespace kmq {

void Trace::print(std::string_view event) const {
  static const bool is_wanted = std::getenv("KMQ_DIALOG_TRACE") != nullptr;
  if (!is_wanted) return;
  const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start_;
  std::fprintf(stderr, "kmeans-quantize: %.*s: %.1f ms\n", static_cast<int>(event.size()), event.data(),
               elapsed.count());
}

}  // namespace kmq

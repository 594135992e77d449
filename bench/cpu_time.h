// CPU time of the asking thread, and shares of many such times.
#pragma once

#include <time.h>

#include <vector>

namespace incipit::bench {

// Of this thread, in milliseconds.
[[nodiscard]] inline double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// 0.5: the middle one.
[[nodiscard]] inline double at_share(const std::vector<double>& ascending, double share) {
  return ascending[static_cast<std::size_t>(share * static_cast<double>(ascending.size() - 1))];
}

}  // namespace incipit::bench

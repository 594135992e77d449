// How long a search may take. Work that grows with the corpus asks `check` now and then; past the deadline it throws
// `DeadlineExceeded`, which the Searcher turns into an Error and nothing else sees.
#pragma once

#include <chrono>

#include "schema/limits.h"

namespace incipit::query {

struct DeadlineExceeded {};

class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds allowed = std::chrono::milliseconds(schema::limits::kSearchMilliseconds.value))
      : end_(std::chrono::steady_clock::now() + allowed) {}

  void check() const {
    if (std::chrono::steady_clock::now() > end_) throw DeadlineExceeded{};
  }
  // `check`, but looks at the clock only once in 1,024 calls.
  void check_often() const {
    if ((++calls_ & 1023) == 0) check();
  }

 private:
  std::chrono::steady_clock::time_point end_;
  mutable unsigned calls_ = 0;
};

}  // namespace incipit::query

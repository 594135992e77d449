// Who follows a long computation, and may end it.
//
// Threads: called by the thread that computes.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "schema/error.h"

namespace incipit::snapshot {

enum class Step { ordering, comparing, writing };
[[nodiscard]] constexpr std::string_view name_of(Step step) {
  switch (step) {
    case Step::ordering: return "ordering papers";
    case Step::comparing: return "comparing papers";
    case Step::writing: return "writing the snapshot";
  }
  return {};
}

struct Watch {
  // Papers done of all, of one step after the other. May be empty.
  std::function<void(Step step, std::uint64_t done, std::uint64_t all)> progress;
  // True: give up. May be empty.
  std::function<bool()> stop;

  // Error: not_available when it is to stop.
  [[nodiscard]] schema::Result<void> check() const {
    if (stop && stop()) return schema::fail(schema::ErrorCode::not_available, "the snapshot was stopped before it was done");
    return {};
  }
  // Tells of every 1,024th paper. Error: as check.
  [[nodiscard]] schema::Result<void> at(Step step, std::uint64_t done, std::uint64_t all) const {
    if (done % 1024 != 0 && done != all) return {};
    if (progress) progress(step, done, all);
    return check();
  }
};

}  // namespace incipit::snapshot

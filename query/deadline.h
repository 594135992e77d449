// How long a search may take, and how many papers it may read word by word. Work that grows with the corpus asks now and
// then; past the limit it throws, which the Searcher turns into an Error and nothing else sees.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "schema/limits.h"

namespace incipit::query {

struct DeadlineExceeded {};
struct ReadTooMuch {};

class Deadline {
 public:
  // `papers`: of the index; each may be read reading_passes times, and kFreely in any case.
  explicit Deadline(std::int64_t papers,
                    std::chrono::milliseconds allowed = std::chrono::milliseconds(schema::limits::kSearchMilliseconds.value))
      : end_(std::chrono::steady_clock::now() + allowed),
        effort_left_(readable(papers) * kReading) {}

  // How many papers a search in so many may read.
  [[nodiscard]] static std::int64_t readable(std::int64_t papers) { return std::max(kFreely, papers * schema::limits::kReadingPasses.value); }

  void check() const {
    if (std::chrono::steady_clock::now() > end_) throw DeadlineExceeded{};
  }
  // `check`, but looks at the clock only once in 1,024 calls.
  void check_often() const {
    if ((++calls_ & 1023) == 0) check();
  }

  // Efforts, by what they were measured to take: to look through the bytes of a paper's words, to compare its words with one
  // that is looked for, to decode them.
  static constexpr std::int64_t kLooking = 1, kComparing = 4, kReading = 8;
  // Counts work on one paper towards reading_passes.
  void spend(std::int64_t effort) const {
    effort_left_ -= effort;
    if (effort_left_ < 0) throw ReadTooMuch{};
    check_often();
  }

 private:
  static constexpr std::int64_t kFreely = 100'000;  // papers

  std::chrono::steady_clock::time_point end_;
  mutable unsigned calls_ = 0;
  mutable std::int64_t effort_left_;
};

}  // namespace incipit::query

// What a build may hold in memory. Papers lie in the spool; what grows with the corpus is what author identity and the order of
// documents need of each, and what each thread needs is a part.
//
// Threads: one thread.
#pragma once

#include <algorithm>
#include <cstdint>

#include "indexer/intake.h"
#include "schema/error.h"

namespace incipit::indexer {

class MemoryBudget {
 public:
  // `bytes`: 0 is three quarters of the machine's memory; `jobs`: threads of the build.
  MemoryBudget(std::uint64_t bytes, int jobs);

  // Counts a paper. Error: limit_exceeded, saying how much there may be and what to do.
  [[nodiscard]] schema::Result<void> add(const IntakePaper& paper);
  // Counts citations of a table. Error: as for a paper.
  [[nodiscard]] schema::Result<void> add(const std::vector<corpus::CitationRow>& edges);
  // One that a newer record replaces.
  void remove(const IntakePaper& paper);
  // As many threads as fit, at least one: a part of each takes kBytesOfPart.
  [[nodiscard]] int jobs() const { return jobs_; }

  // What a snapshot may hold at a time, once the parts are written: an eighth, from 64 MiB to 512 MiB.
  [[nodiscard]] std::size_t snapshot_bytes() const { return static_cast<std::size_t>(std::clamp(bytes_ / 8, kLeastSnapshot, kMostSnapshot)); }

  // Measured: 8,000 abstracts of arXiv inverted, with the columns of their part.
  static constexpr std::uint64_t kBytesOfPart = 130ULL << 20;

 private:
  static constexpr std::uint64_t kLeastSnapshot = 64ULL << 20, kMostSnapshot = 512ULL << 20;

  [[nodiscard]] schema::Result<void> check() const;

  std::uint64_t bytes_;
  int jobs_;
  std::uint64_t held_ = 0;
};

}  // namespace incipit::indexer

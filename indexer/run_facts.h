// What every run that writes an index has in common: its clock, the date it is stamped with, its dead-letter file.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "corpus/reader.h"
#include "indexer/dead_letters.h"
#include "indexer/indexer.h"
#include "schema/error.h"
#include "storage/index_directory.h"

namespace incipit::indexer {

// Wall and CPU seconds since it was made.
class RunClock {
 public:
  RunClock();
  [[nodiscard]] double seconds() const;
  [[nodiscard]] double cpu_seconds() const;

 private:
  std::chrono::steady_clock::time_point started_;
  double cpu_before_ = 0;
};

[[nodiscard]] std::string now_iso();

// The writer's lock of an index.
[[nodiscard]] schema::Result<storage::IndexWriterLock> acquire_writer(const std::filesystem::path& index, Contention contention);

// What a generation takes on disk while it is made, for each byte of its spool: measured 1.2 as parts and 1.2 as the index.
inline constexpr std::uint64_t kSpaceForSpool = 3;
// Error: system, where the disk has fewer bytes left.
[[nodiscard]] schema::Result<void> require_space(const storage::IndexWriterLock& lock, std::uint64_t bytes);

// Where rejected records go while the run lasts. A named file must not be one of the inputs (usage).
[[nodiscard]] schema::Result<std::filesystem::path> dead_letter_path(const BuildOptions& options, const std::vector<corpus::InputFile>& files);
// The dead letters of a published generation carry its number; those of a failed run stay "unpublished". Empty: there are none.
[[nodiscard]] std::filesystem::path settle_dead_letters(const BuildOptions& options, const DeadLetters& dead, std::int64_t generation);

}  // namespace incipit::indexer

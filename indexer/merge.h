// Merging what changes left behind: many small segments and author layers into few, without dead rows. Answers stay the same,
// revision included; the server may go on asking meanwhile.
//
// Threads: one writer at a time per index (a lock sees to it).
#pragma once

#include <cstdint>
#include <filesystem>

#include "indexer/indexer.h"
#include "schema/error.h"
#include "schema/index_info.h"

namespace incipit::indexer {

enum class MergeScope {
  due,  // what the policy finds worth merging
  all,  // everything into one segment and one author layer
};

struct MergeOptions {
  std::filesystem::path index;
  MergeScope scope = MergeScope::due;
  Contention contention = Contention::refuse;
  int jobs = 0;
};

struct MergeSummary {
  schema::IndexInfo info;
  std::int64_t segments_before = 0, segments_after = 0;
  std::int64_t dropped = 0;  // dead rows that are gone
  bool published = false;    // false: nothing was due
  double seconds = 0, cpu_seconds = 0;
};

// Errors: index_unavailable, index_damaged, index_incompatible, index_locked, system.
[[nodiscard]] schema::Result<MergeSummary> merge_index(const MergeOptions& options, const ProgressFunction& progress);

}  // namespace incipit::indexer

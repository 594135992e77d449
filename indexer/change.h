// A change of an index at the cost of the change: papers that are new, papers that replace theirs, ids that go.
//
// The papers that come make one new segment; the papers that go are marked beside the segments that hold them; the authors both
// touch make a new layer. Everything else is taken over as it is. What is counted when asked (totals, facets, document
// frequencies, citations, statistics) is exact at once; the constants of the ranking stay as they were (decision D9).
//
// Threads: one change at a time per index (a lock sees to it).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "corpus/reader.h"
#include "indexer/indexer.h"
#include "indexer/overrides.h"
#include "schema/error.h"
#include "schema/index_info.h"

namespace incipit::indexer {

struct ChangeOptions {
  std::filesystem::path index;
  std::vector<std::string> inputs;   // as for a build; records that their source took back are deleted
  std::vector<std::string> citations, paper_metrics, author_metrics;  // tables besides those of input directories
  std::vector<std::string> overrides;  // a file in place of the corrections that the index has; one at most
  // In their place a function of these; its error ends the change.
  EditOverrides edit_overrides;
  std::vector<std::string> deletes;  // ids, or other identifiers that mean one paper
  corpus::Format format = corpus::Format::detect;
  int jobs = 0;
  std::uint64_t memory = 0;  // as BuildOptions
  std::optional<std::int64_t> max_errors;
  std::filesystem::path rejects;
  bool merge_sources = true;  // as BuildOptions
  Contention contention = Contention::refuse;
};

struct ChangeSummary {
  schema::IndexInfo info;         // of the index after the change
  std::int64_t added = 0;
  std::int64_t replaced = 0;
  std::int64_t unchanged = 0;     // the index has the very same record
  std::int64_t superseded = 0;    // the index has a newer one
  std::int64_t merged = 0;        // records, and papers of the index, that became part of another source's paper
  std::int64_t deleted = 0;
  std::int64_t reassigned = 0;    // papers of the index that others have written than was thought before
  std::vector<std::string> not_found;  // ids to delete that no paper has
  std::filesystem::path rejects;  // the dead-letter file; empty when nothing was rejected
  bool published = false;         // false: nothing was to be changed
  double seconds = 0, cpu_seconds = 0;
};

// Errors: index_unavailable, index_damaged, index_incompatible, index_locked, those of the readers, limit_exceeded, system.
[[nodiscard]] schema::Result<ChangeSummary> change_index(const ChangeOptions& options, const ProgressFunction& progress);

}  // namespace incipit::indexer

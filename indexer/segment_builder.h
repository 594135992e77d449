// Papers into segments, in parallel: workers build small parts (small Xapian tables are cheap to fill), then the parts of
// each segment are merged into one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "indexer/author_entities.h"
#include "indexer/indexer.h"
#include "indexer/intake.h"
#include "storage/index_directory.h"
#include "storage/manifest.h"

namespace incipit::indexer {

struct SegmentPlan {
  int jobs = 1;
  std::int64_t segment_papers = 0;  // 0: all in one
};

struct BuiltSegments {
  std::vector<std::string> names;          // "0001", ...
  std::vector<std::string> record_hashes;  // of each paper's canonical record, parallel to Intake::papers
};

// The mean lengths of each field over a fixed sample of the papers (those with the smallest id hashes, at most 4,000):
// the same for any order, number of threads and segmentation.
[[nodiscard]] schema::Result<storage::RankingConstants> measure_constants(const Intake& intake, const Spool& spool);

// Errors: index_damaged, system.
[[nodiscard]] schema::Result<BuiltSegments> build_segments(const Intake& intake, const Spool& spool, const AuthorEntities& authors,
                                                           const storage::RankingConstants& constants,
                                                           const storage::GenerationPaths& paths, const SegmentPlan& plan,
                                                           const ProgressFunction& progress);

}  // namespace incipit::indexer

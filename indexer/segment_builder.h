// Papers into segments, in parallel: workers invert parts in memory and write them as runs, then the parts of each segment
// are merged into one. A part is a function of its papers, authors and constants alone; those that a killed run finished are
// taken over.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/document_builder.h"
#include "indexer/indexer.h"
#include "indexer/intake.h"
#include "indexer/spool.h"
#include "storage/index_directory.h"
#include "storage/manifest.h"

namespace incipit::indexer {

struct SegmentPlan {
  int jobs = 1;
  std::int64_t segment_papers = 0;  // 0: all in one
  std::string first_name = "0001";  // of the first segment; the others are numbered from there
};

struct BuiltSegments {
  std::vector<std::string> names;     // "0001", ...
  storage::ContentSum papers;         // of `content_member` of each
  std::int64_t taken_over = 0;        // papers of parts that a killed run had finished
};

// The authors of each paper by position, parallel to Intake::papers.
using PaperAuthors = std::vector<std::vector<DocumentBuilder::Author>>;

// What the content sum takes of a paper: its canonical record and the ids of its authors.
[[nodiscard]] std::string content_member(std::string_view record, const std::vector<std::string_view>& author_ids);

// The mean lengths of each field over a fixed sample of the papers (those with the smallest id hashes, at most 4,000):
// the same for any order, number of threads and segmentation.
[[nodiscard]] schema::Result<storage::RankingConstants> measure_constants(const Intake& intake, const Spool& spool);

// Errors: index_damaged, system.
[[nodiscard]] schema::Result<BuiltSegments> build_segments(const Intake& intake, const Spool& spool, const PaperAuthors& authors,
                                                           const storage::RankingConstants& constants,
                                                           const storage::GenerationPaths& paths, const SegmentPlan& plan,
                                                           const ProgressFunction& progress);

}  // namespace incipit::indexer

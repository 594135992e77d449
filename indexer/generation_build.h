// The second half of every build: papers and authors that are known become one published generation. What they were read from,
// input files or the records of an older generation, makes no difference here.
//
// Threads: called by one; uses as many as the plan says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "indexer/author_entities.h"
#include "indexer/indexer.h"
#include "indexer/intake.h"
#include "schema/error.h"
#include "schema/index_info.h"
#include "storage/index_directory.h"
#include "storage/manifest.h"

namespace incipit::indexer {

struct GenerationPlan {
  int jobs = 0;                         // 0: the number of cores
  std::int64_t segment_papers = 0;      // papers of a segment at most; 0: all in one
  storage::RankingConstants constants;
  std::size_t snapshot_memory = 256u << 20;  // bytes for the snapshot
};

// What a build finds out about all papers before it makes anything of one.
struct Findings {
  AuthorEntities authors;
  storage::RankingConstants constants;
};
// Forms the authors, and measures the constants unless they are given. Takes the author lists out of `intake`.
// Errors: index_damaged, internal.
[[nodiscard]] schema::Result<Findings> find_out(Intake& intake, const std::filesystem::path& spool, KnownAuthors known,
                                                const IdentityRules& rules, DeadLetters& dead,
                                                const std::optional<storage::RankingConstants>& constants);

// The generation with its snapshot. `intake.info` says where the papers come from, its clock included; counts, revision and the like are filled in. `spool` is
// removed. Errors: system, also when the disk has too little room; index_damaged.
[[nodiscard]] schema::Result<schema::IndexInfo> make_generation(storage::IndexWriterLock& lock, const storage::GenerationPaths& paths,
                                                                Intake intake, const AuthorEntities& authors,
                                                                const std::filesystem::path& spool, const GenerationPlan& plan,
                                                                const ProgressFunction& progress);

}  // namespace incipit::indexer

// The snapshot of a generation (D9): computed over its papers when it is built, kept as it is by changes and merges. Beside it lies by
// row of each segment what lists are sorted by, so that opening an index looks nothing up.
//
// Threads: one; computing uses two where the plan has them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "indexer/indexer.h"
#include "indexer/intake.h"
#include "indexer/spool.h"
#include "schema/error.h"
#include "schema/index_info.h"
#include "storage/generation.h"
#include "storage/index_directory.h"

namespace incipit::indexer {

// What the work files of a snapshot take on disk for each byte of the spool.
inline constexpr std::uint64_t kSpaceOfSnapshot = 6;

struct SnapshotPlan {
  std::size_t memory_bytes = 256u << 20;
  int threads = 2;
  std::string revision;  // of the index that is built
};

// Computes the snapshot of the papers of a build by its clock; nullopt, and nothing written, where the index has none. The spool is still there.
// Errors: internal, system.
[[nodiscard]] schema::Result<std::optional<schema::SnapshotInfo>> make_snapshot(const Intake& intake, const Spool& spool,
                                                                                const storage::GenerationPaths& paths, const SnapshotPlan& plan,
                                                                                const ProgressFunction& progress);

// Writes the figures of segments whose columns are there, from the snapshot of the same generation; papers that it does not have lack
// theirs. Does nothing where there is no snapshot. Errors: index_damaged, system.
[[nodiscard]] schema::Result<void> write_figures(const storage::GenerationPaths& paths, const std::vector<std::string>& segments);

// Takes the snapshot of a published generation over and writes the figures of the segments that are new. Errors as of write_figures.
[[nodiscard]] schema::Result<void> keep_snapshot(const storage::Generation& from, storage::IndexWriterLock& lock, const storage::GenerationPaths& paths,
                                                 const std::vector<std::string>& fresh_segments);

}  // namespace incipit::indexer

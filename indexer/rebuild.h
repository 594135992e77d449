// Rebuilding an index from its own records: `incipit upgrade` brings one of an older format or analysis up to date, `incipit
// refresh` computes anew what changes leave as it was (decision D9). No input file is needed, author ids and imported figures
// stay, and the old generation is served until the new one is published.
//
// Threads: one writer at a time per index (a lock sees to it); uses `jobs` threads.
#pragma once

#include <filesystem>

#include "indexer/indexer.h"
#include "schema/error.h"

namespace incipit::indexer {

enum class RebuildReason {
  upgrade,  // nothing is done where format and analysis are this program's
  refresh,  // the index must be of this program's format and analysis
};

// The constants of the ranking: an upgrade keeps them too, so that scores stay comparable.
enum class RebuildConstants { keep, measure };

struct RebuildOptions {
  std::filesystem::path index;
  RebuildReason reason = RebuildReason::upgrade;
  RebuildConstants constants = RebuildConstants::keep;
  int jobs = 0;
};

struct RebuildSummary {
  schema::IndexInfo info;     // of the index after the run
  int format_before = 0;
  bool published = false;     // false: nothing was to be done
  double seconds = 0, cpu_seconds = 0;
};

// Errors: index_unavailable, index_damaged, index_incompatible (a newer format; for `refresh` an older one, too), index_locked,
// system.
[[nodiscard]] schema::Result<RebuildSummary> rebuild_index(const RebuildOptions& options, const ProgressFunction& progress);

}  // namespace incipit::indexer

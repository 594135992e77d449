// What an update brings, held against what the index has: each record is new, newer than the one there, older, the same, or it
// joins a paper of another source. The papers that come of it are spooled again, so that memory grows with their ids and
// identifiers alone.
//
// A stored paper that was joined from several sources is one record: what a newer record of one of them lacks stays as another
// gave it.
//
// Threads: one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "indexer/intake.h"
#include "indexer/live_papers.h"
#include "indexer/spool.h"
#include "schema/error.h"

namespace incipit::indexer {

struct Arrivals {
  std::vector<IntakePaper> papers;  // in the order of documents; without authors
  std::set<PaperPlace> gone;        // stored papers that these replace or join with
  std::int64_t added = 0, replaced = 0, unchanged = 0, superseded = 0;
  std::int64_t stored_joined = 0;              // stored papers that became part of another one
  std::map<std::string, std::int64_t> merged;  // records and stored papers that joined one, by what they share
};

// How stored papers are told apart from those of a change: whether records of several sources are joined.
enum class SourceMerging { off, on };

// `given`: the spool of the intake. The papers that come of it are written to `spool`. Throws Xapian::Error. Errors:
// index_damaged, system.
[[nodiscard]] schema::Result<Arrivals> settle_arrivals(const Intake& intake, const Spool& given, const LivePapers& live,
                                                       SourceMerging merging, const std::filesystem::path& spool);

}  // namespace incipit::indexer

// What an index is and where it came from: `/v1/index`, `incipit info` and the summary of `incipit index`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schema/date.h"

namespace incipit::schema {

struct InputInfo {
  std::string name;       // file name, or "-" for standard input; never a directory of the machine
  std::string format;     // "incipit-jsonl", "arxiv-snapshot", "author-metrics", ...
  std::string hash;       // "xxh3-128:<32 hex>" of the bytes as read (before decompression)
  std::int64_t bytes = 0;
  std::int64_t records = 0;   // lines that held a record
  std::int64_t accepted = 0;  // that became papers or rows
  std::int64_t rejected = 0;
  bool operator==(const InputInfo&) const = default;
};

// A row of an imported table that names nobody, or somebody ambiguous.
struct UnmatchedRow {
  std::string input;
  std::int64_t line = 0;
  std::string subject;                  // the author or paper named
  std::string reason;                   // "no such author", "2 authors bear this name"
  std::vector<std::string> candidates;  // author ids
  bool operator==(const UnmatchedRow&) const = default;
};

// What is known of the snapshot of an index (D9): novelty and rank scores, computed at one moment.
struct SnapshotInfo {
  Date as_of;            // the index clock of that moment
  std::string revision;  // of the index that it was computed of: that of the index itself where nothing has changed since
  std::int64_t papers = 0, with_novelty = 0, with_rank = 0;
  bool operator==(const SnapshotInfo&) const = default;
};

struct IndexInfo {
  int format_version = 0;
  std::string revision;     // 32 hex characters (D6)
  std::string fingerprint;  // of the analysis
  std::string program;      // name and version that built it
  std::int64_t generation = 0;
  std::int64_t papers = 0;
  std::int64_t authors = 0;
  std::int64_t segments = 0;
  std::optional<Date> as_of;  // the index clock (D3)
  std::string built_at;       // wall clock of the build, ISO; not part of the revision
  std::vector<InputInfo> inputs;
  std::map<std::string, std::int64_t> rejected;      // records by reason code
  std::map<std::string, std::int64_t> warnings;      // dropped optional fields by "field: reason"
  std::map<std::string, std::int64_t> ignored_keys;  // unknown keys, by name
  std::int64_t superseded = 0;                       // older records of a paper (D2)
  std::map<std::string, std::int64_t> merged;        // records that joined one of another source, by what they share
  std::int64_t suppressed = 0;                       // records of ids in suppress.txt
  std::int64_t updates = 0;                          // changes since the index was built
  bool author_ids_ignored = false;                   // external ids said nothing about who is who
  std::vector<UnmatchedRow> unmatched;
  std::optional<SnapshotInfo> snapshot;  // nullopt: without a clock nothing can be computed
};

}  // namespace incipit::schema

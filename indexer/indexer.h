// Papers in, one published generation out.
//
// A build reads every input, keeps the newest record of each paper (D2), forms the author entities, writes segments and
// columns, and publishes. Until it publishes, the old generation is what everybody sees; a failed build leaves it so.
//
// Threads: one build at a time per index (a lock sees to it); the build itself uses `jobs` threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "corpus/reader.h"
#include "schema/error.h"
#include "schema/index_info.h"

namespace incipit::indexer {

// What a run does while another one writes to the index: give up with index_locked, or wait.
enum class Contention { refuse, wait };

struct BuildOptions {
  std::filesystem::path index;
  std::vector<std::string> inputs;  // files, directories or "-"
  corpus::Format format = corpus::Format::detect;
  std::vector<std::string> citations, author_metrics, paper_metrics;  // tables besides those of input directories
  std::optional<schema::Date> as_of;         // nullopt: the newest date in the inputs (D3)
  bool replace = false;                      // allow to lose papers of inputs that are not given this time
  int jobs = 0;                              // 0: the number of cores
  std::uint64_t memory = 0;                  // bytes to get along with; 0: three quarters of the machine's
  std::optional<std::int64_t> max_errors;    // give up after more rejected records than this
  std::filesystem::path rejects;             // empty: <index>/rejects/<generation>.jsonl (unpublished.jsonl of a failed run)
  bool merge_sources = true;                 // one paper from several sources becomes one record
  std::filesystem::path constants_from;      // an index whose constants and author ids are taken over; empty: measured
  std::int64_t segment_papers = 0;           // papers of a segment at most; 0: all papers in one
  std::vector<std::string> overrides;        // a file of corrections in place of those that the index has; one at most
  bool ignore_author_ids = false;            // external ids say nothing about who is who; updates follow
};

enum class Phase { reading, authors, building, snapshot, merging, publishing };
[[nodiscard]] std::string_view name_of(Phase phase);

// How far a build is. `total` is 0 where it is not known (standard input).
struct Progress {
  Phase phase = Phase::reading;
  std::uint64_t done = 0, total = 0;  // bytes while reading, papers after that
  std::uint64_t papers = 0;           // records read or papers built so far
  std::uint64_t rejected = 0;
};
using ProgressFunction = std::function<void(const Progress&)>;

struct BuildSummary {
  schema::IndexInfo info;
  std::filesystem::path rejects;  // the dead-letter file; empty when nothing was rejected
  double seconds = 0;             // wall
  double cpu_seconds = 0;
};

// Errors: input_unreadable, input_invalid (naming the input), would_discard, index_locked, system, limit_exceeded (max_errors).
[[nodiscard]] schema::Result<BuildSummary> build_index(const BuildOptions& options, const ProgressFunction& progress);

// The first `count` records of the inputs as the index would store them, before versions of a paper are merged and tables
// attached, and the rejections met on the way; writes nothing.
struct DryRun {
  std::vector<schema::Paper> papers;
  std::vector<std::pair<std::string, corpus::Record>> rejected;  // input name and record
};
[[nodiscard]] schema::Result<DryRun> dry_run(const BuildOptions& options, std::size_t count);

}  // namespace incipit::indexer

// Reading all inputs into one set of papers: the newest record of each id (D2), spooled to disk as canonical JSON, with
// counts and imported tables beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "corpus/tables.h"
#include "indexer/dead_letters.h"
#include "indexer/indexer.h"
#include "schema/index_info.h"
#include "schema/paper.h"
#include "storage/files.h"

namespace incipit::indexer {

// A paper that survived the intake. Its record lies in the spool; what ordering and author identity need stays here.
struct IntakePaper {
  std::string id;
  std::int64_t published = 0;  // first instant of the earliest given date; storage::kNoInstant without one
  std::vector<schema::Authorship> authors;

  std::vector<std::string> aliases;  // schema::alias_keys
  int version = 0;
  std::int64_t updated = 0;
  std::optional<schema::Date> earliest_published;
  std::uint64_t offset = 0;  // in the spool
  std::uint32_t bytes = 0;
};

// A record as it is stored and indexed: e-mail addresses masked (D13), venue and affiliations as people read them.
[[nodiscard]] schema::Paper normalised(schema::Paper paper);

// Keeps a count under `name`, or under "(others)" once limits::kExamplesKept names have one.
void count_bounded(std::map<std::string, std::int64_t>& counts, const std::string& name);

// Puts a table row that names nobody (or more than one) into the dead-letter file, and among the examples of the index.
void set_aside(const corpus::MetricRow& row, schema::UnmatchedRow unmatched, std::string_view code, DeadLetters& dead,
               schema::IndexInfo& info);

// A row of an author table, waiting to be matched with an entity.
struct AuthorMetricRow {
  std::string input;
  corpus::MetricRow row;
};

struct Intake {
  std::vector<IntakePaper> papers;  // newest first, then by id: the order of documents
  std::unordered_map<std::string, std::vector<schema::CitationCount>> citations;  // from tables, by paper id
  std::unordered_map<std::string, std::vector<schema::PaperMetric>> metrics;
  std::vector<AuthorMetricRow> author_metrics;
  std::optional<schema::Date> newest_date;
  schema::IndexInfo info;  // inputs, rejected, warnings, ignored keys, superseded, unmatched filled in
  std::vector<std::string> input_paths;
};

// Reads everything. Errors: those of the readers (fatal for the build), limit_exceeded, system.
[[nodiscard]] schema::Result<Intake> take_in(const BuildOptions& options, const std::vector<corpus::InputFile>& files,
                                             const std::filesystem::path& spool, DeadLetters& dead,
                                             const ProgressFunction& progress);

// The input arguments and the tables of the options as files. Errors: input_unreadable, input_invalid, not_available
// (an overrides file, which this version cannot apply).
[[nodiscard]] schema::Result<std::vector<corpus::InputFile>> files_to_read(const BuildOptions& options);

// Reads one spooled paper with everything known about it merged in. Threads: safe from any thread.
class Spool {
 public:
  [[nodiscard]] static schema::Result<Spool> open(const std::filesystem::path& path);
  [[nodiscard]] schema::Result<schema::Paper> read(const Intake& intake, const IntakePaper& paper) const;

 private:
  storage::MappedFile file_;
};

}  // namespace incipit::indexer

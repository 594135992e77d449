// Reading all inputs into one set of papers: the newest record of each id (D2), spooled to disk, with counts and imported
// tables beside it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "corpus/tables.h"
#include "indexer/dead_letters.h"
#include "indexer/indexer.h"
#include "indexer/overrides.h"
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
  bool after_deletion = false;  // its source took back what there was before
  std::uint64_t offset = 0;  // in the spool
  std::uint32_t bytes = 0;
  struct Extent {
    std::uint64_t offset = 0;
    std::uint32_t bytes = 0;
  };
  std::vector<Extent> merged;  // records of other sources that join this one, in the spool
};

// What a record says of itself; its place in the spool and its authors are left to the caller.
[[nodiscard]] IntakePaper entry_of(const schema::Paper& paper);
// Whether its id or another identifier of it is one of these (read_suppressed).
[[nodiscard]] bool is_suppressed(const IntakePaper& paper, const std::set<std::string>& suppressed);
// Newest first, then by id: the order of documents.
void sort_for_index(std::vector<IntakePaper>& papers);

// A record as it is stored and indexed: e-mail addresses masked (D13), venue and affiliations as people read them.
[[nodiscard]] schema::Paper normalised(schema::Paper paper);

// Keeps a count under `name`, or under "(others)" once limits::kExamplesKept names have one.
void count_bounded(std::map<std::string, std::int64_t>& counts, const std::string& name, std::int64_t by = 1);

// Puts a table row that names nobody (or more than one) into the dead-letter file, and among the examples of the index.
// Among the examples that the index tells.
void add_unmatched(schema::UnmatchedRow row, schema::IndexInfo& info);
void set_aside(const corpus::MetricRow& row, schema::UnmatchedRow unmatched, std::string_view code, DeadLetters& dead,
               schema::IndexInfo& info);

// A row of an author table, waiting to be matched with an entity.
struct AuthorMetricRow {
  std::string input;
  corpus::MetricRow row;
};

struct Intake {
  std::vector<IntakePaper> papers;  // in the order of documents
  std::unordered_map<std::string, std::vector<schema::CitationCount>> citations;  // from tables, by paper id
  std::unordered_map<std::string, std::vector<schema::PaperMetric>> metrics;
  std::unordered_map<std::string, std::vector<schema::CitingPaper>> cited_by;
  std::unordered_map<std::string, std::vector<std::string>> references;  // to papers that nobody here knows
  std::vector<AuthorMetricRow> author_metrics;
  std::vector<std::string> suppressed;  // what suppress.txt names: ids and alias keys
  std::vector<std::string> deleted;  // ids that their source took back, in input order
  std::optional<schema::Date> newest_date;
  schema::IndexInfo info;  // inputs, rejected, warnings, ignored keys, superseded, unmatched filled in
  std::vector<std::string> input_paths;
};

// Adds what tables say of a paper.
void add_figures(const Intake& intake, const std::string& id, schema::Paper& paper);

// The papers that the index has already.
struct KnownPapers {
  // The id of one, by any of its identifiers; nullopt when there is none, or more than one.
  std::function<std::optional<std::string>(const std::string& identifier)> find;
  // What one is cited by, by its id; nothing where it is none.
  std::function<std::vector<schema::CitingPaper>(const std::string& id)> cited_by;
};

// Reads everything. Rows of tables may name papers of this run, and those of `known`. Errors: those of the readers (fatal
// for the build), limit_exceeded, system.
[[nodiscard]] schema::Result<Intake> take_in(const BuildOptions& options, const std::vector<corpus::InputFile>& files,
                                             const std::filesystem::path& spool, DeadLetters& dead,
                                             const ProgressFunction& progress, const KnownPapers& known = {});

// The input arguments and the tables of the options as files. Errors: input_unreadable, input_invalid.
[[nodiscard]] schema::Result<std::vector<corpus::InputFile>> files_to_read(const BuildOptions& options);
// Takes the file of overrides out of these and reads it; nullopt where there is none. Errors: usage for more than one; those of
// read_overrides.
[[nodiscard]] schema::Result<std::optional<Overrides>> take_overrides(std::vector<corpus::InputFile>& files);

}  // namespace incipit::indexer

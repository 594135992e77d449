// Indexes for tests: real generations in a temporary folder, built from papers or files and asked through the
// searcher.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "indexer/indexer.h"
#include "query/searcher.h"
#include "schema/paper.h"
#include "tests/support/naive_search.h"
#include "tests/support/temp_dir.h"

namespace incipit::testing {

// A paper in few words: authors by display name, categories by code, `published` as parse_date reads it (""
// for none).
struct PaperWords {
  std::string id, title, abstract;
  std::vector<std::string> authors = {}, categories = {};
  std::string published = {};
};
[[nodiscard]] schema::Paper paper_of(const PaperWords& words);
// The same where every name says who it is: authorships of one name, as it is written, have an external id in common. For tests of
// something else than who is who.
[[nodiscard]] schema::Paper known_by_name(schema::Paper paper);

[[nodiscard]] std::string jsonl(const std::vector<schema::Paper>& papers);

// The papers of inputs as an index holds them, by plain loops over the corpus reader: the newest record of
// each id with the earliest publication date (D2).
[[nodiscard]] std::vector<schema::Paper> papers_of(const std::vector<std::string>& inputs);

// A searcher of the current generation; fails the test when it cannot be opened.
[[nodiscard]] std::unique_ptr<query::Searcher> open_searcher(const std::filesystem::path& index);

// The mean lengths by which the current generation ranks.
[[nodiscard]] NaivePivots pivots_of(const std::filesystem::path& index);

// Options of a build with two jobs.
[[nodiscard]] indexer::BuildOptions build_options(const std::filesystem::path& index,
                                                  std::vector<std::string> inputs);

// Every line of the canonical export.
[[nodiscard]] std::vector<std::string> canonical_dump(query::Searcher& searcher);

// An index of some papers, `segment_papers` in a segment (0: all in one).
class Index {
 public:
  explicit Index(const std::vector<schema::Paper>& papers, std::int64_t segment_papers = 0);
  // The same with an author-metrics table (tab-separated text with its header).
  Index(const std::vector<schema::Paper>& papers, const std::string& author_metrics);

  [[nodiscard]] query::Searcher& searcher() { return *searcher_; }
  [[nodiscard]] std::filesystem::path path() const { return dir_.path() / "index"; }

  // Fails the test on an error.
  schema::SearchResult search(const schema::SearchRequest& request);
  schema::SearchResult search(const std::string& q, schema::MatchMode match = schema::MatchMode::all);
  std::vector<std::string> ids(const std::string& q, schema::MatchMode match = schema::MatchMode::all);
  // The id of the only author of exactly that name.
  std::string author_named(const std::string& name);

 private:
  void build(indexer::BuildOptions options);

  TempDir dir_;
  std::unique_ptr<query::Searcher> searcher_;
};

[[nodiscard]] std::vector<std::string> ids_of(const schema::SearchResult& result);
// Compares without regard to order.
void expect_ids(std::vector<std::string> found, std::vector<std::string> expected, const std::string& what);

}  // namespace incipit::testing

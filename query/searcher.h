// Answers requests from one generation of an index.
//
// Threads: a Searcher belongs to the thread that uses it (its database handles are not shared); the generation
// behind it is immutable and shared. Opening one costs well under a millisecond.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "query/ranked_list.h"
#include "query/record_page.h"
#include "schema/author.h"
#include "schema/error.h"
#include "schema/identity_evidence.h"
#include "schema/index_info.h"
#include "schema/novelty.h"
#include "schema/parse_result.h"
#include "schema/request.h"
#include "schema/result.h"
#include "schema/suggestion.h"

namespace incipit::storage {
class Generation;
}

namespace incipit::query {

struct GenerationCache;
class ResultSet;
class SynonymFile;

class Searcher {
 public:
  // Errors: index_incompatible when its analysis fingerprint is not this program's, index_damaged.
  // `cache` is shared by the searchers of this generation; without one it makes its own. `synonyms`: those of a file.
  [[nodiscard]] static schema::Result<std::unique_ptr<Searcher>> open(std::shared_ptr<const storage::Generation> generation,
                                                                      std::shared_ptr<GenerationCache> cache = nullptr,
                                                                      std::shared_ptr<const SynonymFile> synonyms = nullptr);
  ~Searcher();

  // Papers by query text, filters, facets, sort and page. Errors: those of plan_query; not_available for a sort key
  // without data; the codes of cursors; author_not_found for an author filter that names nobody; deadline_exceeded.
  [[nodiscard]] schema::Result<schema::SearchResult> search(const schema::SearchRequest& request);

  // The papers of the same page with their TeX, and nothing cut, counted or highlighted. Errors as of `search`.
  [[nodiscard]] schema::Result<RecordPage> records(const schema::SearchRequest& request);

  // The first `depth` papers of a search by their ids alone, with the facets that it asks for: what evaluations and run files need.
  // Errors as of `search`.
  [[nodiscard]] schema::Result<RankedList> rank(const schema::SearchRequest& request, std::size_t depth);
  // All papers that `search` finds, in its order; page and facets of the request do not count. Errors as of `search`.
  [[nodiscard]] schema::Result<std::shared_ptr<const ResultSet>> select(const schema::SearchRequest& request);

  // Statistics of the papers that `search` finds. Errors as of `search`.
  [[nodiscard]] schema::Result<schema::StatisticsResult> statistics(const schema::SearchRequest& request);

  // Values of a facet, with the counts that it has in `search`. Errors as of `search`, and those of a cursor.
  [[nodiscard]] schema::Result<schema::FacetResult> facet_values(const schema::FacetRequest& request);

  // The record of a paper as it is stored, with its TeX. Errors: paper_not_found, index_damaged.
  [[nodiscard]] schema::Result<schema::Paper> record(std::string_view identifier);

  // A query taken apart, with the counts of its parts and of weaker queries; of the request, text, syntax and filters are read.
  // Errors as of `search`.
  [[nodiscard]] schema::Result<schema::ParseResult> parse(const schema::SearchRequest& request);

  // The paper of an id or of any other of its identifiers (DOI, arXiv with or without version). Error: paper_not_found.
  [[nodiscard]] schema::Result<schema::PaperResult> paper(std::string_view identifier);

  // Why the paper of an identifier has its novelty and its rank score. Errors: paper_not_found, index_damaged.
  [[nodiscard]] schema::Result<schema::NoveltyResult> novelty(std::string_view identifier);

  // How many papers cite that of an identifier, and how many it cites. Errors: paper_not_found, index_damaged.
  [[nodiscard]] schema::Result<schema::CitationCounts> citation_counts(std::string_view identifier);

  // Papers like that of an identifier, by the terms that say most of it: `query.parsed` names them. Errors: paper_not_found, those of
  // a cursor.
  [[nodiscard]] schema::Result<schema::SearchResult> similar(const schema::SimilarRequest& request);

  // People by name: any order, initials, accents, a prefix as the last word. Ranked by exact name, then papers, then id.
  [[nodiscard]] schema::Result<schema::AuthorSearchResult> authors(const schema::AuthorSearchRequest& request);

  // What may be meant by a text that is being typed; empty suggests nothing.
  [[nodiscard]] schema::Result<schema::SuggestResult> suggest(const schema::SuggestRequest& request);

  // The profile of an author id of ours or an external id ("openreview:~X1"). Error: author_not_found.
  [[nodiscard]] schema::Result<schema::AuthorProfile> author(std::string_view id);

  // Why the authorships of an author are one person, who else it may be and why, and the comparison with `other` where it is not
  // empty (query/identity_evidence.h). Errors: author_not_found, limit_exceeded, index_damaged.
  [[nodiscard]] schema::Result<schema::AuthorEvidence> evidence(std::string_view author, std::string_view other = {});

  // Streams every paper as canonical JSON in id order with "author_ids" added; stops when `line` returns false.
  [[nodiscard]] schema::Result<void> export_canonical(const std::function<bool(std::string_view line)>& line);

  // Streams every authorship in the order of papers' rows: paper id, position from 0, author id; stops when `take` returns false.
  using TakeAuthorship = std::function<bool(std::string_view paper, std::size_t position, std::string_view author)>;
  void each_authorship(const TakeAuthorship& take) const;

  // The category codes whose short form (schema::short_code) no other code of this index has (D5). Made at the first
  // call; lives as long as the Searcher.
  [[nodiscard]] const std::set<std::string>& unique_short_categories() const;

  [[nodiscard]] const schema::IndexInfo& info() const;
  [[nodiscard]] schema::IndexIdentity identity() const;

 private:
  struct State;
  explicit Searcher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace incipit::query

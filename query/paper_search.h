// Papers by query text and filters: which ones match, and the page of them that was asked for.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <memory>
#include <vector>

#include "analysis/analyser.h"
#include "query/author_search.h"
#include "query/boosts.h"
#include "query/continuation.h"
#include "query/duplicates.h"
#include "query/evaluator.h"
#include "query/facets.h"
#include "query/filters.h"
#include "query/hit_builder.h"
#include "query/ordering.h"
#include "query/ranked_list.h"
#include "query/record_page.h"
#include "query/synonym_file.h"
#include "query/whole_query.h"
#include "schema/author.h"
#include "schema/error.h"
#include "schema/parse_result.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

class PaperSearch {
 public:
  PaperSearch(const storage::Generation& generation, const std::vector<SegmentView>& segments, analysis::Analyser& analyser,
              const AuthorSearch& authors, const HitBuilder& hits, const Duplicates& duplicates, const SynonymFile* synonyms)
      : generation_(generation), segments_(segments), analyser_(analyser), authors_(authors), hits_(hits), duplicates_(duplicates),
        synonyms_(synonyms), cursors_(generation.manifest(), synonyms == nullptr ? "" : synonyms->digest()), continuation_(cursors_, segments) {}

  // All of these: errors of plan_query, author_not_found, paper_not_found (of the filters that name papers); throw Xapian::Error, DeadlineExceeded, ReadTooMuch.

  // All of the result but the index. Errors: not_available for a sort key without data; those of Boosts::choose and Cursors::read.
  [[nodiscard]] schema::Result<schema::SearchResult> search(const schema::SearchRequest& request, const Deadline& deadline) const;

  // The papers of that page as they are stored; all but the index. Errors as of `search`.
  [[nodiscard]] schema::Result<RecordPage> records(const schema::SearchRequest& request, const Deadline& deadline) const;

  // The first `depth` papers by their ids alone, and the facets. Errors as of `search`.
  [[nodiscard]] schema::Result<RankedList> rank(const schema::SearchRequest& request, std::size_t depth, const Deadline& deadline) const;

  // All papers in order; page and facets of the request do not count. Errors as of `search`.
  struct All {
    schema::QueryEcho echo;
    schema::Sort sort;
    std::vector<Found> papers;
  };
  [[nodiscard]] schema::Result<All> all(const schema::SearchRequest& request, const Deadline& deadline) const;

  // All of the results but the index.
  [[nodiscard]] schema::Result<schema::StatisticsResult> statistics(const schema::SearchRequest& request, const Deadline& deadline) const;
  [[nodiscard]] schema::Result<schema::FacetResult> facet_values(const schema::FacetRequest& request, const Deadline& deadline) const;

  // A query taken apart; all of the result but the index.
  [[nodiscard]] schema::Result<schema::ParseResult> parse(const schema::SearchRequest& request, const Deadline& deadline) const;

 private:
  // What a request finds, before pages and facets are made of it.
  struct Matches {
    ParsedQuery parsed;
    schema::SearchFilters filters;       // of the request, with our own author ids
    std::vector<FilterSets> dimensions;  // by segment
    std::optional<schema::OutsidePapers> outside;
    PaperSets by_query;                  // what the query text matches
    PaperSets papers;                    // those of them that pass the filters; one of each group where that was asked for
    std::shared_ptr<const std::vector<DuplicateGroup>> groups;  // null: duplicates are not put together
    schema::QueryEcho echo;
    schema::Total total;
    Asked asked;
    bool ranks = false;                  // something of the query adds to a score
  };
  // And the first of them in order, or those behind the request's cursor.
  struct Ordered {
    Matches matches;
    schema::Sort sort;
    Boosts boosts;
    std::optional<After> cursor;  // where the request goes on
    NamedPapers named;            // those that the query text names
    std::vector<Found> papers;

    // Papers in front of the page that was asked for.
    [[nodiscard]] std::int64_t before(const schema::SearchRequest& request) const { return cursor ? cursor->before : request.offset; }
  };

  [[nodiscard]] schema::Result<Matches> match(const schema::SearchRequest& request, const Deadline& deadline) const;
  [[nodiscard]] schema::Result<QueryPlan> plan(const ParsedQuery& parsed, const schema::SearchRequest& request, const Deadline& deadline) const;
  // The first `count` papers; with `expand`, the terms of feedback come to what ranks.
  [[nodiscard]] schema::Result<Ordered> order(const schema::SearchRequest& request, std::size_t count, const Deadline& deadline) const;
  // Of the page of the request, which is what `ordered` ends with.
  [[nodiscard]] std::string next_cursor(const Ordered& ordered, const schema::SearchRequest& request) const;
  // The filters as a plan, and what the index does not have of the papers that they ask for.
  struct Filtering {
    FilterPlan plan;
    std::optional<schema::OutsidePapers> outside;
  };
  [[nodiscard]] schema::Result<Filtering> filtering(const schema::SearchFilters& filters, const Deadline& deadline) const;
  [[nodiscard]] schema::Result<schema::SearchFilters> resolve_authors(schema::SearchFilters filters, const Deadline& deadline) const;
  [[nodiscard]] schema::Result<schema::Sort> choose_sort(const schema::SearchRequest& request, bool ranks) const;
  [[nodiscard]] WholeQueryReader whole_query() const { return {generation_, segments_, analyser_, authors_}; }
  void put_duplicates_together(Matches& matches, const Deadline& deadline) const;
  [[nodiscard]] schema::Result<void> expand(Matches& matches, const Deadline& deadline) const;
  [[nodiscard]] std::vector<schema::Facet> facets(const schema::SearchRequest& request, const Matches& matches, const Deadline& deadline) const;
  [[nodiscard]] FacetCounter counted(schema::FacetField field, const Matches& matches, const Deadline& deadline) const;
  [[nodiscard]] schema::Facet facet(schema::FacetField field, const schema::SearchRequest& request, const Matches& matches,
                                    const Deadline& deadline) const;

  const storage::Generation& generation_;
  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  const AuthorSearch& authors_;
  const HitBuilder& hits_;
  const Duplicates& duplicates_;
  const SynonymFile* synonyms_;  // or nullptr
  Cursors cursors_;
  Continuation continuation_;
};

}  // namespace incipit::query

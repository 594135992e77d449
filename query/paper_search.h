// Papers by query text and filters: which ones match, and the page of them that was asked for.
//
// Threads: one (everything given is borrowed).
#pragma once

#include <vector>

#include "analysis/analyser.h"
#include "query/author_search.h"
#include "query/evaluator.h"
#include "query/filters.h"
#include "query/hit_builder.h"
#include "query/ordering.h"
#include "query/ranked_list.h"
#include "query/whole_query.h"
#include "schema/error.h"
#include "schema/parse_result.h"
#include "schema/request.h"
#include "schema/result.h"

namespace incipit::query {

class PaperSearch {
 public:
  PaperSearch(const storage::Generation& generation, const std::vector<SegmentView>& segments, analysis::Analyser& analyser,
              const AuthorSearch& authors, const HitBuilder& hits)
      : generation_(generation), segments_(segments), analyser_(analyser), authors_(authors), hits_(hits) {}

  // All of these: errors of plan_query, author_not_found; throw Xapian::Error, DeadlineExceeded, ReadTooMuch.

  // All of the result but the index. Error: not_available for a sort key without data.
  [[nodiscard]] schema::Result<schema::SearchResult> search(const schema::SearchRequest& request, const Deadline& deadline) const;

  // The first `depth` papers by their ids alone, and the facets. Error: as of `search`.
  [[nodiscard]] schema::Result<RankedList> rank(const schema::SearchRequest& request, std::size_t depth, const Deadline& deadline) const;

  // A query taken apart; all of the result but the index.
  [[nodiscard]] schema::Result<schema::ParseResult> parse(const schema::SearchRequest& request, const Deadline& deadline) const;

 private:
  // What a request finds, before pages and facets are made of it.
  struct Matches {
    ParsedQuery parsed;
    schema::SearchFilters filters;       // of the request, with our own author ids
    std::vector<FilterSets> dimensions;  // by segment
    PaperSets by_query;                  // what the query text matches
    PaperSets papers;                    // those of them that pass the filters
    schema::QueryEcho echo;
    schema::Total total;
    Asked asked;
    bool ranks = false;                  // something of the query adds to a score
  };
  // And the first of them in order.
  struct Ordered {
    Matches matches;
    schema::Sort sort;
    NamedPapers named;  // those that the query text names
    std::vector<Found> papers;
  };

  [[nodiscard]] schema::Result<Matches> match(const schema::SearchRequest& request, const Deadline& deadline) const;
  // The first `count` papers; with `expand`, the terms of feedback come to what ranks.
  [[nodiscard]] schema::Result<Ordered> order(const schema::SearchRequest& request, std::size_t count, const Deadline& deadline) const;
  [[nodiscard]] schema::Result<schema::SearchFilters> resolve_authors(schema::SearchFilters filters, const Deadline& deadline) const;
  [[nodiscard]] schema::Result<schema::Sort> choose_sort(const schema::SearchRequest& request, bool ranks, const Deadline& deadline) const;
  [[nodiscard]] WholeQueryReader whole_query() const { return {generation_, segments_, analyser_, authors_}; }
  [[nodiscard]] schema::Result<void> expand(Matches& matches, const Deadline& deadline) const;
  [[nodiscard]] std::vector<schema::Facet> facets(const schema::SearchRequest& request, const Matches& matches, const Deadline& deadline) const;
  [[nodiscard]] schema::Facet facet(schema::FacetField field, const schema::SearchRequest& request, const Matches& matches,
                                    const Deadline& deadline) const;

  const storage::Generation& generation_;
  const std::vector<SegmentView>& segments_;
  analysis::Analyser& analyser_;
  const AuthorSearch& authors_;
  const HitBuilder& hits_;
};

}  // namespace incipit::query

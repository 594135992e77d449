// Authors as answered (contracts of `metrics.md`): entities, statistics that carry their scope, source, date
// and n, imported figures beside them, and the bounds that an imported source breaks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/date.h"
#include "schema/metric.h"
#include "schema/result.h"

namespace incipit::schema {

// A bound within one scope, source and date that its own figures break, e.g. h_index <= papers.
struct Inconsistency {
  std::string bound;   // "h_index <= papers"
  std::string source;
  std::optional<Date> as_of;
  std::vector<std::pair<std::string, double>> values;
};

struct CountedValue {
  std::string value;
  std::string label;
  std::int64_t count = 0;
};

struct Coauthor {
  AuthorRef author;
  std::int64_t papers = 0;  // written together
  std::optional<int> first_year, last_year;
};

struct CharacteristicTerm {
  std::string term;
  double score = 0;
  std::int64_t papers = 0;  // of the author that use it
};

struct AuthorProfile {
  IndexIdentity index;
  std::string id;
  std::string name;
  std::vector<std::string> name_variants;
  std::vector<std::string> ids;  // external
  double confidence = 1;  // 0 to 1: that the papers are of one person, and none of theirs are elsewhere
  bool ambiguous = false;
  std::vector<AuthorRef> candidates;  // with `ambiguous`: who else it may be, by our id or an external one
  std::vector<std::string> affiliations;
  std::string primary_category;
  double primary_category_share = 0;
  std::vector<CountedValue> categories;
  std::int64_t papers = 0;
  std::optional<int> first_year, last_year;
  std::vector<YearCount> papers_by_year;                   // zero years kept
  Metric citations_by_year;                                // null with the reason without dated citations
  std::vector<Metric> statistics;
  Metric novelty, rank_score, ai_score;
  std::vector<Metric> imported;
  std::vector<Inconsistency> inconsistent;
  std::int64_t coauthor_count = 0;
  std::vector<Coauthor> coauthors;  // most papers together first, at most limits::kCoauthorsShown
  std::vector<CharacteristicTerm> terms;
  std::vector<Hit> top_papers;
  std::optional<Date> index_as_of;
};

struct AuthorHit {
  AuthorRef author;
  std::vector<std::string> name_variants;
  std::vector<std::string> ids;
  std::int64_t papers = 0;
  std::optional<int> first_year, last_year;
  std::string primary_category;
  bool exact_name = false;  // the query is one of its names
};

struct AuthorSearchResult {
  IndexIdentity index;
  std::string q;
  Total total;
  std::vector<AuthorHit> hits;
  std::string next_cursor;  // as of a SearchResult
};

// Statistics of the papers that a request finds (metrics.md), without those that only an author has.
struct StatisticsResult {
  IndexIdentity index;
  QueryEcho query;
  Total total;  // of papers
  std::optional<int> first_year, last_year;
  std::string primary_category;
  double primary_category_share = 0;
  std::vector<CountedValue> categories;  // most frequent first, at most limits::kFacetValues
  std::vector<YearCount> papers_by_year;
  std::vector<Metric> statistics;
  std::optional<Date> index_as_of;
};

}  // namespace incipit::schema

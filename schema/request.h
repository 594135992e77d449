// What can be asked, as plain values. Every door (JSON API, pages, command line) builds these and nothing else,
// so the same question gets the same answer through each.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/date.h"
#include "schema/fields.h"
#include "schema/limits.h"

namespace incipit::schema {

enum class MatchMode { automatic, all, any };         // D7
enum class HighlightMode { none, spans, html };
enum class QuerySyntax { operators, text };           // `text` reads no operators
enum class SortKey { relevance, published, updated, citations, novelty, rank, title };
enum class Collapse { none, duplicates };  // `duplicates`: one paper of each duplicate group (D2)

// What can be made to count beside the text; each is declared, none is on by itself.
enum class Boost { recency, citations, novelty, rank };
struct BoostRow {
  Boost boost;
  std::string_view name;
};
inline constexpr std::array kBoosts{BoostRow{Boost::recency, "recency"}, BoostRow{Boost::citations, "citations"},
                                    BoostRow{Boost::novelty, "novelty"}, BoostRow{Boost::rank, "rank"}};

struct Sort {
  SortKey key = SortKey::relevance;
  bool reversed = false;  // `-key`
  bool operator==(const Sort&) const = default;
};

// One filter dimension: any of the first, none of the second.
struct FilterValues {
  std::vector<std::string> any_of;
  std::vector<std::string> none_of;

  [[nodiscard]] bool empty() const { return any_of.empty() && none_of.empty(); }
  bool operator==(const FilterValues&) const = default;
};

// `year=2019..2024`, either end open; a single year has both ends equal.
struct YearRange {
  std::optional<int> from, to;
  bool operator==(const YearRange&) const = default;
};

struct SearchFilters {
  FilterValues category, primary, archive, venue, affiliation, status;
  FilterValues author;  // author ids, ours or external
  std::vector<YearRange> years;
  std::vector<YearRange> not_years;
  std::optional<Date> from, to;   // publication date, inclusive
  std::optional<Date> as_of;      // only what was published by then
  std::vector<Fact> has;
  std::vector<Fact> has_not;
  std::optional<std::int64_t> min_citations;
  std::optional<std::int64_t> min_novelty;  // hundredths of a percentile
  FilterValues cites, cited_by;   // papers, by any of their identifiers: what passes cites them, or is cited by them
  std::vector<std::string> ids;   // any spelling of an identifier; any of them

  bool operator==(const SearchFilters&) const = default;
};

struct SearchRequest {
  std::string q;
  QuerySyntax syntax = QuerySyntax::operators;
  MatchMode match = MatchMode::automatic;
  SearchFilters filters;
  Collapse collapse = Collapse::none;
  std::vector<FacetField> facets;
  std::int64_t facet_limit = limits::kFacetDefault.value;
  std::optional<Sort> sort;  // nullopt: relevance where something ranks, else published
  std::int64_t limit = limits::kPageDefault.value;
  std::int64_t offset = 0;
  std::string cursor;  // of the page before (SearchResult::next_cursor); not together with an offset
  HighlightMode highlight = HighlightMode::spans;
  bool explain = false;
  bool synonyms = true;  // but with MatchMode::all: bare words also match other forms of theirs, each told in a note
  bool expand = false;  // with sort by relevance: terms of the best papers rank too (pseudo-relevance feedback)
  std::vector<Boost> boosts = {};  // with sort by relevance alone; each once
};

// Papers like one.
struct SimilarRequest {
  std::string identifier;  // any of its identifiers
  std::int64_t limit = limits::kPageDefault.value;
  std::int64_t offset = 0;
  std::string cursor = {};  // as of a SearchRequest
};

struct AuthorSearchRequest {
  std::string q;  // empty: all, most papers first
  std::vector<std::string> categories;  // any of them
  std::vector<YearRange> years;         // any of them
  std::int64_t limit = limits::kPageDefault.value;
  std::int64_t offset = 0;
  std::string cursor = {};  // as of a SearchRequest
};

// The values of one facet of what `search` finds; of `search`, text and filters count.
struct FacetRequest {
  SearchRequest search;
  FacetField field = FacetField::category;
  std::string prefix;  // a value, or a word of its label, begins so; case and accents do not matter
  std::int64_t limit = limits::kFacetDefault.value;
  std::string cursor;
};

}  // namespace incipit::schema

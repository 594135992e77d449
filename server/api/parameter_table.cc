#include "server/api/parameter_table.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "schema/ascii.h"

namespace incipit::server::api {
namespace {

using namespace std::string_view_literals;
using enum ParameterKind;
namespace limits = schema::limits;

constexpr std::string_view kNoTopic = "ranking people by topic is not part of this version; use q for names";

constexpr std::string_view kExportFormats = "jsonl,csv,bibtex,ris,csl";
constexpr std::string_view kFormats = "json,bibtex,ris,csl,csv,jsonl";

constexpr ParameterRow kQ{"q", text, Times::once, "query text; empty browses"};
constexpr ParameterRow kCategory{"category", filter, Times::any,
                                 "category code; repeated means any of them, a leading '-' excludes"};
constexpr ParameterRow kYear{"year", year_range, Times::any,
                             "year or range: 2019, 2019..2024, 2019.., ..2024; a leading '-' excludes"};
constexpr ParameterRow kLimit{"limit", integer, Times::once,        "results in this reply",
                              {},      0,       &limits::kPageSize, &limits::kPageDefault};
constexpr ParameterRow kOffset{"offset", integer, Times::once,     "results left out before the first",
                               {},       0,       &limits::kOffset};
constexpr ParameterRow kCursor{"cursor", text, Times::once, "`next_cursor` of the page before; not together with offset"};
constexpr ParameterRow kFields{"fields", comma_list, Times::any,
                               "members of each result to answer, by name; `id` is always there"};

constexpr std::array kPaperSearch{
    kQ,
    ParameterRow{"syntax", choice, Times::once, "`text` reads no operators in q", "operators,text"},
    ParameterRow{"match", choice, Times::once,
                 "auto relaxes a plain query with few hits, by relevance only, and says so; all is strict; any is ranked OR",
                 "auto,all,any"},
    kCategory,
    ParameterRow{"primary", filter, Times::any, "primary category; repeats and '-' as category"},
    ParameterRow{"archive", filter, Times::any, "archive of any category, such as cs; repeats and '-'"},
    ParameterRow{"author", filter, Times::any, "author id, ours or external; repeats and '-'"},
    kYear,
    ParameterRow{"venue", filter, Times::any, "venue as in the facet; repeats and '-'"},
    ParameterRow{"affiliation", filter, Times::any, "words side by side in an affiliation of any author; repeats and '-'"},
    ParameterRow{"status", filter, Times::any, "withdrawn or retracted; repeats and '-'"},
    ParameterRow{"has", filter, Times::any, "facts a paper must have; repeated means all, '-' must not have",
                 "abstract,doi,code,citations,references,date,orcid,affiliation"},
    ParameterRow{"id", text, Times::any, "paper with this id, DOI or other identifier; repeated means any"},
    ParameterRow{"cites", filter, Times::any, "cites this paper, by any of its identifiers; repeats and '-'"},
    ParameterRow{"cited_by", filter, Times::any, "is cited by this paper, by any of its identifiers; repeats and '-'"},
    ParameterRow{"from", date, Times::once, "published on or after YYYY, YYYY-MM or YYYY-MM-DD"},
    ParameterRow{"to", date, Times::once, "published on or before, to the end of the year, month or day"},
    ParameterRow{"as_of", date, Times::once, "only what was published by then"},
    ParameterRow{"min_citations", integer, Times::once, "at least this many citations"},
    ParameterRow{"min_novelty", percentile, Times::once, "at least this novelty, a percentile from 0 to 100 with two decimals at most"},
    ParameterRow{"collapse", choice, Times::once, "`duplicates` keeps one paper of each duplicate group; a note says how many are left out",
                 "duplicates"},
    ParameterRow{"facets", comma_list, Times::any, "facets to count",
                 "category,primary,archive,year,author,venue"},
    ParameterRow{"facet_limit",
                 integer,
                 Times::once,
                 "values of each facet",
                 {},
                 1,
                 &limits::kFacetValues,
                 &limits::kFacetDefault},
    ParameterRow{"sort", choice, Times::once, "order; a leading '-' reverses; ties by id",
                 "relevance,published,updated,citations,novelty,rank,title"},
    kLimit,
    kOffset,
    kCursor,
    kFields,
    ParameterRow{"format", choice, Times::once, "form of the papers; other ones than json hold no facets and no matches", kFormats},
    ParameterRow{"highlight", choice, Times::once, "how matching words are marked", "spans,html,none"},
    ParameterRow{"explain", flag, Times::once, "1 adds what each query term gave to the score"},
    ParameterRow{"synonyms", flag, Times::once, "0 keeps unquoted words from finding their synonyms and what acronyms stand for; with match=all they never do",
                 {}, 0, nullptr, nullptr, {}, true},
    ParameterRow{"expand", flag, Times::once, "1 ranks by terms of the best papers too, which a note names (pseudo-relevance feedback); totals stay"},
    ParameterRow{"boost", comma_list, Times::any, "what counts beside the text, up to a quarter of the score each, which a note says; totals stay",
                 "recency,citations,novelty,rank"},
};

constexpr std::array kAuthorSearch{
    ParameterRow{"q", text, Times::once, "name in any order, initials, or a prefix; empty lists all"},
    ParameterRow{"category", filter, Times::any, "wrote in this category; repeated means any"},
    ParameterRow{"year", year_range, Times::any, "wrote in these years; repeated means any"},
    ParameterRow{
        "topic", text, Times::once, "rank people by their papers on this", {}, 0, nullptr, nullptr, kNoTopic},
    kLimit,
    kOffset,
    kCursor,
    kFields,
};

constexpr std::array kSuggest{
    ParameterRow{"q", text, Times::once, "text typed so far; empty suggests nothing"},
    ParameterRow{"kind", choice, Times::once, "only suggestions of this kind", "words,authors,categories,papers"},
    ParameterRow{"limit",
                 integer,
                 Times::once,
                 "suggestions of each kind",
                 {},
                 0,
                 &limits::kSuggestions,
                 &limits::kSuggestDefault},
};

constexpr std::array kPaper{
    ParameterRow{"format", choice, Times::once, "form of the record; the header Accept asks for one too", kFormats},
    kFields,
};

constexpr std::array kPageOfPapers{kLimit, kOffset, kCursor, kFields};
constexpr std::array kEvidence{ParameterRow{"with", text, Times::once, "an author, or an authorship as PAPER:POSITION, to compare with", {}, 1}};
constexpr std::array kFieldsOnly{kFields};

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// Of a search what asks, without what shapes its page, and others behind that.
std::vector<ParameterRow> asking_rows(std::initializer_list<std::string_view> kept, std::initializer_list<ParameterRow> others) {
  constexpr std::array kOfThePage{"match"sv,  "collapse"sv, "synonyms"sv, "facets"sv,    "facet_limit"sv, "sort"sv,   "limit"sv, "offset"sv,
                                  "cursor"sv, "fields"sv,   "format"sv,   "highlight"sv, "explain"sv,     "expand"sv, "boost"sv};
  const auto has = [](const auto& names, std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  std::vector<ParameterRow> asking;
  for (const ParameterRow& row : kPaperSearch) {
    if (!has(kOfThePage, row.name) || has(kept, row.name)) asking.push_back(row);
  }
  asking.insert(asking.end(), others.begin(), others.end());
  return asking;
}

std::span<const ParameterRow> query_rows() {
  static const std::vector<ParameterRow> rows = asking_rows({}, {});
  return rows;
}

std::span<const ParameterRow> set_rows() {
  static const std::vector<ParameterRow> rows = asking_rows({"match", "collapse", "synonyms"}, {});
  return rows;
}

std::span<const ParameterRow> export_rows() {
  static const std::vector<ParameterRow> rows =
      asking_rows({"match", "collapse", "sort", "synonyms", "expand", "boost"}, {{"format", choice, Times::once, "form of the papers", kExportFormats}});
  return rows;
}

std::span<const ParameterRow> facet_rows() {
  static const std::vector<ParameterRow> rows =
      asking_rows({"match", "collapse", "synonyms"}, {{"prefix", text, Times::once, "values that begin so, or have a word in their label that does; case and accents do not matter"},
                              {"limit", integer, Times::once, "values in this reply", {}, 1, &limits::kFacetValues, &limits::kFacetDefault},
                              kCursor});
  return rows;
}

}  // namespace

std::span<const ParameterRow> parameter_table(ParameterGroup group) {
  switch (group) {
    case ParameterGroup::none:
      return {};
    case ParameterGroup::paper_search:
      return kPaperSearch;
    case ParameterGroup::paper_query:
      return query_rows();
    case ParameterGroup::paper_set:
      return set_rows();
    case ParameterGroup::paper_export:
      return export_rows();
    case ParameterGroup::facet_values:
      return facet_rows();
    case ParameterGroup::author_search:
      return kAuthorSearch;
    case ParameterGroup::paper:
      return kPaper;
    case ParameterGroup::page_of_papers:
      return kPageOfPapers;
    case ParameterGroup::evidence:
      return kEvidence;
    case ParameterGroup::suggest:
      return kSuggest;
    case ParameterGroup::fields_only:
      return kFieldsOnly;
  }
  return {};
}

const ParameterRow* find_parameter(ParameterGroup group, std::string_view name) {
  for (const ParameterRow& row : parameter_table(group)) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::vector<std::string> choices_of(const ParameterRow& row) {
  if (row.choices.empty()) return {};
  const auto parts = schema::split(row.choices, ",");
  return {parts.begin(), parts.end()};
}

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> known) {
  constexpr std::size_t kLongest = 64;  // the distance costs the product of both lengths
  if (name.size() > kLongest) return {};
  std::optional<std::string> best;
  const std::size_t tolerated = name.size() < 4 ? 1 : std::max<std::size_t>(2, name.size() / 3);
  std::size_t best_distance = std::min(tolerated + 1, name.size());
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace incipit::server::api

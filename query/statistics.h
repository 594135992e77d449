// Statistics of a set of papers, as `metrics.md` defines them: pure functions from per-paper facts to metrics, each with
// its formula, n and, where it cannot be known, the reason.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/author.h"

namespace incipit::query {

// Who made a citation: a paper that the index does not have, one that it has, and of these one of the author that is asked for.
enum class CitedBy { outside, known, author };
struct CitationFact {
  std::optional<int> year;
  CitedBy by = CitedBy::outside;
};

// What the statistics need of one paper. Texts are borrowed, from columns as a rule.
struct PaperFacts {
  std::optional<int> year;
  std::optional<std::int64_t> citations;
  std::size_t authors = 0;   // of the paper
  std::size_t position = 0;  // of the author among them, from 0
  std::string_view primary;  // category; empty: none
  std::vector<std::string_view> categories;
  std::int64_t published = 0;  // instant, for ties; the smallest value where undated
  std::string_view status = {};  // "withdrawn", "retracted"; empty: neither
  std::optional<std::int64_t> novelty = {}, rank_score = {};  // of the snapshot, hundredths
  std::optional<std::vector<CitationFact>> edges = std::vector<CitationFact>();  // single citations; nullopt: not looked up
};

// Sums by number of authors, and these divided by it: quotients are added in one order whatever the order of papers.
using ByAuthors = std::map<std::size_t, std::int64_t>;
[[nodiscard]] double sum_of_shares(const ByAuthors& totals);


// h: the largest h such that h papers have at least h citations each. Hirsch 2005, PNAS 102:16569.
[[nodiscard]] std::int64_t h_index(std::vector<std::int64_t> citations);
// g: the largest g <= papers such that the g most cited have together at least g^2. Egghe 2006, Scientometrics 69:131.
[[nodiscard]] std::int64_t g_index(std::vector<std::int64_t> citations);
[[nodiscard]] std::int64_t papers_with_at_least(const std::vector<std::int64_t>& citations, std::int64_t bound);

// All statistics of an author over `papers`; `as_of` is the index clock. Withdrawn and retracted papers count in `papers` and
// `papers_left_out` alone.
[[nodiscard]] std::vector<schema::Metric> author_statistics(const std::vector<PaperFacts>& papers, std::int64_t coauthors,
                                                            const std::optional<schema::Date>& as_of);

// Those of any set of papers, without what only an author has; `authors`: how many wrote them.
[[nodiscard]] std::vector<schema::Metric> set_statistics(const std::vector<PaperFacts>& papers, std::int64_t authors,
                                                         const std::optional<schema::Date>& as_of);

// The category that is primary most often, ties to the one used last; its share of the papers that have one.
struct PrimaryCategory {
  std::string code;
  double share = 0;
};
[[nodiscard]] PrimaryCategory primary_category(const std::vector<PaperFacts>& papers);

// Papers per year from the first to the last, zero years kept.
[[nodiscard]] std::vector<schema::YearCount> papers_by_year(const std::vector<PaperFacts>& papers);

// The bounds h <= papers, h^2 <= citations, g >= h, i10 <= papers that figures of one source and date break.
[[nodiscard]] std::vector<schema::Inconsistency> broken_bounds(const std::vector<schema::Metric>& imported);

// A metric that cannot be known.
[[nodiscard]] schema::Metric unavailable(std::string name, std::string reason);

}  // namespace incipit::query

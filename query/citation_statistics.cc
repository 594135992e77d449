#include "query/citation_statistics.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "schema/limits.h"

namespace incipit::query {
namespace {

constexpr const char* kNoCounts = "none of the papers has a citation count in this index";
constexpr const char* kNoEdges = "needs single citations, and this index has none of these papers";
constexpr const char* kNoDatedEdges = "needs citations with dates, and this index has none of these papers";
constexpr const char* kOfNobodyHere = "none of the papers that cite these is in this index";
constexpr const char* kAfterTheClock = "all dated citations are later than the index clock";
constexpr const char* kNoClock = "the index has no clock";
constexpr const char* kMQuotient = "h / (clock year - first year + 1)";
constexpr const char* kCitedness = "citations in Y of the papers of Y-1 and Y-2 / those papers, Y = clock year - 1";
constexpr const char* kSelf = "citations by papers of the author / citations by papers in this index: n";

double median(std::vector<std::int64_t> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return static_cast<double>(values[middle]);
  return static_cast<double>(values[middle - 1] + values[middle]) / 2;
}

// The citation counts of some papers, wherever they come from.
struct Counts {
  std::vector<std::int64_t> counts;
  ByAuthors by_authors;

  void add(std::int64_t count, std::size_t authors) {
    counts.push_back(count);
    by_authors[authors] += count;
  }
};

Counts given_counts(const std::vector<PaperFacts>& papers) {
  Counts given;
  for (const auto& paper : papers) {
    if (paper.citations) given.add(*paper.citations, paper.authors);
  }
  return given;
}

// Single citations, by paper in the order of papers; `known` is false where they were too many to look up.
struct Edges {
  bool known = true;
  Counts counts;
  std::int64_t all = 0, dated = 0, by_known = 0, by_author = 0;

  explicit Edges(const std::vector<PaperFacts>& papers) {
    for (const auto& paper : papers) {
      known = known && paper.edges.has_value();
      if (!paper.edges) continue;
      counts.add(static_cast<std::int64_t>(paper.edges->size()), paper.authors);
      for (const auto& edge : *paper.edges) {
        ++all;
        dated += edge.year.has_value();
        by_known += edge.by != CitedBy::outside;
        by_author += edge.by == CitedBy::author;
      }
    }
  }
};

std::string too_many() {
  return "more papers than papers_looked_up allows, which is " + std::to_string(schema::limits::kPapersLookedUp.value);
}

void add_m_quotient(MetricCollector& out, const std::vector<PaperFacts>& papers, std::int64_t h, std::size_t n,
                    const std::optional<schema::Date>& as_of) {
  std::optional<int> first;
  for (const auto& paper : papers) {
    if (paper.year) first = std::min(first.value_or(*paper.year), *paper.year);
  }
  if (!first || !as_of) return out.lack("m_quotient", kUndated, kMQuotient);
  if (as_of->year() < *first) return out.lack("m_quotient", "the index clock is before the first paper", kMQuotient);
  out.add("m_quotient", static_cast<double>(h) / (as_of->year() - *first + 1), n, kMQuotient);
}

void add_counts(MetricCollector& out, const Counts& given, const std::vector<PaperFacts>& papers, const std::optional<schema::Date>& as_of) {
  const auto& counts = given.counts;
  if (counts.empty()) {
    for (const char* name : {"citations", "citations_mean", "citations_median", "normalised_citations", "i10_index", "i100_index"}) {
      out.lack(name, kNoCounts);
    }
    out.lack("h_index", kNoCounts, "hirsch-2005");
    out.lack("g_index", kNoCounts, "egghe-2006");
    return out.lack("m_quotient", kNoCounts, kMQuotient);
  }
  const std::size_t n = counts.size();
  const std::int64_t sum = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  const std::int64_t h = h_index(counts);
  out.add("citations", static_cast<double>(sum), n);
  out.add("citations_mean", static_cast<double>(sum) / static_cast<double>(n), n);
  out.add("citations_median", median(counts), n);
  out.add("normalised_citations", sum_of_shares(given.by_authors), n, "sum of citations / authors");
  out.add("h_index", static_cast<double>(h), n, "hirsch-2005");
  out.add("g_index", static_cast<double>(g_index(counts)), n, "egghe-2006");
  out.add("i10_index", static_cast<double>(papers_with_at_least(counts, 10)), n);
  out.add("i100_index", static_cast<double>(papers_with_at_least(counts, 100)), n);
  add_m_quotient(out, papers, h, n, as_of);
}

// Dated citations of each paper by year, up to the year of the clock.
std::vector<std::map<int, std::int64_t>> by_year(const std::vector<PaperFacts>& papers, int last) {
  std::vector<std::map<int, std::int64_t>> years;
  for (const auto& paper : papers) {
    auto& of_paper = years.emplace_back();
    if (!paper.edges) continue;
    for (const auto& edge : *paper.edges) {
      if (edge.year && *edge.year <= last) ++of_paper[*edge.year];
    }
  }
  return years;
}

void add_series(MetricCollector& out, const std::vector<std::map<int, std::int64_t>>& years, int last) {
  std::map<int, std::int64_t> totals;
  std::size_t n = 0;
  for (const auto& of_paper : years) {
    for (const auto& [year, count] : of_paper) {
      totals[year] += count;
      n += static_cast<std::size_t>(count);
    }
  }
  if (totals.empty()) {
    out.lack("citations_by_year", kAfterTheClock);
    return out.lack("h_over_time", kAfterTheClock, "hirsch-2005");
  }
  std::vector<schema::YearCount> counts, h;
  std::vector<std::int64_t> until(years.size(), 0);  // of each paper by the end of a year
  for (int year = totals.begin()->first; year <= last; ++year) {
    const auto total = totals.find(year);
    counts.push_back({year, total == totals.end() ? 0 : total->second});
    for (std::size_t p = 0; p < years.size(); ++p) {
      if (const auto count = years[p].find(year); count != years[p].end()) until[p] += count->second;
    }
    h.push_back({year, h_index(until)});
  }
  out.add_series("citations_by_year", "count", std::move(counts), n);
  out.add_series("h_over_time", "h", std::move(h), n, "hirsch-2005");
}

void add_citedness(MetricCollector& out, const std::vector<PaperFacts>& papers, const std::vector<std::map<int, std::int64_t>>& years, int clock) {
  const int full = clock - 1;
  std::int64_t citations = 0, cited = 0;
  for (std::size_t p = 0; p < papers.size(); ++p) {
    if (!papers[p].year || *papers[p].year < full - 2 || *papers[p].year >= full) continue;
    ++cited;
    if (const auto count = years[p].find(full); count != years[p].end()) citations += count->second;
  }
  if (cited == 0) {
    return out.lack("mean_citedness_2y", "no paper is of " + std::to_string(full - 2) + " or " + std::to_string(full - 1), kCitedness);
  }
  out.add("mean_citedness_2y", static_cast<double>(citations) / static_cast<double>(cited), static_cast<std::size_t>(cited), kCitedness);
}

void add_dated(MetricCollector& out, const Edges& edges, const std::vector<PaperFacts>& papers, const std::optional<schema::Date>& as_of) {
  const std::string reason = !edges.known ? too_many() : edges.dated == 0 ? kNoDatedEdges : !as_of ? kNoClock : "";
  if (!reason.empty()) {
    out.lack("citations_by_year", reason);
    out.lack("h_over_time", reason, "hirsch-2005");
    return out.lack("mean_citedness_2y", reason, kCitedness);
  }
  const auto years = by_year(papers, as_of->year());
  add_series(out, years, as_of->year());
  add_citedness(out, papers, years, as_of->year());
}

void add_self_citations(MetricCollector& out, const Edges& edges) {
  if (!edges.known) return out.lack("self_citations", too_many(), kSelf);
  if (edges.all == 0) return out.lack("self_citations", kNoEdges, kSelf);
  if (edges.by_known == 0) return out.lack("self_citations", kOfNobodyHere, kSelf);
  out.add("self_citations", static_cast<double>(edges.by_author), static_cast<std::size_t>(edges.by_known), kSelf);
}

}  // namespace

void add_citation_statistics(MetricCollector& out, const std::vector<PaperFacts>& papers, const std::optional<schema::Date>& as_of) {
  const Counts given = given_counts(papers);
  const Edges edges(papers);
  out.add("citation_coverage", static_cast<double>(given.counts.size()) / static_cast<double>(papers.size()), papers.size(),
          "papers with a count / papers");
  const bool by_edges = given.counts.empty() && edges.known && edges.all > 0;
  out.set_source(by_edges ? kFromEdges : kThisIndex);
  add_counts(out, by_edges ? edges.counts : given, papers, as_of);
  out.set_source(kFromEdges);
  if (!edges.known || edges.all == 0) {
    out.lack("citations_by_edges", edges.known ? kNoEdges : too_many());
  } else {
    out.add("citations_by_edges", static_cast<double>(edges.all), papers.size());
  }
  add_dated(out, edges, papers, as_of);
  add_self_citations(out, edges);
  out.set_source(kThisIndex);
}

}  // namespace incipit::query

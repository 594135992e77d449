#include "query/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>

#include "query/citation_statistics.h"
#include "query/metric_collector.h"

namespace incipit::query {

using schema::Metric;

namespace {

double share(std::size_t part, std::size_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

// Shannon entropy in bits of how the papers spread over categories.
double category_entropy(const std::vector<PaperFacts>& papers) {
  std::map<std::string, double> counts;
  double all = 0;
  for (const auto& paper : papers) {
    for (const auto& category : paper.categories) {
      ++counts[std::string(category)];
      ++all;
    }
  }
  double entropy = 0;
  for (const auto& [category, count] : counts) entropy -= count / all * std::log2(count / all);
  return std::max(0.0, entropy);
}

void add_career(MetricCollector& out, const std::vector<PaperFacts>& papers) {
  std::optional<int> first, last;
  std::size_t dated = 0;
  for (const auto& paper : papers) {
    if (!paper.year) continue;
    ++dated;
    first = std::min(first.value_or(*paper.year), *paper.year);
    last = std::max(last.value_or(*paper.year), *paper.year);
  }
  if (dated == 0) {
    out.lack("career_span", kUndated, "last year - first year + 1");
    return;
  }
  out.add("career_span", *last - *first + 1, dated, "last year - first year + 1");
}

void add_authorship(MetricCollector& out, const std::vector<PaperFacts>& papers) {
  const std::size_t n = papers.size();
  double authors = 0;
  ByAuthors papers_by_authors;
  std::size_t solo = 0, first = 0, last = 0;
  for (const auto& paper : papers) {
    authors += static_cast<double>(paper.authors);
    ++papers_by_authors[paper.authors];
    solo += paper.authors == 1;
    first += paper.position == 0;
    last += paper.position + 1 == paper.authors;
  }
  out.add("mean_authors", authors / static_cast<double>(n), n);
  out.add("solo_share", share(solo, n), n);
  out.add("first_author_share", share(first, n), n);
  out.add("last_author_share", share(last, n), n);
  out.add("fractional_papers", sum_of_shares(papers_by_authors), n, "sum of 1 / authors");
}

bool counts(const PaperFacts& paper) { return paper.status.empty(); }

void add_left_out(MetricCollector& out, const std::vector<PaperFacts>& papers) {
  std::map<std::string, double> by_status;
  for (const auto& paper : papers) {
    if (!paper.status.empty()) ++by_status[std::string(paper.status)];
  }
  double all = 0;
  for (const auto& [status, count] : by_status) all += count;
  out.add("papers_left_out", all, papers.size(), "withdrawn and retracted papers").parts.assign(by_status.begin(), by_status.end());
}

void add_of_counting(MetricCollector& out, const std::vector<PaperFacts>& papers, const std::optional<schema::Date>& as_of) {
  add_citation_statistics(out, papers, as_of);
  add_career(out, papers);
  add_authorship(out, papers);
  const double entropy = category_entropy(papers);
  out.add("category_entropy", entropy, papers.size(), "-sum p log2 p");
  out.add("effective_categories", std::exp2(entropy), papers.size(), "2^H");
}

// The same where no paper counts.
void lack_of_counting(MetricCollector& out, const std::optional<schema::Date>& as_of) {
  MetricCollector names(as_of);
  add_of_counting(names, {PaperFacts{}}, as_of);
  for (const Metric& metric : names.take()) out.lack(metric.name, "all papers are withdrawn or retracted", metric.formula);
}

}  // namespace

Metric unavailable(std::string name, std::string reason) {
  Metric metric;
  metric.name = std::move(name);
  metric.reason = std::move(reason);
  metric.source = kThisIndex;
  return metric;
}

double sum_of_shares(const ByAuthors& totals) {
  double sum = 0;
  for (const auto& [authors, total] : totals) sum += static_cast<double>(total) / static_cast<double>(std::max<std::size_t>(authors, 1));
  return sum;
}

std::int64_t h_index(std::vector<std::int64_t> citations) {
  std::sort(citations.begin(), citations.end(), std::greater<>());
  std::int64_t h = 0;
  while (h < static_cast<std::int64_t>(citations.size()) && citations[static_cast<std::size_t>(h)] >= h + 1) ++h;
  return h;
}

std::int64_t g_index(std::vector<std::int64_t> citations) {
  std::sort(citations.begin(), citations.end(), std::greater<>());
  std::int64_t g = 0, sum = 0;
  for (std::size_t i = 0; i < citations.size(); ++i) {
    sum += citations[i];
    const auto rank = static_cast<std::int64_t>(i) + 1;
    if (sum >= rank * rank) g = rank;
  }
  return g;
}

std::int64_t papers_with_at_least(const std::vector<std::int64_t>& citations, std::int64_t bound) {
  return std::count_if(citations.begin(), citations.end(), [&](std::int64_t count) { return count >= bound; });
}

std::vector<Metric> author_statistics(const std::vector<PaperFacts>& papers, std::int64_t coauthors,
                                      const std::optional<schema::Date>& as_of) {
  MetricCollector out(as_of);
  out.add("papers", static_cast<double>(papers.size()), papers.size());
  if (papers.empty()) return out.take();
  add_left_out(out, papers);
  if (std::all_of(papers.begin(), papers.end(), counts)) {
    add_of_counting(out, papers, as_of);
  } else {
    std::vector<PaperFacts> kept;
    std::copy_if(papers.begin(), papers.end(), std::back_inserter(kept), counts);
    kept.empty() ? lack_of_counting(out, as_of) : add_of_counting(out, kept, as_of);
  }
  out.add("coauthors", static_cast<double>(coauthors), papers.size());
  return out.take();
}

std::vector<Metric> set_statistics(const std::vector<PaperFacts>& papers, std::int64_t authors, const std::optional<schema::Date>& as_of) {
  std::vector<Metric> metrics = author_statistics(papers, 0, as_of);
  // Whose career it is, and the place in author lists, are of one author.
  static constexpr std::array<std::string_view, 6> kOfAnAuthor{"m_quotient",        "first_author_share", "last_author_share", "coauthors",
                                                               "fractional_papers", "self_citations"};
  std::erase_if(metrics, [](const Metric& metric) {
    return std::find(kOfAnAuthor.begin(), kOfAnAuthor.end(), metric.name) != kOfAnAuthor.end();
  });
  MetricCollector more(as_of);
  more.add("authors", static_cast<double>(authors), papers.size());
  for (Metric& metric : more.take()) metrics.push_back(std::move(metric));
  return metrics;
}

PrimaryCategory primary_category(const std::vector<PaperFacts>& papers) {
  struct Use {
    std::int64_t papers = 0;
    std::int64_t last = 0;
  };
  std::map<std::string, Use> uses;
  std::int64_t with_one = 0;
  for (const auto& paper : papers) {
    if (paper.primary.empty()) continue;
    ++with_one;
    auto [use, fresh] = uses.try_emplace(std::string(paper.primary));
    use->second.last = fresh ? paper.published : std::max(use->second.last, paper.published);
    ++use->second.papers;
  }
  PrimaryCategory best;
  Use best_use;
  for (const auto& [code, use] : uses) {
    const bool better = use.papers > best_use.papers || (use.papers == best_use.papers && use.last > best_use.last);
    if (!best.code.empty() && !better) continue;
    best.code = code;
    best_use = use;
  }
  if (with_one > 0) best.share = static_cast<double>(best_use.papers) / static_cast<double>(with_one);
  return best;
}

std::vector<schema::YearCount> papers_by_year(const std::vector<PaperFacts>& papers) {
  std::map<int, std::int64_t> counts;
  for (const auto& paper : papers) {
    if (paper.year) ++counts[*paper.year];
  }
  std::vector<schema::YearCount> years;
  if (counts.empty()) return years;
  for (int year = counts.begin()->first; year <= counts.rbegin()->first; ++year) {
    const auto count = counts.find(year);
    years.push_back({year, count == counts.end() ? 0 : count->second});
  }
  return years;
}

std::vector<schema::Inconsistency> broken_bounds(const std::vector<Metric>& imported) {
  using Figures = std::map<std::string, double>;
  std::map<std::pair<std::string, std::string>, Figures> by_source;
  std::map<std::pair<std::string, std::string>, std::optional<schema::Date>> dates;
  for (const auto& metric : imported) {
    if (!metric.value) continue;
    const std::pair key{metric.source, metric.as_of ? metric.as_of->iso() : std::string()};
    by_source[key].emplace(metric.name, *metric.value);
    dates[key] = metric.as_of;
  }
  struct Bound {
    const char* text;
    const char* left;
    const char* right;
    bool (*holds)(double, double);
  };
  constexpr auto at_most = [](double left, double right) { return left <= right; };
  static const Bound bounds[] = {
      {"h_index <= papers", "h_index", "papers", at_most},
      {"h_index^2 <= citations", "h_index", "citations", [](double h, double citations) { return h * h <= citations; }},
      {"g_index >= h_index", "g_index", "h_index", [](double g, double h) { return g >= h; }},
      {"i10_index <= papers", "i10_index", "papers", at_most},
  };
  std::vector<schema::Inconsistency> broken;
  for (const auto& [key, figures] : by_source) {
    for (const auto& bound : bounds) {
      const auto left = figures.find(bound.left);
      const auto right = figures.find(bound.right);
      if (left == figures.end() || right == figures.end() || bound.holds(left->second, right->second)) continue;
      broken.push_back({bound.text, key.first, dates[key], {*left, *right}});
    }
  }
  return broken;
}

}  // namespace incipit::query

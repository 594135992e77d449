// Every statistic of thousands of authors against plain loops over the papers that an index shows, on the bundled sample with made
// citation counts, references and retractions.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include "tests/support/random.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

constexpr int kClock = 2030;
constexpr std::size_t kAuthors = 5000;

using Value = std::optional<double>;
using Years = std::map<int, std::int64_t>;

// What the loops know of a paper: read off the answers of the index, but for the counts, which the test made.
struct Known {
  std::vector<std::string> authors, categories;
  std::string primary;
  std::optional<int> year;
  std::int64_t instant = INT64_MIN;
  std::optional<std::int64_t> citations;
  bool counts = true;  // neither withdrawn nor retracted
  std::set<std::string> cited_by;
};
using Library = std::map<std::string, Known>;

std::vector<schema::Paper> made_papers(Random& random) {
  auto papers = papers_of({std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample/papers-arxiv.jsonl.zst"});
  for (auto& paper : papers) {
    paper.citations.clear();
    paper.references.clear();
    if (random.chance(80)) paper.citations.push_back({static_cast<std::int64_t>(random.below(random.chance(20) ? 400 : 12)), "made", std::nullopt});
    if (random.chance(5)) paper.status = random.chance(50) ? "withdrawn" : "retracted";
    // Papers near each other in the list are often of one field or hand, so that some cite their own authors.
    const auto own = static_cast<std::size_t>(&paper - papers.data());
    for (std::size_t n = random.below(7); n > 0; --n) paper.references.push_back(papers[random.chance(50) ? random.below(papers.size()) : (own + random.below(9)) % papers.size()].id);
    if (random.chance(4)) paper.published.reset();
  }
  return papers;
}

Library read_off(query::Searcher& searcher, const std::vector<schema::Paper>& papers) {
  Library library;
  for (const auto& paper : papers) {
    const auto found = searcher.paper(paper.id);
    EXPECT_TRUE(found) << paper.id;
    if (!found) continue;
    Known& known = library[paper.id];
    known.authors = found->hit.author_ids;
    known.categories = paper.categories;
    known.primary = paper.primary_category.empty() ? (paper.categories.empty() ? "" : paper.categories.front()) : paper.primary_category;
    if (paper.published) {
      known.year = paper.published->year();
      known.instant = paper.published->instant;
    }
    if (!paper.citations.empty()) known.citations = paper.citations.front().count;
    known.counts = paper.status.empty();
  }
  for (const auto& paper : papers) {
    for (const auto& reference : paper.references) {
      if (reference != paper.id) library.at(reference).cited_by.insert(paper.id);
    }
  }
  return library;
}

std::int64_t largest_h(const std::vector<std::int64_t>& counts) {
  std::int64_t h = 0;
  while (std::count_if(counts.begin(), counts.end(), [&](auto count) { return count > h; }) > h) ++h;
  return h;
}

std::int64_t largest_g(std::vector<std::int64_t> counts) {
  std::sort(counts.rbegin(), counts.rend());
  std::int64_t g = 0;
  for (std::size_t papers = 1; papers <= counts.size(); ++papers) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < papers; ++i) sum += counts[i];
    if (sum >= static_cast<std::int64_t>(papers * papers)) g = static_cast<std::int64_t>(papers);
  }
  return g;
}

struct Figures {
  std::map<std::string, Value> values;
  Years citations_by_year, h_over_time;
};

// The counts of papers, and of which papers; where none has one, their single citations.
std::vector<std::pair<const Known*, std::int64_t>> counts_of(const std::vector<const Known*>& papers) {
  std::vector<std::pair<const Known*, std::int64_t>> given, single;
  std::size_t edges = 0;
  for (const auto* paper : papers) {
    if (paper->citations) given.emplace_back(paper, *paper->citations);
    single.emplace_back(paper, static_cast<std::int64_t>(paper->cited_by.size()));
    edges += paper->cited_by.size();
  }
  return given.empty() && edges > 0 ? single : given;
}

double share_of(const std::vector<const Known*>& papers, const std::function<bool(const Known&)>& is) {
  double count = 0;
  for (const auto* paper : papers) count += is(*paper);
  return count / static_cast<double>(papers.size());
}

void add_from_edges(const std::vector<const Known*>& papers, const std::string& author, const Library& library, Figures& out) {
  std::int64_t all = 0, own = 0, dated = 0;
  int first = kClock;
  std::vector<Years> of_paper;
  for (const auto* paper : papers) {
    Years& years = of_paper.emplace_back();
    for (const auto& id : paper->cited_by) {
      const Known& citing = library.at(id);
      ++all;
      own += std::count(citing.authors.begin(), citing.authors.end(), author) > 0;
      if (!citing.year) continue;
      ++dated;
      ++years[*citing.year];
      first = std::min(first, *citing.year);
    }
  }
  for (const char* name : {"citations_by_edges", "self_citations", "mean_citedness_2y"}) out.values[name] = std::nullopt;
  if (all == 0) return;
  out.values["citations_by_edges"] = all;
  out.values["self_citations"] = own;
  if (dated == 0) return;
  for (int year = first; year <= kClock; ++year) {
    std::int64_t in_year = 0;
    std::vector<std::int64_t> until;
    for (const auto& years : of_paper) {
      std::int64_t sum = 0;
      for (const auto& [of, count] : years) {
        if (of == year) in_year += count;
        if (of <= year) sum += count;
      }
      until.push_back(sum);
    }
    out.citations_by_year[year] = in_year;
    out.h_over_time[year] = largest_h(until);
  }
  double cited = 0, citations = 0;
  for (std::size_t p = 0; p < papers.size(); ++p) {
    if (!papers[p]->year || (*papers[p]->year != kClock - 3 && *papers[p]->year != kClock - 2)) continue;
    ++cited;
    if (const auto count = of_paper[p].find(kClock - 1); count != of_paper[p].end()) citations += static_cast<double>(count->second);
  }
  if (cited > 0) out.values["mean_citedness_2y"] = citations / cited;
}

Figures figures_of(const std::vector<const Known*>& all, const std::string& author, const Library& library) {
  Figures out;
  std::vector<const Known*> papers;
  std::set<std::string> coauthors;
  for (const auto* paper : all) {
    if (paper->counts) papers.push_back(paper);
    coauthors.insert(paper->authors.begin(), paper->authors.end());
  }
  const auto n = static_cast<double>(papers.size());
  out.values["papers"] = static_cast<double>(all.size());
  out.values["papers_left_out"] = static_cast<double>(all.size()) - n;
  out.values["coauthors"] = static_cast<double>(coauthors.size()) - 1;
  if (papers.empty()) return out;

  std::vector<std::int64_t> counts;
  double normalised = 0, authors = 0, fractional = 0;
  std::optional<int> first, last;
  double with_count = 0;
  for (const auto& [paper, count] : counts_of(papers)) {
    counts.push_back(count);
    normalised += static_cast<double>(count) / static_cast<double>(paper->authors.size());
  }
  for (const auto* paper : papers) {
    with_count += paper->citations.has_value();
    const auto of_paper = static_cast<double>(paper->authors.size());
    authors += of_paper;
    fractional += 1 / of_paper;
    if (paper->year) {
      first = std::min(first.value_or(*paper->year), *paper->year);
      last = std::max(last.value_or(*paper->year), *paper->year);
    }
  }
  out.values["citation_coverage"] = with_count / n;
  for (const char* name : {"citations", "citations_mean", "citations_median", "normalised_citations", "h_index", "g_index", "i10_index", "i100_index", "m_quotient"}) {
    out.values[name] = std::nullopt;
  }
  if (!counts.empty()) {
    double sum = 0;
    for (const auto count : counts) sum += static_cast<double>(count);
    auto sorted = counts;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t middle = sorted.size() / 2;
    out.values["citations"] = sum;
    out.values["citations_mean"] = sum / static_cast<double>(counts.size());
    out.values["citations_median"] = sorted.size() % 2 == 1 ? static_cast<double>(sorted[middle]) : static_cast<double>(sorted[middle - 1] + sorted[middle]) / 2;
    out.values["normalised_citations"] = normalised;
    out.values["h_index"] = static_cast<double>(largest_h(counts));
    out.values["g_index"] = static_cast<double>(largest_g(counts));
    out.values["i10_index"] = static_cast<double>(std::count_if(counts.begin(), counts.end(), [](auto count) { return count >= 10; }));
    out.values["i100_index"] = static_cast<double>(std::count_if(counts.begin(), counts.end(), [](auto count) { return count >= 100; }));
    if (first) out.values["m_quotient"] = *out.values["h_index"] / (kClock - *first + 1);
  }
  out.values["career_span"] = first ? Value(*last - *first + 1) : std::nullopt;
  out.values["mean_authors"] = authors / n;
  out.values["solo_share"] = share_of(papers, [](const Known& paper) { return paper.authors.size() == 1; });
  out.values["first_author_share"] = share_of(papers, [&](const Known& paper) { return paper.authors.front() == author; });
  out.values["last_author_share"] = share_of(papers, [&](const Known& paper) { return paper.authors.back() == author; });
  out.values["fractional_papers"] = fractional;
  return add_from_edges(papers, author, library, out), out;
}

void expect_series(const schema::Metric& metric, const Years& expected) {
  Years found;
  for (const auto& [year, count] : metric.series) found[year] = count;
  EXPECT_EQ(found, expected) << metric.name;
  EXPECT_EQ(metric.series.size(), expected.size());
  EXPECT_NE(metric.known(), !metric.reason.empty()) << metric.name;
}

void expect_bounds(const std::map<std::string, Value>& values) {
  const auto value = [&](const char* name) { return values.at(name); };
  if (!value("h_index")) return;
  EXPECT_LE(*value("h_index"), *value("papers"));
  EXPECT_LE(*value("h_index") * *value("h_index"), *value("citations"));
  EXPECT_GE(*value("g_index"), *value("h_index"));
  EXPECT_LE(*value("i10_index"), *value("papers"));
}

void expect_coauthors(const schema::AuthorProfile& profile, const std::vector<const Known*>& papers) {
  struct Together {
    std::int64_t papers = 0;
    std::optional<int> first, last;
  };
  std::map<std::string, Together> together;
  for (const auto* paper : papers) {
    for (const auto& id : std::set<std::string>(paper->authors.begin(), paper->authors.end())) {
      if (id == profile.id) continue;
      Together& with = together[id];
      ++with.papers;
      if (!paper->year) continue;
      with.first = std::min(with.first.value_or(*paper->year), *paper->year);
      with.last = std::max(with.last.value_or(*paper->year), *paper->year);
    }
  }
  EXPECT_EQ(profile.coauthor_count, static_cast<std::int64_t>(together.size()));
  EXPECT_EQ(profile.coauthors.size(), std::min<std::size_t>(together.size(), static_cast<std::size_t>(schema::limits::kCoauthorsShown.value)));
  std::int64_t before = INT64_MAX;
  for (const auto& coauthor : profile.coauthors) {
    const Together& expected = together.at(coauthor.author.id);
    EXPECT_EQ(coauthor.papers, expected.papers);
    EXPECT_EQ(coauthor.first_year, expected.first);
    EXPECT_EQ(coauthor.last_year, expected.last);
    EXPECT_LE(coauthor.papers, before);
    before = coauthor.papers;
  }
}

void expect_profile(const schema::AuthorProfile& profile, const std::vector<const Known*>& papers, const Library& library) {
  const Figures expected = figures_of(papers, profile.id, library);
  std::map<std::string, Value> found;
  for (const auto& metric : profile.statistics) {
    found[metric.name] = metric.value;
    if (metric.name == "h_over_time") expect_series(metric, expected.h_over_time);
  }
  expect_series(profile.citations_by_year, expected.citations_by_year);
  for (const auto& [name, value] : expected.values) {
    ASSERT_TRUE(found.contains(name)) << name;
    ASSERT_EQ(found.at(name).has_value(), value.has_value()) << name;
    if (value) {
      ASSERT_NEAR(*found.at(name), *value, 1e-9 * std::max(1.0, std::abs(*value))) << name;
    }
  }
  if (expected.values.contains("h_index")) expect_bounds(found);
  EXPECT_EQ(profile.papers, static_cast<std::int64_t>(papers.size()));
  std::map<std::string, std::int64_t> categories, primaries;
  std::map<std::string, std::int64_t> newest;
  Years by_year;
  std::int64_t with_primary = 0;
  for (const auto* paper : papers) {
    for (const auto& category : paper->categories) ++categories[category];
    if (paper->year) ++by_year[*paper->year];
    if (paper->primary.empty()) continue;
    ++with_primary;
    ++primaries[paper->primary];
    newest[paper->primary] = std::max(newest.emplace(paper->primary, paper->instant).first->second, paper->instant);
  }
  std::string best;
  for (const auto& [code, count] : primaries) {
    if (best.empty() || std::pair(count, newest[code]) > std::pair(primaries[best], newest[best])) best = code;
  }
  EXPECT_EQ(profile.primary_category, best);
  if (!best.empty()) {
    EXPECT_NEAR(profile.primary_category_share, static_cast<double>(primaries[best]) / static_cast<double>(with_primary), 1e-12);
  }
  EXPECT_EQ(profile.categories.size(), categories.size());
  for (const auto& category : profile.categories) EXPECT_EQ(category.count, categories[category.value]);
  for (std::size_t y = 0; y < profile.papers_by_year.size(); ++y) {
    EXPECT_EQ(profile.papers_by_year[y].count, by_year[profile.papers_by_year[y].year]);
    if (y > 0) {
      EXPECT_EQ(profile.papers_by_year[y].year, profile.papers_by_year[y - 1].year + 1) << "zero years are kept";
    }
  }
  expect_coauthors(profile, papers);
}

TEST(AuthorFigures, EqualPlainLoopsForThousandsOfAuthors) {
  Random random(std::random_device{}());
  const auto papers = made_papers(random);
  TempDir dir;
  auto options = build_options(dir.path() / "index", {dir.write("papers.jsonl", jsonl(papers))});
  options.as_of = schema::date_of_year(kClock);
  options.segment_papers = 2500;
  ASSERT_TRUE(indexer::build_index(options, {}));
  const auto searcher = open_searcher(options.index);
  const Library library = read_off(*searcher, papers);
  std::map<std::string, std::vector<const Known*>> by_author;
  for (const auto& [id, paper] : library) {
    for (const auto& author : std::set<std::string>(paper.authors.begin(), paper.authors.end())) by_author[author].push_back(&paper);
  }
  std::vector<std::string> ids;
  for (const auto& [id, of_author] : by_author) ids.push_back(id);
  ASSERT_GE(ids.size(), kAuthors);
  // Those with most papers say most; of the others whoever comes.
  std::stable_sort(ids.begin(), ids.end(), [&](const auto& a, const auto& b) { return by_author[a].size() > by_author[b].size(); });
  std::shuffle(ids.begin() + kAuthors / 2, ids.end(), std::mt19937(random.below(UINT32_MAX)));
  ids.resize(kAuthors);
  for (const auto& id : ids) {
    SCOPED_TRACE(id);
    const auto profile = searcher->author(id);
    ASSERT_TRUE(profile) << profile.error().message;
    expect_profile(*profile, by_author[id], library);
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace incipit::testing

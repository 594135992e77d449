// Who cites whom, and the statistics from it, against plain loops over papers: records and tables, several segments, updates and
// deletions.
#include <gtest/gtest.h>

#include <algorithm>

#include "indexer/change.h"
#include "indexer/merge.h"
#include "schema/ids.h"
#include "tests/support/naive_citations.h"
#include "tests/support/random.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

constexpr int kClock = 2020;  // of the build, before the last papers and citations; updates move it

std::string table_of(const std::vector<NaiveEdge>& edges) {
  std::string text = "citing\tcited\tdate\tsource\n";
  for (const auto& edge : edges) text += edge.citing + '\t' + edge.cited + '\t' + edge.date + '\t' + edge.source + '\n';
  return text;
}

// An index and what it should hold.
class CitedIndex {
 public:
  CitedIndex(const std::vector<schema::Paper>& papers, const std::vector<NaiveEdge>& edges) {
    auto options = build_options(path(), {dir_.write("papers.jsonl", jsonl(papers))});
    options.citations = {dir_.write("edges.tsv", table_of(edges))};
    options.segment_papers = 12;
    options.merge_sources = false;
    options.as_of = schema::date_of_year(kClock);
    const auto built = indexer::build_index(options, {});
    EXPECT_TRUE(built) << built.error().message;
    naive_.run(papers, edges);
    open();
  }

  void update(const std::vector<schema::Paper>& papers, const std::vector<NaiveEdge>& edges) {
    indexer::ChangeOptions options;
    if (!papers.empty()) options.inputs = {dir_.write("update.jsonl", jsonl(papers))};
    if (!edges.empty()) options.citations = {dir_.write("update.tsv", table_of(edges))};
    options.merge_sources = false;
    naive_.run(papers, edges);
    change(options);
  }
  void remove(const std::vector<std::string>& ids) {
    indexer::ChangeOptions options;
    options.deletes = ids;
    for (const auto& id : ids) naive_.remove(id);
    change(options);
  }
  void merge() {
    indexer::MergeOptions options;
    options.index = path();
    options.scope = indexer::MergeScope::all;
    EXPECT_TRUE(indexer::merge_index(options, {}));
    open();
  }

  query::Searcher& searcher() { return *searcher_; }
  const NaiveCitations& naive() const { return naive_; }
  int clock() const { return searcher_->info().as_of->year(); }

 private:
  std::filesystem::path path() const { return dir_.path() / "index"; }
  void open() { searcher_ = open_searcher(path()); }
  void change(indexer::ChangeOptions options) {
    options.index = path();
    options.jobs = 2;
    const auto changed = indexer::change_index(options, {});
    EXPECT_TRUE(changed) << changed.error().message;
    open();
  }

  TempDir dir_;
  NaiveCitations naive_;
  std::unique_ptr<query::Searcher> searcher_;
};

const std::vector<std::string>& people() {
  static const std::vector<std::string> names{"Ada Lovelace", "Wei Li", "Jose Ruiz", "Bo Chen"};
  return names;
}

std::string id_of(std::size_t number) {
  const std::string digits = std::to_string(10000 + number);
  return number % 3 == 0 ? "2401." + digits : number % 3 == 1 ? "p" + digits : "acl:P" + digits;
}

schema::Paper random_paper(Random& random, std::size_t number);

// A paper in one of its spellings, or one that nobody has.
std::string random_reference(Random& random) {
  const std::size_t number = random.below(48);
  if (random.chance(20)) return (random.chance(50) ? "https://doi.org/10.9/U" : "doi:10.9/u") + std::to_string(random.below(9));
  if (random.chance(30)) return (random.chance(50) ? "10.1000/X" : "doi:10.1000/x") + std::to_string(number);
  const std::string id = id_of(number);
  return number % 3 == 0 && random.chance(50) ? "arXiv:" + id + "v2" : id;
}

schema::Paper random_paper(Random& random, std::size_t number) {
  PaperWords words{id_of(number), "Paper " + std::to_string(number), "Text of a paper.", {}, {"cs.CL"}, ""};
  for (const auto& name : people()) {
    if (random.chance(40)) words.authors.push_back(name);
  }
  if (random.chance(85)) words.published = std::to_string(2014 + random.below(10));
  auto paper = known_by_name(paper_of(words));
  if (number % 2 == 0) paper.doi = "10.1000/x" + std::to_string(number);
  if (random.chance(70)) {
    for (std::size_t n = random.below(8); n > 0; --n) paper.references.push_back(random_reference(random));
  }
  if (random.chance(15)) paper.cited_by.push_back({random_reference(random), std::nullopt, {}});
  if (random.chance(10)) paper.status = random.chance(50) ? "withdrawn" : "retracted";
  return paper;
}

std::vector<NaiveEdge> random_edges(Random& random, std::size_t count) {
  std::vector<NaiveEdge> edges;
  for (std::size_t n = 0; n < count; ++n) {
    NaiveEdge edge{random_reference(random), random_reference(random), "", random.chance(50) ? "A" : ""};
    if (random.chance(60)) edge.date = std::to_string(2015 + random.below(9)) + (random.chance(50) ? "-05" : "");
    edges.push_back(edge);
  }
  return edges;
}

std::vector<std::string> as_list(const std::set<std::string>& ids) { return {ids.begin(), ids.end()}; }

void expect_lists(CitedIndex& index) {
  for (const auto& [id, paper] : index.naive().papers()) {
    SCOPED_TRACE(id);
    schema::SearchRequest citing, cited;
    citing.limit = cited.limit = 200;
    citing.filters.cites.any_of = {id};
    cited.filters.cited_by.any_of = {id};
    const auto found = index.searcher().search(citing), references = index.searcher().search(cited);
    ASSERT_TRUE(found && references);
    expect_ids(ids_of(*found), as_list(index.naive().citing(id)), "cites");
    expect_ids(ids_of(*references), as_list(index.naive().cited(id)), "cited by");
    ASSERT_TRUE(found->outside && references->outside);
    EXPECT_EQ(found->outside->ids, index.naive().citing_outside(id));
    EXPECT_EQ(references->outside->ids, index.naive().cited_outside(id));
    const auto counts = index.searcher().citation_counts(id);
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->citing, found->total.value);
    EXPECT_EQ(counts->cited, references->total.value);
    EXPECT_EQ(counts->citing_outside, found->outside->total);
    EXPECT_EQ(counts->cited_outside, references->outside->total);
  }
}

const schema::Metric& named(const std::vector<schema::Metric>& metrics, const std::string& name) {
  static const schema::Metric none;
  for (const auto& metric : metrics) {
    if (metric.name == name) return metric;
  }
  ADD_FAILURE() << "no metric " << name;
  return none;
}

void expect_series(const schema::Metric& metric, const std::vector<schema::YearCount>& expected) {
  ASSERT_EQ(metric.series.size(), expected.size()) << metric.name;
  for (std::size_t y = 0; y < expected.size(); ++y) {
    EXPECT_EQ(metric.series[y].year, expected[y].year) << metric.name;
    EXPECT_EQ(metric.series[y].count, expected[y].count) << metric.name << " " << expected[y].year;
  }
  EXPECT_NE(metric.known(), !metric.reason.empty());
}

// Papers of somebody, or all; withdrawn and retracted ones do not count.
struct Set {
  std::vector<std::string> counting;
  std::int64_t all = 0;
};

Set papers_of_author(const NaiveCitations& naive, const std::string& author) {
  Set set;
  for (const auto& [id, paper] : naive.papers()) {
    const bool wrote = std::any_of(paper.authors.begin(), paper.authors.end(), [&](const auto& one) { return one.name == author; });
    if (!author.empty() && !wrote) continue;
    ++set.all;
    if (paper.status.empty()) set.counting.push_back(id);
  }
  return set;
}

void expect_figures(const std::vector<schema::Metric>& metrics, const Set& set, const NaiveCitationFigures& expected) {
  EXPECT_EQ(named(metrics, "papers").value, static_cast<double>(set.all));
  EXPECT_EQ(named(metrics, "papers_left_out").value, static_cast<double>(set.all) - static_cast<double>(set.counting.size()));
  for (const char* name : {"citations_by_edges", "mean_citedness_2y"}) EXPECT_EQ(named(metrics, name).value, expected.values.at(name)) << name;
  // No paper here has a count, so the edges are what is counted.
  EXPECT_EQ(named(metrics, "citations").value, expected.values.at("citations_by_edges"));
  if (expected.values.at("citations_by_edges")) {
    EXPECT_EQ(named(metrics, "citations").source, "references in this index");
  }
  expect_series(named(metrics, "h_over_time"), expected.h_by_year);
  if (!expected.h_by_year.empty()) {
    EXPECT_LE(static_cast<double>(expected.h_by_year.back().count), *named(metrics, "h_index").value);
  }
}

void expect_statistics(CitedIndex& index) {
  for (const auto& name : people()) {
    SCOPED_TRACE(name);
    const auto set = papers_of_author(index.naive(), name);
    const auto found = index.searcher().authors({name, {}, {}, 10, 0});
    ASSERT_TRUE(found);
    ASSERT_EQ(found->hits.size(), 1u);
    const auto profile = index.searcher().author(found->hits.front().author.id);
    ASSERT_TRUE(profile);
    const auto expected = figures_of(index.naive(), set.counting, name, index.clock());
    expect_figures(profile->statistics, set, expected);
    expect_series(profile->citations_by_year, expected.by_year);
    EXPECT_EQ(named(profile->statistics, "self_citations").value, expected.values.at("self_citations"));
  }
  const auto set = papers_of_author(index.naive(), "");
  const auto statistics = index.searcher().statistics({});
  ASSERT_TRUE(statistics);
  const auto expected = figures_of(index.naive(), set.counting, "", index.clock());
  expect_figures(statistics->statistics, set, expected);
  expect_series(named(statistics->statistics, "citations_by_year"), expected.by_year);
}

TEST(Citations, EqualPlainLoopsAfterAnyChange) {
  Random random(std::random_device{}());
  std::vector<schema::Paper> papers;
  for (std::size_t number = 0; number < 40; ++number) papers.push_back(random_paper(random, number));
  CitedIndex index(papers, random_edges(random, 120));
  for (int round = 0; round < 6 && !::testing::Test::HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    expect_lists(index);
    expect_statistics(index);
    if (round % 3 == 2) {
      std::vector<std::string> ids;
      for (const auto& [id, paper] : index.naive().papers()) {
        if (random.chance(10)) ids.push_back(id);
      }
      if (!ids.empty()) index.remove(ids);
      index.merge();
      continue;
    }
    std::map<std::size_t, schema::Paper> fresh;  // an id once
    for (int n = 0; n < 8; ++n) {
      const std::size_t number = random.below(48);
      fresh.emplace(number, random_paper(random, number));
    }
    std::vector<schema::Paper> given;
    for (auto& [number, paper] : fresh) given.push_back(std::move(paper));
    index.update(round % 3 == 0 ? given : std::vector<schema::Paper>{}, random_edges(random, 30));
  }
  expect_lists(index);
  expect_statistics(index);
}

TEST(Citations, AnUnknownPaperIsNotFound) {
  Index index({paper_of({"a", "One", "text", {"Ada Lovelace"}, {}, "2020"})});
  for (const bool citing : {true, false}) {
    schema::SearchRequest request;
    (citing ? request.filters.cites : request.filters.cited_by).none_of = {"nope"};
    const auto result = index.searcher().search(request);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, schema::ErrorCode::paper_not_found);
    EXPECT_EQ(result.error().parameter, citing ? "cites" : "cited_by");
  }
  EXPECT_FALSE(index.searcher().citation_counts("nope"));
}

TEST(Citations, FiltersOfSeveralPapersAndOfNone) {
  auto one = paper_of({"a", "One", "text", {}, {}, "2020"}), two = paper_of({"b", "Two", "text", {}, {}, "2021"}),
       three = paper_of({"c", "Three", "text", {}, {}, "2022"});
  two.references = {"a", "elsewhere"};
  three.references = {"b", "c"};
  Index index({one, two, three});
  const auto ids = [&](std::vector<std::string> cites, std::vector<std::string> not_cites) {
    schema::SearchRequest request;
    request.filters.cites = {std::move(cites), std::move(not_cites)};
    return ids_of(index.search(request));
  };
  EXPECT_EQ(ids({"a", "b"}, {}), (std::vector<std::string>{"c", "b"})) << "newest first";
  EXPECT_EQ(ids({}, {"a"}), (std::vector<std::string>{"c", "a"}));
  EXPECT_EQ(ids({"a", "b"}, {"b"}), std::vector<std::string>{"b"});
  EXPECT_TRUE(ids({"c"}, {}).empty()) << "no paper cites itself";
  schema::SearchRequest request;
  request.filters.cites.any_of = {"a"};
  request.filters.cited_by.any_of = {"c"};
  const auto both = index.search(request);
  EXPECT_EQ(ids_of(both), std::vector<std::string>{"b"});
  EXPECT_FALSE(both.outside) << "of two papers it is not said whose";
  request.filters.cites = {};
  request.filters.cited_by.any_of = {"b"};
  EXPECT_EQ(index.search(request).outside->ids, std::vector<std::string>{"elsewhere"});
}

TEST(Citations, CountsLeadAndSingleCitationsStandBeside) {
  auto one = paper_of({"a", "One", "text", {"Ada Lovelace"}, {}, "2020"}), two = paper_of({"b", "Two", "text", {"Ada Lovelace"}, {}, "2021"});
  one.citations = {{7, "s2", std::nullopt}};
  two.references = {"a"};
  Index index({one, two});
  const auto profile = index.searcher().author(index.author_named("Ada Lovelace"));
  ASSERT_TRUE(profile);
  EXPECT_EQ(named(profile->statistics, "citations").value, 7);
  EXPECT_EQ(named(profile->statistics, "citations").source, "this index");
  EXPECT_EQ(named(profile->statistics, "citations").n, 1);
  EXPECT_EQ(named(profile->statistics, "citations_by_edges").value, 1);
  EXPECT_EQ(named(profile->statistics, "self_citations").value, 1);
  EXPECT_EQ(named(profile->statistics, "self_citations").n, 1);
}

}  // namespace
}  // namespace incipit::testing

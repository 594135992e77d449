// Statistics of an author's papers against plain loops and figures worked out by hand.
#include "query/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/support/shared_data.h"

namespace incipit::query {
namespace {

using incipit::testing::shared_data;

using schema::Metric;

std::int64_t naive_h(const std::vector<std::int64_t>& citations) {
  std::int64_t best = 0;
  for (std::int64_t h = 1; h <= static_cast<std::int64_t>(citations.size()); ++h) {
    std::int64_t papers = 0;
    for (const auto count : citations) papers += count >= h;
    if (papers >= h) best = h;
  }
  return best;
}

std::int64_t naive_g(const std::vector<std::int64_t>& citations) {
  std::int64_t best = 0;
  for (std::size_t g = 1; g <= citations.size(); ++g) {
    auto rest = citations;
    std::int64_t sum = 0;
    for (std::size_t taken = 0; taken < g; ++taken) {  // the largest that is left
      std::size_t largest = 0;
      for (std::size_t i = 1; i < rest.size(); ++i) largest = rest[i] > rest[largest] ? i : largest;
      sum += rest[largest];
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(largest));
    }
    if (sum >= static_cast<std::int64_t>(g * g)) best = static_cast<std::int64_t>(g);
  }
  return best;
}

TEST(Statistics, IndexesEqualPlainLoopsOnRandomVectors) {
  const unsigned seed = 1947;
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 600; ++round) {
    const int papers = static_cast<int>(random() % 40);
    const std::int64_t most = round % 3 == 0 ? 3 : round % 3 == 1 ? 40 : 2000;
    std::vector<std::int64_t> citations;
    for (int p = 0; p < papers; ++p)
      citations.push_back(static_cast<std::int64_t>(random() % static_cast<unsigned>(most + 1)));
    const std::int64_t h = h_index(citations), g = g_index(citations);
    ASSERT_EQ(h, naive_h(citations)) << "round " << round;
    ASSERT_EQ(g, naive_g(citations)) << "round " << round;
    ASSERT_GE(g, h);
    for (const std::int64_t bound : {10, 100}) {
      std::int64_t expected = 0;
      for (const auto count : citations) expected += count >= bound;
      ASSERT_EQ(papers_with_at_least(citations, bound), expected);
    }
  }
}

TEST(Statistics, IndexesAtTheEdges) {
  EXPECT_EQ(h_index({}), 0);
  EXPECT_EQ(g_index({}), 0);
  EXPECT_EQ(h_index({0, 0, 0}), 0);
  EXPECT_EQ(g_index({0}), 0);
  EXPECT_EQ(h_index({1'000'000'000}), 1);
  EXPECT_EQ(g_index({1'000'000'000}), 1) << "no more than there are papers";
  EXPECT_EQ(h_index({3, 3, 3}), 3);
  EXPECT_EQ(h_index({4, 3, 3, 3}), 3);
  EXPECT_EQ(g_index({9, 0, 0}), 3);
}

const Metric& named(const std::vector<Metric>& metrics, const std::string& name) {
  static const Metric none;
  for (const auto& metric : metrics) {
    if (metric.name == name) return metric;
  }
  ADD_FAILURE() << "no metric " << name;
  return none;
}

PaperFacts facts(std::optional<int> year, std::optional<std::int64_t> citations, std::size_t authors,
                 std::size_t position, std::vector<std::string_view> categories) {
  PaperFacts out;
  out.year = year;
  out.citations = citations;
  out.authors = authors;
  out.position = position;
  out.primary = categories.empty() ? "" : categories.front();
  out.categories = std::move(categories);
  out.published = year ? schema::date_of_year(*year).instant : INT64_MIN;
  return out;
}

TEST(Statistics, MissingIsNotZero) {
  const auto metrics =
      author_statistics({facts(2020, std::nullopt, 2, 0, {"cs.CL"})}, 1, schema::date_of_year(2024));
  for (const char* name :
       {"citations", "citations_mean", "citations_median", "h_index", "g_index", "i10_index", "i100_index",
        "m_quotient", "normalised_citations", "h_over_time", "mean_citedness_2y", "self_citations"}) {
    EXPECT_FALSE(named(metrics, name).value) << name;
    EXPECT_FALSE(named(metrics, name).reason.empty()) << name;
  }
  EXPECT_EQ(named(metrics, "citation_coverage").value, 0.0);
  const auto zero = author_statistics({facts(2020, 0, 2, 0, {"cs.CL"})}, 1, schema::date_of_year(2024));
  EXPECT_EQ(named(zero, "h_index").value, 0.0) << "a count of zero is known";
}

TEST(Statistics, EveryMetricSaysScopeSourceDateAndN) {
  const auto as_of = schema::date_of_year(2024);
  for (const auto& metric : author_statistics({facts(2020, 3, 1, 0, {})}, 0, as_of)) {
    EXPECT_EQ(metric.scope, schema::MetricScope::corpus) << metric.name;
    EXPECT_FALSE(metric.source.empty()) << metric.name;
    EXPECT_EQ(metric.as_of, as_of) << metric.name;
    EXPECT_EQ(metric.n.has_value(), metric.known()) << metric.name;
    EXPECT_NE(metric.known(), !metric.reason.empty()) << metric.name;
  }
}

TEST(Statistics, CareerWithoutDatesOrBeforeTheClock) {
  const auto undated = author_statistics({facts(std::nullopt, 3, 1, 0, {})}, 0, schema::date_of_year(2024));
  EXPECT_FALSE(named(undated, "career_span").value);
  EXPECT_FALSE(named(undated, "m_quotient").value);
  EXPECT_EQ(named(undated, "h_index").value, 1.0);
  EXPECT_FALSE(named(author_statistics({facts(2020, 3, 1, 0, {})}, 0, std::nullopt), "m_quotient").value);
  EXPECT_FALSE(
      named(author_statistics({facts(2020, 3, 1, 0, {})}, 0, schema::date_of_year(2019)), "m_quotient")
          .value);
}

TEST(Statistics, OfASetHaveNothingOfOneAuthor) {
  const auto metrics = set_statistics({facts(2020, 3, 2, 0, {"cs.CL"}), facts(2022, 1, 1, 0, {"cs.CL"}), facts(2021, std::nullopt, 1, 0, {"cs.LG"})},
                                      3, schema::date_of_year(2024));
  EXPECT_EQ(named(metrics, "papers").value, 3);
  EXPECT_EQ(named(metrics, "authors").value, 3);
  EXPECT_EQ(named(metrics, "citations").value, 4);
  EXPECT_EQ(named(metrics, "citations").n, 2);
  EXPECT_EQ(named(metrics, "h_index").value, 1);
  EXPECT_NEAR(*named(metrics, "mean_authors").value, 4.0 / 3, 1e-12);
  for (const auto& metric : metrics) {
    for (const char* name : {"m_quotient", "first_author_share", "last_author_share", "coauthors", "self_citations"}) EXPECT_NE(metric.name, name);
  }
  EXPECT_EQ(named(set_statistics({}, 0, std::nullopt), "papers").value, 0);
}

PaperFacts cited(int year, std::vector<std::optional<int>> by_year, CitedBy by = CitedBy::known) {
  PaperFacts out = facts(year, std::nullopt, 1, 0, {});
  for (const auto& one : by_year) out.edges->push_back({one, by});
  return out;
}

TEST(Statistics, OfSingleCitationsWorkedOutByHand) {
  // Papers of 2020, 2021 and 2023; the clock is in 2024, so that 2023 is the last full year.
  const std::vector<PaperFacts> papers{cited(2020, {2021, 2023, 2023}), cited(2021, {2023, std::nullopt, 2025}, CitedBy::author), cited(2023, {}),
                                       cited(2022, {2023}, CitedBy::outside)};
  const auto metrics = author_statistics(papers, 0, schema::date_of_year(2024));
  EXPECT_EQ(named(metrics, "citations").value, 7);
  EXPECT_EQ(named(metrics, "citations").n, 4);
  EXPECT_EQ(named(metrics, "citations").source, "references in this index");
  EXPECT_EQ(named(metrics, "citation_coverage").value, 0);
  EXPECT_EQ(named(metrics, "h_index").value, 2);
  EXPECT_EQ(named(metrics, "self_citations").value, 3);
  EXPECT_EQ(named(metrics, "self_citations").n, 6) << "of one nobody knows who made it";
  EXPECT_EQ(named(metrics, "mean_citedness_2y").value, 1) << "two citations in 2023 of the papers of 2021 and 2022";
  EXPECT_EQ(named(metrics, "mean_citedness_2y").n, 2);
  const auto& by_year = named(metrics, "citations_by_year");
  ASSERT_EQ(by_year.series.size(), 4u) << "2021 to the clock, zero years kept";
  EXPECT_EQ(by_year.series[1].year, 2022);
  EXPECT_EQ(by_year.series[1].count, 0);
  EXPECT_EQ(by_year.series[2].count, 4);
  EXPECT_EQ(by_year.n, 5) << "without the undated one and the one after the clock";
  const auto& h = named(metrics, "h_over_time");
  ASSERT_EQ(h.series.size(), 4u);
  EXPECT_EQ(h.series[0].count, 1);
  EXPECT_EQ(h.series[3].count, 1);
}

TEST(Statistics, OfSingleCitationsThatSayTooLittle) {
  const auto as_of = schema::date_of_year(2024);
  const auto undated = author_statistics({cited(2020, {std::nullopt}, CitedBy::outside)}, 0, as_of);
  EXPECT_EQ(named(undated, "citations_by_edges").value, 1);
  for (const char* name : {"citations_by_year", "h_over_time", "mean_citedness_2y", "self_citations"}) {
    EXPECT_FALSE(named(undated, name).known()) << name;
    EXPECT_FALSE(named(undated, name).reason.empty()) << name;
  }
  const auto later = author_statistics({cited(2020, {2026})}, 0, as_of);
  EXPECT_FALSE(named(later, "citations_by_year").known());
  EXPECT_FALSE(named(later, "mean_citedness_2y").value) << "no paper of the two years";
  auto unknown = cited(2020, {});
  unknown.edges.reset();
  const auto too_many = author_statistics({unknown, cited(2020, {2021})}, 0, as_of);
  for (const char* name : {"citations", "citations_by_edges", "citations_by_year", "self_citations"}) EXPECT_FALSE(named(too_many, name).known()) << name;
}

TEST(Statistics, WithdrawnAndRetractedPapersAreLeftOutAndCounted) {
  auto withdrawn = facts(1990, 90, 1, 0, {"cs.AA"}), retracted = withdrawn;
  withdrawn.status = "withdrawn";
  retracted.status = "retracted";
  const auto metrics = author_statistics({withdrawn, retracted, facts(2020, 3, 1, 0, {}), withdrawn}, 0, schema::date_of_year(2024));
  EXPECT_EQ(named(metrics, "papers").value, 4);
  EXPECT_EQ(named(metrics, "papers_left_out").value, 3);
  EXPECT_EQ(named(metrics, "papers_left_out").parts, (std::vector<std::pair<std::string, double>>{{"retracted", 1}, {"withdrawn", 2}}));
  EXPECT_EQ(named(metrics, "citations").value, 3);
  EXPECT_EQ(named(metrics, "career_span").value, 1);
  const auto none = author_statistics({withdrawn}, 0, schema::date_of_year(2024));
  EXPECT_EQ(named(none, "papers").value, 1);
  for (const char* name : {"citations", "h_index", "career_span", "mean_authors", "citation_coverage"}) {
    EXPECT_FALSE(named(none, name).value) << name;
    EXPECT_FALSE(named(none, name).reason.empty()) << name;
  }
}

TEST(Statistics, KnownLists) {
  // Hirsch's and Egghe's definitions on lists that are easy to check.
  const std::vector<std::int64_t> ten{47, 42, 37, 36, 21, 18, 17, 16, 16, 16, 15, 13, 13, 13, 13, 12, 12, 12, 12, 11};
  EXPECT_EQ(h_index(ten), 13);
  EXPECT_EQ(g_index(ten), 19);
  EXPECT_EQ(papers_with_at_least(ten, 10), 20);
  EXPECT_EQ(h_index({10, 8, 5, 4, 3}), 4);
  EXPECT_EQ(h_index({25, 8, 5, 3, 3}), 3);
  EXPECT_EQ(g_index({25, 8, 5, 3, 3}), 5);
  EXPECT_EQ(papers_with_at_least({25, 10, 9}, 10), 2);
}

TEST(Statistics, TheCountsOfSemanticScholarGiveItsHIndex) {
  const std::string file = shared_data("formats/semantic_scholar/fixture_Author.json");
  if (file.empty()) GTEST_SKIP() << "the author of Semantic Scholar is not there; set INCIPIT_DATA";
  std::ifstream stream(file);
  const auto author = nlohmann::json::parse(stream);
  std::vector<std::int64_t> counts;
  for (const auto& paper : author.at("papers")) counts.push_back(paper.at("citationCount").get<std::int64_t>());
  ASSERT_EQ(counts.size(), author.at("paperCount").get<std::size_t>());
  EXPECT_EQ(h_index(counts), author.at("hIndex").get<std::int64_t>());
}

TEST(Statistics, EntropyOfCategories) {
  const auto entropy = [](const std::vector<PaperFacts>& papers) {
    return *named(author_statistics(papers, 0, std::nullopt), "category_entropy").value;
  };
  EXPECT_EQ(entropy({facts(2020, 1, 1, 0, {"cs.CL"}), facts(2020, 1, 1, 0, {"cs.CL"})}), 0);
  EXPECT_NEAR(entropy({facts(2020, 1, 1, 0, {"a", "b"}), facts(2020, 1, 1, 0, {"c", "d"})}), 2, 1e-12);
  EXPECT_EQ(entropy({facts(2020, 1, 1, 0, {})}), 0);
}

TEST(Statistics, PrimaryCategoryTiesGoToTheOneUsedLast) {
  const auto primary = primary_category(
      {facts(2019, 0, 1, 0, {"cs.AA"}), facts(2021, 0, 1, 0, {"cs.ZZ"}), facts(2020, 0, 1, 0, {})});
  EXPECT_EQ(primary.code, "cs.ZZ");
  EXPECT_EQ(primary.share, 0.5);
  EXPECT_EQ(primary_category({}).code, "");
  const auto dated =
      primary_category({facts(std::nullopt, 0, 1, 0, {"cs.AA"}), facts(2021, 0, 1, 0, {"cs.BB"})});
  EXPECT_EQ(dated.code, "cs.BB");
}

TEST(Statistics, YearsKeepTheirZeroes) {
  const auto years = papers_by_year(
      {facts(2019, 0, 1, 0, {}), facts(2022, 0, 1, 0, {}), facts(2022, 0, 1, 0, {}), facts({}, 0, 1, 0, {})});
  ASSERT_EQ(years.size(), 4u);
  EXPECT_EQ(years[0].count, 1);
  EXPECT_EQ(years[1].count, 0);
  EXPECT_EQ(years[3].count, 2);
  EXPECT_TRUE(papers_by_year({facts({}, 0, 1, 0, {})}).empty());
}

Metric imported(std::string name, double value, std::string source, int year) {
  Metric metric;
  metric.name = std::move(name);
  metric.value = value;
  metric.scope = schema::MetricScope::imported;
  metric.source = std::move(source);
  metric.as_of = schema::date_of_year(year);
  return metric;
}

TEST(Statistics, BoundsHoldWithinOneSourceAndDateOnly) {
  const auto broken =
      broken_bounds({imported("h_index", 50, "page", 2026), imported("papers", 7, "page", 2026),
                     imported("citations", 220, "page", 2026)});
  ASSERT_EQ(broken.size(), 2u);
  EXPECT_EQ(broken[0].bound, "h_index <= papers");
  EXPECT_EQ(broken[1].bound, "h_index^2 <= citations");
  EXPECT_EQ(broken[1].source, "page");
  EXPECT_EQ(broken[1].values,
            (std::vector<std::pair<std::string, double>>{{"h_index", 50}, {"citations", 220}}));
  EXPECT_TRUE(
      broken_bounds({imported("h_index", 50, "page", 2026), imported("papers", 7, "other", 2026)}).empty());
  EXPECT_TRUE(
      broken_bounds({imported("h_index", 50, "page", 2026), imported("papers", 7, "page", 2025)}).empty());
  EXPECT_TRUE(broken_bounds({imported("h_index", 7, "page", 2026), imported("papers", 7, "page", 2026),
                             imported("citations", 49, "page", 2026)})
                  .empty());
  EXPECT_EQ(
      broken_bounds({imported("g_index", 3, "page", 2026), imported("h_index", 4, "page", 2026)}).size(), 1u);
  EXPECT_EQ(
      broken_bounds({imported("i10_index", 3, "page", 2026), imported("papers", 2, "page", 2026)}).size(),
      1u);
}

}  // namespace
}  // namespace incipit::query

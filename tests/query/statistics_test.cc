// Statistics of an author's papers against plain loops and figures worked out by hand.
#include "query/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace incipit::query {
namespace {

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
    EXPECT_EQ(metric.source, "this index") << metric.name;
    EXPECT_EQ(metric.as_of, as_of) << metric.name;
    EXPECT_EQ(metric.n.has_value(), metric.value.has_value()) << metric.name;
    EXPECT_NE(metric.value.has_value(), !metric.reason.empty()) << metric.name;
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

// The reference itself, on papers small enough to work out by hand.
#include "tests/support/naive_search.h"

#include <gtest/gtest.h>

#include <cmath>

namespace incipit::testing {
namespace {

using schema::FacetField;
using schema::Field;
using schema::MatchMode;
using schema::SearchRequest;
using schema::Sort;
using schema::SortKey;

schema::Paper paper(std::string id, std::string title, std::string abstract,
                    std::vector<std::string> authors = {}, std::vector<std::string> categories = {},
                    int year = 0) {
  schema::Paper out;
  out.id = std::move(id);
  out.title = std::move(title);
  out.abstract = std::move(abstract);
  for (std::string& name : authors) out.authors.push_back({std::move(name), {}, {}, {}, {}, {}});
  out.categories = std::move(categories);
  if (year > 0) out.published = schema::date_of_year(year);
  return out;
}

class NaiveSearch : public ::testing::Test {
 protected:
  NaiveSearch()
      : index_({paper("p1", "Graph neural networks", "We study graph kernels.", {"Ann Lee"}, {"cs.LG"}, 2019),
                paper("p2", "Deep learning", "A neural study of GPT-2 and its pre-training.",
                      {"Bo Müller", "Y. LeCun"}, {"cs.CL", "cs.LG"}, 2021),
                paper("p3", "The kernel", "Networks of graphs; learning deep.", {"Lee Chang"}, {"math.CO"}),
                paper("p4", "Pretraining", "The text of GPT2.", {"Yann LeCun"}, {"cs.CL"}, 2021)},
               analyser_, {2, 5, 3, 1}, {{"p2", {"a2", "a1"}}, {"p4", {"a1"}}}) {}

  NaiveResult search(const std::string& q, MatchMode match = MatchMode::all) {
    SearchRequest request;
    request.q = q;
    request.match = match;
    return run(request);
  }
  NaiveResult run(const SearchRequest& request) {
    auto result = index_.search(request);
    EXPECT_TRUE(result) << request.q << ": " << result.error().message;
    return result ? *result : NaiveResult{};
  }
  std::vector<std::string> found(const std::string& q) {
    auto ids = search(q).ids;
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  using Ids = std::vector<std::string>;
  analysis::Analyser analyser_;
  NaiveIndex index_;
};

TEST_F(NaiveSearch, FindsWhatWasAsked) {
  EXPECT_EQ(found("graph networks"), (Ids{"p1", "p3"}));
  EXPECT_EQ(found("\"neural networks\""), (Ids{"p1"}));
  EXPECT_EQ(found("=graphs"), (Ids{"p3"}));
  EXPECT_EQ(found("title:deep"), (Ids{"p2"}));
  EXPECT_EQ(found("deep -neural"), (Ids{"p3"}));
  EXPECT_EQ(found("-graph"), (Ids{"p2", "p4"}));
  EXPECT_EQ(found("pre-training"), (Ids{"p2", "p4"}));
  EXPECT_EQ(found("pretraining"), (Ids{"p2", "p4"}));
  EXPECT_EQ(found("gpt-2"), (Ids{"p2", "p4"}));
  EXPECT_EQ(found("\"gpt-2\""), (Ids{"p2"}));
  EXPECT_EQ(found("\"gpt 2\""), (Ids{"p2"}));
  EXPECT_EQ(found(""), (Ids{"p1", "p2", "p3", "p4"}));
  EXPECT_EQ(found("\"...\""), Ids{});
}

TEST_F(NaiveSearch, Names) {
  EXPECT_EQ(found("author:lee"), (Ids{"p1", "p3"}));
  EXPECT_EQ(found("author:\"Lee, A\""), (Ids{"p1"}));
  EXPECT_EQ(found("author:\"Y LeCun\""), (Ids{"p2", "p4"}));
  EXPECT_EQ(found("author:\"Yann LeCun\""), (Ids{"p4"}));
  EXPECT_EQ(found("au:mueller"), (Ids{"p2"}));
  EXPECT_EQ(found("au:Müller"), (Ids{"p2"}));
  EXPECT_EQ(found("muller"), (Ids{"p2"}));
}

TEST_F(NaiveSearch, FiltersInTheQueryAndInTheRequest) {
  EXPECT_EQ(found("cat:cs.*"), (Ids{"p1", "p2", "p4"}));
  EXPECT_EQ(found("cat:cs.LG"), (Ids{"p1", "p2"}));
  EXPECT_EQ(found("primary:cs.LG"), (Ids{"p1"}));
  EXPECT_EQ(found("year:2020.."), (Ids{"p2", "p4"}));
  EXPECT_EQ(found("-year:2021"), (Ids{"p1", "p3"}));
  EXPECT_EQ(found("-has:date"), (Ids{"p3"}));
  EXPECT_EQ(found("id:p3"), (Ids{"p3"}));
  SearchRequest request;
  request.filters.category.none_of = {"cs.CL"};
  EXPECT_EQ(run(request).ids, (Ids{"p1", "p3"}));
  request.filters.to = schema::date_of_year(2019);
  EXPECT_EQ(run(request).ids, (Ids{"p1"}));
}

TEST_F(NaiveSearch, ScoresByTheFormula) {
  // "neural" is in two of four papers. In p1: once in a title of 3 terms, pivot 2; not in the abstract.
  const auto weight = std::llround(256 * std::log(1 + (4 - 2 + 0.5) / (2 + 0.5)));
  const double frequency = 3.0 * 1 / (1 - 0.8 + 0.8 * 3 / 2.0);
  const auto impact = std::llround(64 * frequency * 2.5 / (frequency + 1.5));
  EXPECT_EQ(index_.document_frequency(Field::text, "neural"), 2);
  EXPECT_EQ(index_.impact(Field::text, "neural", 0), impact);
  const auto result = search("neural neural");
  ASSERT_EQ(result.ids, (Ids{"p1", "p2"}));
  EXPECT_EQ(result.scores[0], 2 * weight * impact);
  EXPECT_EQ(index_.impact(Field::title, "neural", 1), 0);
  EXPECT_EQ(index_.weight({Field::title, "absent", 12}), 0);
}

TEST_F(NaiveSearch, OrdersWithMissingFiguresLastEitherWay) {
  EXPECT_EQ(search("").ids, (Ids{"p2", "p4", "p1", "p3"}));
  EXPECT_TRUE(search("").scores.empty());
  SearchRequest request;
  request.sort = Sort{SortKey::published, true};
  EXPECT_EQ(run(request).ids, (Ids{"p1", "p2", "p4", "p3"}));
  request.sort = Sort{SortKey::title, false};
  EXPECT_EQ(run(request).ids, (Ids{"p2", "p1", "p3", "p4"}));  // "The kernel" is under k
}

TEST_F(NaiveSearch, RelaxesPlainWordsOnly) {
  const auto relaxed = search("graph deep", MatchMode::automatic);
  EXPECT_TRUE(relaxed.relaxed);
  EXPECT_EQ(relaxed.strict_total, 1);
  EXPECT_EQ(relaxed.total, 3);
  EXPECT_FALSE(search("graph AND deep", MatchMode::automatic).relaxed);
  EXPECT_EQ(search("graph deep", MatchMode::all).total, 1);
  EXPECT_EQ(search("graph deep cat:cs.LG", MatchMode::any).total, 2);
}

TEST_F(NaiveSearch, FacetsIgnoreTheFilterOnThemselves) {
  SearchRequest request;
  request.filters.category.any_of = {"cs.CL"};
  request.facets = {FacetField::category, FacetField::year, FacetField::archive, FacetField::author};
  const auto result = run(request);
  EXPECT_EQ(result.total, 2);
  using Counts = std::map<std::string, std::int64_t>;
  EXPECT_EQ(result.facets.at(FacetField::category), (Counts{{"cs.CL", 2}, {"cs.LG", 2}, {"math.CO", 1}}));
  EXPECT_EQ(result.facets.at(FacetField::year), (Counts{{"2021", 2}}));
  EXPECT_EQ(result.facets.at(FacetField::archive), (Counts{{"cs", 2}}));
  EXPECT_EQ(result.facets.at(FacetField::author),
            (Counts{{"a1", 2}, {"a2", 1}}));
}

}  // namespace
}  // namespace incipit::testing

// Queries that are a title, an identifier or a name.
#include <gtest/gtest.h>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::WholeQuery;

std::vector<schema::Paper> papers() {
  const std::string repeated = "Graph kernels, graph kernels and more graph kernels.";
  return {paper_of({"p1", "Graph kernels graph kernels", repeated, {"Ada Bell"}, {}, "2019"}),
          paper_of({"p2", "Graph kernels", "Something else altogether, at a length that makes it a poor match, about walks and trees.", {"Ada Bell", "Bo Chen"}, {}, "2020"}),
          paper_of({"p3", "The Theory of $\\alpha$-Decay: G\\\"odel's Case", "Decay.", {"Bo Chen"}, {}, "2018"}),
          paper_of({"p4", "Theory of decay and of alpha decay, the theory of Godel", "Decay theory, alpha decay case. 2101.00001", {"Ada Bell"}, {}, "2021"}),
          paper_of({"2101.00001", "On nothing", "Nothing.", {"Cy Chen"}, {}, "2021"}),
          paper_of({"p6", "Graph Kernels", "Another with this title.", {"Cy Bell"}, {}, "2016"}),
          paper_of({"p7", "A graph kernels walk", "x", {"Dan Bell"}, {}, "2015"})};
}

class WholeQueries : public ::testing::Test {
 protected:
  schema::SearchResult ask(const std::string& q, std::int64_t offset = 0, std::int64_t limit = 10) {
    schema::SearchRequest request;
    request.q = q;
    request.offset = offset;
    request.limit = limit;
    return index_.search(request);
  }
  Index index_{papers(), 3};
};

TEST_F(WholeQueries, PapersOfExactlyThisTitleComeFirst) {
  const auto result = ask("graph kernels");
  const auto ids = ids_of(result);
  ASSERT_EQ(ids.size(), 4U);
  EXPECT_EQ((std::vector<std::string>(ids.begin(), ids.begin() + 2)), (std::vector<std::string>{"p2", "p6"}));
  EXPECT_EQ(result.hits[0].exact, WholeQuery::title);
  EXPECT_EQ(result.hits[1].exact, WholeQuery::title);
  EXPECT_EQ(result.hits[2].exact, WholeQuery::no);
  EXPECT_GE(*result.hits[0].score, *result.hits[1].score) << "by score among themselves";
  EXPECT_LT(*result.hits[1].score, *result.hits[2].score) << "scores are what they are";
}

TEST_F(WholeQueries, InAnySpellingOfIt) {
  for (const char* q : {"theory of alpha-decay godel's case", "The Theory of $\\alpha$-Decay: G\\\"odel's Case", "THE THEORY OF ALPHA-DECAY: G\xC3\x96" "DEL'S CASE.",
                        "\"The theory of $\\alpha$-decay: G\xC3\xB6" "del's case\""}) {
    const auto result = ask(q);
    ASSERT_FALSE(result.hits.empty()) << q;
    EXPECT_EQ(result.hits[0].paper.id, "p3") << q;
    EXPECT_EQ(result.hits[0].exact, WholeQuery::title) << q;
  }
  EXPECT_EQ(ask("theory of alpha decay").hits.at(0).exact, WholeQuery::no) << "a part of a title";
  EXPECT_EQ(ask("the graph kernels").hits.at(0).exact, WholeQuery::title) << "an article more";
}

TEST_F(WholeQueries, PagesAreOfOneOrder) {
  const auto whole = ids_of(ask("graph kernels"));
  std::vector<std::string> joined;
  for (std::int64_t offset = 0; offset < 4; ++offset) {
    for (const auto& id : ids_of(ask("graph kernels", offset, 1))) joined.push_back(id);
  }
  EXPECT_EQ(joined, whole);
  EXPECT_EQ(ask("graph kernels", 1, 1).hits.at(0).exact, WholeQuery::title);
  EXPECT_TRUE(ask("graph kernels", 0, 0).hits.empty());
}

TEST_F(WholeQueries, OtherOrdersStayAsTheyAre) {
  schema::SearchRequest request;
  request.q = "graph kernels";
  request.sort = schema::Sort{schema::SortKey::published, false};
  EXPECT_EQ(ids_of(index_.search(request)), (std::vector<std::string>{"p2", "p1", "p6", "p7"}));
  request.sort = schema::Sort{schema::SortKey::relevance, true};
  EXPECT_EQ(ids_of(index_.search(request)).back(), "p1");
}

TEST_F(WholeQueries, FiltersStillHold) {
  schema::SearchRequest request;
  request.q = "graph kernels";
  request.filters.years = {{2019, 2020}};
  EXPECT_EQ(ids_of(index_.search(request)), (std::vector<std::string>{"p2", "p1"}));
}

TEST_F(WholeQueries, AnIdentifierPutsItsPaperFirst) {
  for (const char* q : {"2101.00001", "arXiv:2101.00001v2"}) {
    const auto result = ask(q);
    ASSERT_FALSE(result.hits.empty()) << q;
    EXPECT_EQ(result.hits[0].paper.id, "2101.00001") << q;
    EXPECT_EQ(result.hits[0].exact, WholeQuery::identifier) << q;
  }
  EXPECT_EQ(ask("2101.00001").total.value, 2) << "a paper that mentions it is found too";
}

TEST_F(WholeQueries, ANameBringsWhoBearsIt) {
  for (const char* q : {"Ada Bell", "bell, ada", "author:\"Ada Bell\""}) {
    const auto cards = ask(q).authors;
    ASSERT_EQ(cards.size(), 1U) << q;
    EXPECT_EQ(cards[0].author.name, "Ada Bell");
    EXPECT_EQ(cards[0].author.id, index_.author_named("Ada Bell"));
    EXPECT_EQ(cards[0].papers, 3);
  }
  for (const char* q : {"", "Ada", "A. Bell", "Ada Bell graph", "Ada AND Bell", "-author:\"Ada Bell\"", "graph kernels"}) {
    EXPECT_TRUE(ask(q).authors.empty()) << q;
  }
  schema::SearchRequest filtered;
  filtered.q = "Ada Bell";
  filtered.filters.years = {{2019, 2019}};
  EXPECT_EQ(index_.search(filtered).authors.at(0).papers, 3) << "of the whole index";
}

}  // namespace
}  // namespace incipit::testing

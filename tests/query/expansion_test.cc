// Pseudo-relevance feedback on real indexes: what it adds, what it leaves alone, and that the cut into segments does not show.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

// Thirty papers of which the first five are about one thing in the same other words, and a sixth has a word of the query only.
std::vector<schema::Paper> papers() {
  std::vector<schema::Paper> all;
  for (int i = 0; i < 5; ++i) {
    all.push_back(paper_of({"near" + std::to_string(i), "Turbulence in pipes", "Turbulence with vorticity and eddies, case " + std::to_string(i) + ".",
                            {}, {}, "2020"}));
  }
  all.push_back(paper_of({"like", "Vorticity and pipes", "Eddies with vorticity.", {}, {}, "2020"}));
  all.push_back(paper_of({"plain", "Smoke and pipes", "Clay tobacco vessels.", {}, {}, "2020"}));
  for (int i = 0; i < 93; ++i) {
    all.push_back(paper_of({"other" + std::to_string(i), "Number " + std::to_string(i), "Something else of kind " + std::to_string(i % 7) + ".",
                            {}, {}, "2020"}));
  }
  return all;
}

schema::SearchRequest asking(const std::string& q, bool expand) {
  schema::SearchRequest request;
  request.q = q;
  request.match = schema::MatchMode::any;
  request.expand = expand;
  request.explain = true;
  request.limit = 20;
  return request;
}

std::size_t place_of(const schema::SearchResult& result, const std::string& id) {
  const auto ids = ids_of(result);
  return static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
}

class Expansion : public ::testing::TestWithParam<std::int64_t> {
 protected:
  Index index_{papers(), GetParam()};
};

TEST_P(Expansion, PapersLikeTheBestComeUp) {
  const auto plain = index_.search(asking("turbulence pipes", false));
  const auto expanded = index_.search(asking("turbulence pipes", true));
  EXPECT_EQ(expanded.total.value, plain.total.value);
  ASSERT_EQ(plain.total.value, 7);
  EXPECT_LT(place_of(expanded, "like"), place_of(expanded, "plain"));
  const auto by = [](const schema::SearchResult& result, const std::string& id) { return *result.hits.at(place_of(result, id)).score; };
  EXPECT_GT(by(expanded, "like") - by(plain, "like"), by(expanded, "plain") - by(plain, "plain"));
  EXPECT_EQ(by(expanded, "plain"), by(plain, "plain"));  // has none of the added terms
}

TEST_P(Expansion, SaysWhatItAdded) {
  EXPECT_TRUE(index_.search(asking("turbulence pipes", false)).query.notes.empty());
  const auto notes = index_.search(asking("turbulence pipes", true)).query.notes;
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].code, "expanded");
  for (const char* term : {"vortic", "eddi"}) EXPECT_NE(notes[0].message.find(term), std::string::npos) << notes[0].message;
  EXPECT_EQ(notes[0].message.find("turbul"), std::string::npos) << "a typed word is not added";
}

TEST_P(Expansion, AddedTermsExplainTheScoreAndAreNotHighlighted) {
  const auto result = index_.search(asking("turbulence pipes", true));
  std::int64_t typed = 0, added = 0;
  for (const auto& hit : result.hits) {
    std::int64_t sum = 0;
    for (const auto& term : hit.explain) sum += term.weight * term.impact;
    EXPECT_EQ(sum, hit.score) << hit.paper.id;
  }
  for (const auto& term : result.hits.front().explain) (term.term == "turbul" || term.term == "pipe" ? typed : added) += term.weight;
  EXPECT_GT(added, 0);
  EXPECT_LE(added, 2 * typed);  // as often as the typed ones, though rarer
  for (const auto& highlight : result.hits.at(place_of(result, "like")).highlights) {
    if (highlight.field != "title") continue;
    EXPECT_EQ(highlight.spans, (std::vector<schema::Span>{{14, 19}}));
  }
}

TEST_P(Expansion, WithoutAnythingToLearnFromItChangesNothing) {
  for (const char* q : {"", "absentword", "year:2020"}) {
    const auto plain = index_.search(asking(q, false)), expanded = index_.search(asking(q, true));
    EXPECT_EQ(ids_of(expanded), ids_of(plain)) << q;
  }
  auto by_date = asking("turbulence", true);
  by_date.sort = schema::Sort{schema::SortKey::published, false};
  EXPECT_TRUE(index_.search(by_date).query.notes.empty());
}

INSTANTIATE_TEST_SUITE_P(Segments, Expansion, ::testing::Values(0, 40));

TEST(ExpansionOverSegments, GivesTheSameScores) {
  Index one(papers(), 0), many(papers(), 40);
  const auto a = one.search(asking("turbulence smoke", true)), b = many.search(asking("turbulence smoke", true));
  EXPECT_EQ(ids_of(a), ids_of(b));
  for (std::size_t i = 0; i < a.hits.size(); ++i) EXPECT_EQ(a.hits[i].score, b.hits[i].score) << a.hits[i].paper.id;
}

}  // namespace
}  // namespace incipit::testing

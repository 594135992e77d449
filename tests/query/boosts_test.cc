// What counts beside the text: off unless asked for, bounded, the same over one segment and many, and by figures that a paper has.
#include <gtest/gtest.h>

#include <algorithm>

#include "query/result_set.h"
#include "tests/support/naive_search.h"
#include "tests/support/random.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::Boost;
using schema::ErrorCode;
using schema::SearchRequest;
using schema::SortKey;
using Ids = std::vector<std::string>;

schema::Paper paper(const std::string& id, const std::string& published, std::optional<std::int64_t> citations, const std::string& text = "graph nodes") {
  auto made = paper_of({id, "About graphs", text, {"Ann Lee"}, {"cs.LG"}, published});
  if (citations) made.citations = {{*citations, "", {}}};
  return made;
}

SearchRequest boosted(std::vector<Boost> boosts, const std::string& q = "graph") {
  SearchRequest request;
  request.q = q;
  request.match = schema::MatchMode::any;
  request.boosts = std::move(boosts);
  request.explain = true;
  return request;
}

bool says_boosted(const schema::QueryEcho& query) {
  return std::any_of(query.notes.begin(), query.notes.end(), [](const auto& note) { return note.code == "boosted"; });
}

// The clock of these papers is 2025-01-01: a is of that day, b ten years older.
std::vector<schema::Paper> four() {
  return {paper("b", "2015-01-01", 30), paper("a", "2025-01-01", 0), paper("c", "", 90), paper("d", "2020-01-01", std::nullopt)};
}

TEST(Boosts, AreOffUnlessAskedFor) {
  Index index(four());
  const auto plain = index.search(boosted({}));
  EXPECT_EQ(ids_of(plain), (Ids{"a", "b", "c", "d"})) << "equal texts, by id";
  EXPECT_FALSE(says_boosted(plain.query));
  EXPECT_TRUE(plain.hits[0].boosts.empty());
}

TEST(Boosts, RecencyCountsFromTheClockOfTheIndex) {
  Index index(four());
  const auto result = index.search(boosted({Boost::recency}));
  EXPECT_EQ(ids_of(result), (Ids{"a", "d", "b", "c"})) << "newest first, the undated last";
  EXPECT_TRUE(says_boosted(result.query));
  const std::int64_t text = *index.search(boosted({})).hits[0].score;
  const std::vector<std::optional<std::int64_t>> shares{256, 256 * 1826 / (1826 + 1827), 256 * 1826 / (1826 + 3653), std::nullopt};
  for (std::size_t i = 0; i < shares.size(); ++i) {
    ASSERT_EQ(result.hits[i].boosts.size(), 1U);
    EXPECT_EQ(result.hits[i].boosts[0].share, shares[i]) << i;
    EXPECT_EQ(result.hits[i].boosts[0].score, text * shares[i].value_or(0) / 1024) << i;
    EXPECT_EQ(*result.hits[i].score, text + result.hits[i].boosts[0].score) << i;
  }
}

TEST(Boosts, AsOfIsNowWhereARequestSaysIt) {
  Index index(four());
  auto request = boosted({Boost::recency});
  request.filters.as_of = schema::parse_date("2015-01-01").value();
  const auto result = index.search(request);
  EXPECT_EQ(ids_of(result), Ids{"b"});
  EXPECT_EQ(result.hits[0].boosts[0].share, 256) << "a paper of that day";
}

TEST(Boosts, CitationsSaturateAndNoCountIsNotZero) {
  Index index(four());
  const auto result = index.search(boosted({Boost::citations}));
  EXPECT_EQ(ids_of(result), (Ids{"c", "b", "a", "d"}));
  EXPECT_EQ(result.hits[0].boosts[0].share, 256 * 90 / 120);
  EXPECT_EQ(result.hits[1].boosts[0].share, 128);
  EXPECT_EQ(result.hits[2].boosts[0].share, 0) << "counted, and zero";
  EXPECT_EQ(result.hits[3].boosts[0].share, std::nullopt) << "not counted";
}

TEST(Boosts, NeverLiftAPaperBeforeOneThatIsMuchBetterByItsText) {
  Index index({paper("poor", "2025-01-01", 1'000'000'000'000, "graph " + std::string("among many other words of a long text about something else that goes on ")),
               paper("good", "1990", std::nullopt, "graph kernel graph kernel")});
  for (const char* q : {"graph kernel", "graph"}) {
    const auto plain = index.search(boosted({}, q));
    const auto result = index.search(boosted({Boost::recency, Boost::citations}, q));
    ASSERT_EQ(result.hits.size(), 2U);
    for (const auto& hit : result.hits) {
      const auto same = std::find_if(plain.hits.begin(), plain.hits.end(), [&](const auto& h) { return h.paper.id == hit.paper.id; });
      EXPECT_GE(*hit.score, *same->score);
      EXPECT_LE(2 * *hit.score, 3 * *same->score);
    }
  }
  EXPECT_EQ(ids_of(index.search(boosted({Boost::recency, Boost::citations}, "graph kernel"))), (Ids{"good", "poor"}));
}

TEST(Boosts, WithoutDataOrAnOrderByRelevanceAreErrors) {
  Index index(four());
  const auto refusal = [](Index& asked, const SearchRequest& request) {
    const auto result = asked.searcher().search(request);
    EXPECT_FALSE(result);
    EXPECT_TRUE(result || result.error().parameter == "boost");
    return result ? ErrorCode::internal : result.error().code;
  };
  EXPECT_EQ(refusal(index, boosted({Boost::recency}, "")), ErrorCode::invalid_parameter) << "a list without query is by date";
  auto by_date = boosted({Boost::recency});
  by_date.sort = schema::Sort{SortKey::published, false};
  EXPECT_EQ(refusal(index, by_date), ErrorCode::invalid_parameter);
  Index bare({paper("a", "", std::nullopt), paper("b", "", std::nullopt)});
  EXPECT_EQ(refusal(bare, boosted({Boost::novelty})), ErrorCode::not_available);
  EXPECT_EQ(refusal(bare, boosted({Boost::citations, Boost::rank})), ErrorCode::not_available);
  EXPECT_EQ(refusal(bare, boosted({Boost::recency})), ErrorCode::not_available);
  EXPECT_EQ(refusal(bare, boosted({Boost::citations})), ErrorCode::not_available);
}

TEST(Boosts, ATitleAskedForStillComesFirst) {
  auto named = paper("old", "1990", std::nullopt);
  named.title = "Graph nodes of a tree";
  Index index({named, paper("new", "2025-01-01", 500, "graph nodes of a tree graph nodes of a tree")});
  EXPECT_EQ(ids_of(index.search(boosted({Boost::recency, Boost::citations}, "Graph nodes of a tree"))).front(), "old");
}

// Against plain loops, over one segment and many, by pages and cursors, with exports and run files.
TEST(Boosts, AsPlainLoopsScoreThem) {
  constexpr int kPapers = 300, kRequests = 120;
  Random random(20261127);
  const Ids words{"graph", "tree", "kernel", "spectrum"};
  std::vector<schema::Paper> papers;
  for (int i = 0; i < kPapers; ++i) {
    std::string text;
    for (std::size_t n = 1 + random.below(5); n > 0; --n) text += random.one_of(words) + " ";
    const std::string date = std::to_string(1990 + random.below(35)) + "-0" + std::to_string(1 + random.below(9)) + "-1" + std::to_string(random.below(10));
    auto made = paper("p" + std::to_string(i), random.below(9) == 0 ? "" : date, std::nullopt, text);
    if (random.below(3) != 0) made.citations = {{static_cast<std::int64_t>(random.below(random.below(2) == 0 ? 10 : 2000)), "", {}}};
    papers.push_back(std::move(made));
  }
  Index one(papers), many(papers, 40);
  analysis::Analyser analyser;
  NaiveIndex naive(papers, analyser, pivots_of(one.path()));
  naive.set_clock(one.searcher().info().as_of);
  int reordered = 0;
  for (int i = 0; i < kRequests; ++i) {
    auto request = boosted(i % 3 == 0 ? std::vector{Boost::recency} : i % 3 == 1 ? std::vector{Boost::citations} : std::vector{Boost::citations, Boost::recency},
                           random.one_of(words) + " " + random.one_of(words));
    request.sort = schema::Sort{SortKey::relevance, random.below(5) == 0};
    if (random.below(4) == 0) request.filters.as_of = schema::parse_date(std::to_string(2000 + random.below(25))).value();
    const auto expected = naive.search(request);
    ASSERT_TRUE(expected);
    auto plain = request;
    plain.boosts.clear();
    reordered += naive.search(plain)->ids != expected->ids ? 1 : 0;
    for (Index* index : {&one, &many}) {
      SCOPED_TRACE("request " + std::to_string(i));
      request.cursor.clear();
      request.limit = 37;
      Ids walked;
      do {
        const auto page = index->search(request);
        for (const auto& hit : page.hits) {
          ASSERT_EQ(*hit.score, expected->scores[walked.size()]) << hit.paper.id;
          std::int64_t parts = 0;
          for (const auto& term : hit.explain) parts += term.weight * term.impact;
          for (const auto& boost : hit.boosts) parts += boost.score;
          ASSERT_EQ(*hit.score, parts) << "the explanation adds up";
          walked.push_back(hit.paper.id);
        }
        request.cursor = page.next_cursor;
      } while (!request.cursor.empty() && walked.size() < expected->ids.size());
      ASSERT_EQ(walked, expected->ids);
      request.cursor.clear();
      const auto all = index->searcher().select(request);
      ASSERT_TRUE(all);
      ASSERT_EQ((*all)->size(), walked.size());
      for (const std::size_t at : {std::size_t{0}, walked.size() / 2}) ASSERT_EQ((*all)->paper(at)->id, walked[at]);
      const auto ranked = index->searcher().rank(request, 20);
      ASSERT_TRUE(ranked);
      for (std::size_t at = 0; at < ranked->papers.size(); ++at) ASSERT_EQ(ranked->papers[at].id, walked[at]);
    }
  }
  EXPECT_GT(reordered, kRequests / 2);
}

}  // namespace
}  // namespace incipit::testing

// Scores without Xapian's matcher: the same integers as its stock weighting over the stored impacts gives (what a remote server can
// evaluate), whatever the depth, and posting lists that are kept within bounds.
#include <gtest/gtest.h>
#include <xapian.h>

#include <cmath>
#include <map>

#include "query/posting_cache.h"
#include "schema/fields.h"
#include "storage/generation.h"
#include "storage/terms.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

// Papers whose words are drawn so that some are in nearly all and some in few.
std::vector<schema::Paper> papers(int count) {
  std::vector<schema::Paper> all;
  for (int i = 0; i < count; ++i) {
    std::string abstract = "common";
    for (int word = 2; word < 40; ++word) {
      if (i % word == 0) abstract += " word" + std::string(1, static_cast<char>('a' + word % 26)) + std::string(1, static_cast<char>('a' + word / 26));
    }
    all.push_back(paper_of({"p" + std::to_string(i), i % 5 == 0 ? "Common title" : "Other", abstract, {}, {}, "2020"}));
  }
  return all;
}

schema::SearchRequest any_of(const std::string& q) {
  schema::SearchRequest request;
  request.q = q;
  request.match = schema::MatchMode::any;
  request.explain = true;
  request.limit = 200;
  return request;
}

TEST(Scoring, IsWhatStockWeightingOverTheImpactsGives) {
  Index index(papers(300));
  const auto result = index.search(any_of("common wordca wordea wordka title wordnb"));
  ASSERT_EQ(result.hits.size(), 200U);
  const auto generation = storage::Generation::open_current(index.path());
  ASSERT_TRUE(generation);
  ASSERT_EQ((*generation)->segments(), 1U);
  Xapian::Database tables((*generation)->tables(0).string());
  std::vector<Xapian::Query> terms;
  for (const auto& term : result.hits.front().explain) {
    terms.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(storage::index_term(schema::Field::text, term.term)), static_cast<double>(term.weight));
  }
  Xapian::Enquire enquire(tables);
  enquire.set_weighting_scheme(Xapian::TfIdfWeight("nnn"));
  enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
  const Xapian::MSet stock = enquire.get_mset(0, 300);
  std::map<std::string, std::int64_t> scores;
  for (auto hit = stock.begin(); hit != stock.end(); ++hit) {
    scores[std::string((*generation)->columns(0).ids[*hit - 1])] = std::llround(hit.get_weight());
  }
  EXPECT_EQ(scores.size(), 300U);
  for (const auto& hit : result.hits) EXPECT_EQ(hit.score, scores.at(hit.paper.id)) << hit.paper.id;
}

TEST(Scoring, OfFewPapersInLongListsIsThatOfAll) {
  Index index(papers(2000));
  const auto all = index.search(any_of("common wordca"));
  std::map<std::string, std::int64_t> scores;
  for (const auto& hit : all.hits) scores[hit.paper.id] = *hit.score;
  auto few = any_of("common wordca");
  for (std::size_t i = 0; i < all.hits.size(); i += 17) few.filters.ids.push_back(all.hits[i].paper.id);
  const auto found = index.search(few);
  EXPECT_EQ(found.hits.size(), few.filters.ids.size());
  EXPECT_EQ(ids_of(found), few.filters.ids) << "in the same order";
  for (const auto& hit : found.hits) EXPECT_EQ(hit.score, scores.at(hit.paper.id)) << hit.paper.id;
}

std::shared_ptr<query::Postings> list_of(std::uint32_t size) {
  auto postings = std::make_shared<query::Postings>();
  for (std::uint32_t docid = 1; docid <= size; ++docid) {
    postings->docids.push_back(docid);
    postings->impacts.push_back(1);
    postings->papers.add(docid);
  }
  return postings;
}

TEST(PostingCache, KeepsTheLatelyUsedWithinItsRoom) {
  const std::size_t room = 3 * (list_of(1000)->bytes() + 200);
  query::PostingCache cache(room);
  for (const char* term : {"a", "b", "c"}) cache.keep(0, term, list_of(1000));
  ASSERT_NE(cache.find(0, "a"), nullptr);
  EXPECT_EQ(cache.find(0, "a")->docids.size(), 1000U);
  EXPECT_EQ(cache.find(1, "a"), nullptr) << "of another segment";
  cache.keep(0, "d", list_of(1000));  // there is room for three
  EXPECT_EQ(cache.find(0, "b"), nullptr) << "b was used longest ago";
  EXPECT_NE(cache.find(0, "a"), nullptr);
  EXPECT_NE(cache.find(0, "d"), nullptr);
  EXPECT_LE(cache.bytes(), room);
}

TEST(PostingCache, LeavesOutWhatIsShortOrTooLong) {
  query::PostingCache cache(20'000);
  cache.keep(0, "short", list_of(query::PostingCache::kLeastPostings - 1));
  cache.keep(0, "long", list_of(10'000));
  EXPECT_EQ(cache.find(0, "short"), nullptr);
  EXPECT_EQ(cache.find(0, "long"), nullptr);
  EXPECT_EQ(cache.bytes(), 0U);
}

}  // namespace
}  // namespace incipit::testing

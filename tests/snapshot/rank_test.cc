// rank-v1 and the figures of authors.
#include "snapshot/rank.h"

#include <gtest/gtest.h>

#include "tests/snapshot/made_snapshot.h"

namespace incipit::snapshot {
namespace {

TEST(RankScore, WeighsItsParts) {
  EXPECT_EQ(rank_score({10'000, 0, 0, 0}), 3500u);
  EXPECT_EQ(rank_score({0, 10'000, 0, 0}), 2500u);
  EXPECT_EQ(rank_score({0, 0, 10'000, 0}), 2500u);
  EXPECT_EQ(rank_score({0, 0, 0, 10'000}), 1500u);
  EXPECT_EQ(rank_score({10'000, 10'000, 10'000, 10'000}), 10'000u);
}

TEST(RankScore, LeavesMissingPartsOut) {
  EXPECT_EQ(rank_score({std::nullopt, std::nullopt, 10'000, 0}), 6250u);  // 25 of 40
  EXPECT_EQ(rank_score({10'000, 5000, std::nullopt, std::nullopt}), 7917u);
}

TEST(RankScore, NeedsTwoParts) {
  EXPECT_EQ(rank_score({std::nullopt, std::nullopt, std::nullopt, 10'000}), std::nullopt);
  EXPECT_EQ(rank_score({}), std::nullopt);
}

TEST(Recency, HalvesInTwoYears) {
  EXPECT_EQ(recency(0), 10'000u);
  EXPECT_NEAR(recency(730), 5000, 3);
  EXPECT_NEAR(recency(1461), 2500, 1);
  EXPECT_EQ(recency(40'000'000), 0u);
}

TEST(Citations, AYoungPapersFirstYearIsAWholeOne) {
  EXPECT_DOUBLE_EQ(citations_per_year(12, 0), 12);
  EXPECT_DOUBLE_EQ(citations_per_year(12, 365), 12);
  EXPECT_DOUBLE_EQ(citations_per_year(12, 1461), 3);
}

TEST(Age, IsNeverBelowNothing) {
  EXPECT_EQ(age_in_days(0, 86'399), 0u);
  EXPECT_EQ(age_in_days(0, 86'400), 1u);
  EXPECT_EQ(age_in_days(86'400, 0), 0u);
}

TEST(Rank, TakesCitationsCodeAndAgeOfThePaper) {
  PaperText cited = paper_of("cited", "2020", "words"), uncited = paper_of("uncited", "2020", "words"), unknown = paper_of("unknown", "2020", "words");
  cited.citations = 7;
  uncited.citations = 0;
  cited.has_code = true;
  uncited.has_code = false;
  PaperText undated = paper_of("undated", "", "words");
  undated.has_code = true;
  undated.citations = 5;
  const auto receipts = receipts_of({cited, uncited, unknown, undated});
  const RankReceipt& best = receipts.at("cited").rank;
  EXPECT_EQ(best.values[0], 7500u);  // one below and itself of two
  EXPECT_EQ(best.values[1], std::nullopt);
  EXPECT_EQ(best.values[3], 10'000u);
  EXPECT_EQ(best.cited->papers, 2u);
  EXPECT_EQ(receipts.at("uncited").rank.values[0], 2500u);
  EXPECT_EQ(receipts.at("uncited").rank.values[3], 0u);
  EXPECT_EQ(receipts.at("unknown").rank.values[3], std::nullopt);
  EXPECT_EQ(receipts.at("unknown").rank.missing, Missing::too_few);  // recency alone
  EXPECT_EQ(receipts.at("undated").rank.missing, Missing::too_few);  // no age, so no citations per year
  EXPECT_EQ(receipts.at("undated").rank.citations, 5u);
}

TEST(Authors, HaveTheMedianNovelty) {
  EXPECT_EQ(median_novelty({}), std::nullopt);
  EXPECT_EQ(median_novelty({6400}), (AuthorFigure{64, 1}));
  EXPECT_EQ(median_novelty({9000, 1000, 2000}), (AuthorFigure{20, 3}));
  EXPECT_EQ(median_novelty({9000, 1000, 2000, 3001}), (AuthorFigure{25.005, 4}));
}

TEST(Authors, HaveTheMeanOfTheirBestScores) {
  EXPECT_EQ(mean_of_best({}), std::nullopt);
  EXPECT_EQ(mean_of_best({1000, 2000}), (AuthorFigure{15, 2}));
  std::vector<Hundredths> scores(30, 100);
  for (std::size_t i = 0; i < 10; ++i) scores[3 * i] = 5000;
  EXPECT_EQ(mean_of_best(scores), (AuthorFigure{50, 10}));
}

}  // namespace
}  // namespace incipit::snapshot

#include "evaluation/measures.h"

#include <gtest/gtest.h>

#include <cmath>

namespace incipit::evaluation {
namespace {

std::vector<schema::RankedPaper> ranking(const std::vector<std::string>& ids) {
  std::vector<schema::RankedPaper> papers;
  for (const auto& id : ids) papers.push_back({id, static_cast<double>(ids.size() - papers.size())});
  return papers;
}

// Worked by hand: relevant are a, b and c; the ranking has a at 2 and b at 4, and never c.
TEST(Measures, AreThoseOfTheBooks) {
  const Judgements judgements{{"q", {{"a", 1}, {"b", 3}, {"c", 1}, {"x", 0}, {"y", -1}}}};
  const auto judged = judge({{"q", ranking({"x", "a", "y", "b"})}}, judgements);
  ASSERT_EQ(judged.size(), 1U);
  EXPECT_EQ(judged[0].question, "q");
  EXPECT_NEAR(judged[0][Measure::average_precision], (1.0 / 2 + 2.0 / 4) / 3, 1e-12);
  const double ideal = 1 / std::log2(2) + 1 / std::log2(3) + 1 / std::log2(4);
  EXPECT_NEAR(judged[0][Measure::ndcg_10], (1 / std::log2(3) + 1 / std::log2(5)) / ideal, 1e-12);
  EXPECT_NEAR(judged[0][Measure::recall_100], 2.0 / 3, 1e-12);
  EXPECT_NEAR(judged[0][Measure::reciprocal_rank], 0.5, 1e-12);
}

TEST(Measures, LookAsDeepAsTheySay) {
  std::vector<std::string> ids;
  for (int i = 1; i <= 120; ++i) ids.push_back("x" + std::to_string(i));
  const auto at = [&](int rank) { return judge({{"q", ranking(ids)}}, {{"q", {{"x" + std::to_string(rank), 1}}}}).front(); };
  EXPECT_GT(at(10)[Measure::ndcg_10], 0);
  EXPECT_EQ(at(11)[Measure::ndcg_10], 0);
  EXPECT_EQ(at(100)[Measure::recall_100], 1);
  EXPECT_EQ(at(101)[Measure::recall_100], 0);
  EXPECT_NEAR(at(120)[Measure::average_precision], 1.0 / 120, 1e-12);
  EXPECT_EQ(at(1)[Measure::ndcg_10], 1);
}

TEST(Measures, CountQuestionsThatAreNotAnsweredAndLeaveOutThoseWithoutRelevantPapers) {
  const Judgements judgements{{"answered", {{"a", 1}}}, {"none", {{"a", 0}}}, {"silent", {{"b", 1}}}};
  const auto judged = judge({{"answered", ranking({"a"})}, {"unknown", ranking({"a"})}}, judgements);
  ASSERT_EQ(judged.size(), 2U);
  EXPECT_EQ(judged[1].question, "silent");
  EXPECT_EQ(judged[1][Measure::average_precision], 0);
  EXPECT_NEAR(mean(judged, Measure::average_precision), 0.5, 1e-12);
  EXPECT_EQ(mean({}, Measure::average_precision), 0);
}

}  // namespace
}  // namespace incipit::evaluation

#include "identity/explain.h"

#include <gtest/gtest.h>

#include <numeric>

#include "identity/name.h"
#include "tests/identity/papers.h"

namespace incipit::identity {
namespace {

// The block of all members' home, with the members by number of their paper.
struct OneBlock {
  Library library;
  Block block;
  BlockView view;

  explicit OneBlock(const std::vector<schema::Paper>& papers, const char* key) : library(papers), block(find(library, key)), view(block, library.mentions, library.papers) {}

  static Block find(const Library& library, const std::string& key) {
    for (Block& block : blocks_of(library.mentions)) {
      if (block.key == key) return std::move(block);
    }
    return {};
  }
};

const std::string kText = "Parsing sentences with tree adjoining grammars and chart parsers";

std::vector<schema::Paper> papers_of_liu() {
  return {a_paper("1", {{"Yang Liu", {"orcid:1"}, "Tsinghua University"}, {"Otto Kvapil"}}, kText, 2015),
          a_paper("2", {{"Yang Liu", {"orcid:2"}, "Tsinghua University"}, {"Otto Kvapil"}}, kText, 2016),
          a_paper("3", {{"Y. Liu", {"orcid:1"}, "Harbin"}, {"Bruno Aldovrandi"}}, "Grasp planning of underwater manipulators", 2022),
          a_paper("4", {{"Ying Liu"}, {"Yang Liu"}}, "Galaxies", 2022)};
}

TEST(Explain, WeightsAddUpToTheScoreThatDecides) {
  const OneBlock of(papers_of_liu(), "liu|y");
  ASSERT_EQ(of.view.size(), 5U);
  std::size_t seen = 0;
  for (std::uint32_t i = 0; i < of.view.size(); ++i) {
    for (std::uint32_t j = 0; j < i; ++j) {
      const Explanation why = explain(of.view, {i}, {j}, Ids::ignore);
      if (why.rule != Rule::evidence) continue;
      ++seen;
      const float sum = std::accumulate(why.evidence.begin(), why.evidence.end(), 0.0F, [](float a, const Evidence& b) { return a + b.weight; });
      EXPECT_NEAR(sum, why.sum, 1e-4);
      EXPECT_NEAR(why.sum, Model::shipped().score(of.view.features(i, j)), 1e-3);
      EXPECT_NEAR(why.sum, score_between(of.view, {i}, {j}, Ids::ignore), 1e-3);
      EXPECT_EQ(why.one_person, why.sum >= 0);
    }
  }
  EXPECT_EQ(seen, 7U);  // of ten pairs one is of a paper and two are of Ying and Yang
}

TEST(Explain, SharedCoauthorsAndTextsSpeakForOnePerson) {
  const OneBlock of(papers_of_liu(), "liu|y");
  const auto weight = [](const Explanation& why, Kind kind) {
    for (const Evidence& evidence : why.evidence) {
      if (evidence.kind == kind) return evidence;
    }
    return Evidence{};
  };
  const Explanation near = explain(of.view, {0}, {1}, Ids::ignore), far = explain(of.view, {0}, {2}, Ids::ignore);
  EXPECT_EQ(weight(near, Kind::coauthors).observed, 1);
  EXPECT_EQ(weight(far, Kind::coauthors).observed, 0);
  EXPECT_EQ(weight(near, Kind::years).observed, 1);
  EXPECT_GT(weight(near, Kind::coauthors).weight, weight(far, Kind::coauthors).weight);
  EXPECT_GT(near.sum, far.sum);
  EXPECT_TRUE(near.one_person);
}

TEST(Explain, RulesNameWhatDecided) {
  const OneBlock of(papers_of_liu(), "liu|y");
  const Explanation different = explain(of.view, {0}, {1});
  EXPECT_EQ(different.rule, Rule::different_ids);
  EXPECT_EQ(different.id, "orcid:1");
  EXPECT_EQ(different.other_id, "orcid:2");
  EXPECT_FALSE(different.one_person);
  const Explanation same = explain(of.view, {0}, {2});
  EXPECT_EQ(same.rule, Rule::same_id);
  EXPECT_EQ(same.id, "orcid:1");
  EXPECT_TRUE(same.one_person);
  EXPECT_FALSE(same.evidence.empty());
  EXPECT_EQ(explain(of.view, {3}, {4}).rule, Rule::same_paper);
  EXPECT_EQ(explain(of.view, {0}, {3}).rule, Rule::names);
}

TEST(Explain, GroupsAreMeansOfTheirPairs) {
  const OneBlock of(papers_of_liu(), "liu|y");
  const float one = explain(of.view, {0}, {4}, Ids::ignore).sum, other = explain(of.view, {1}, {4}, Ids::ignore).sum;
  EXPECT_NEAR(explain(of.view, {0, 1}, {4}, Ids::ignore).sum, (one + other) / 2, 1e-3);
}

}  // namespace
}  // namespace incipit::identity

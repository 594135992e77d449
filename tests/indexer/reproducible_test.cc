// The same input gives the same revision and the same canonical dump, whatever the threads, the segments and
// the order of records; another input gives another revision.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

std::vector<schema::Paper> some_papers(int count) {
  std::vector<schema::Paper> papers;
  std::mt19937 random(5);
  for (int i = 0; i < count; ++i) {
    auto paper = paper_of({"p" + std::to_string(i),
                           "Graph " + std::to_string(random() % 50),
                           "Abstract " + std::to_string(random()),
                           {"Author " + std::string(1, static_cast<char>('a' + random() % 20)),
                            "Other " + std::string(1, static_cast<char>('a' + random() % 3))},
                           {"cs.CL"},
                           i % 7 == 0 ? "" : std::to_string(1990 + random() % 30)});
    papers.push_back(std::move(paper));
  }
  return papers;
}

struct Outcome {
  std::string revision;
  std::vector<std::string> dump;
  std::vector<std::string> answer;
  std::vector<std::int64_t> scores;
};

Outcome build(const std::vector<schema::Paper>& papers, int jobs, std::int64_t segment_papers) {
  TempDir dir;
  auto options = build_options(dir.path() / "index", {dir.write("papers.jsonl", jsonl(papers))});
  options.jobs = jobs;
  options.segment_papers = segment_papers;
  const auto built = indexer::build_index(options, {});
  EXPECT_TRUE(built) << built.error().message;
  const auto searcher = open_searcher(options.index);
  Outcome outcome{built->info.revision, canonical_dump(*searcher), {}, {}};
  schema::SearchRequest request;
  request.q = "graph author 7";
  request.match = schema::MatchMode::any;
  request.limit = 200;
  const auto found = searcher->search(request);
  EXPECT_TRUE(found);
  outcome.answer = ids_of(*found);
  for (const auto& hit : found->hits) outcome.scores.push_back(hit.score.value());
  return outcome;
}

TEST(Reproducible, WhateverThreadsSegmentsAndOrder) {
  auto papers = some_papers(300);
  const Outcome first = build(papers, 1, 0);
  EXPECT_EQ(first.revision.size(), 32u);
  EXPECT_EQ(first.dump.size(), 300u);
  EXPECT_EQ(first.answer.size(), 200u);
  for (const auto& [jobs, segment] :
       std::vector<std::pair<int, std::int64_t>>{{4, 0}, {3, 7}, {1, 299}, {2, 100}}) {
    const Outcome other = build(papers, jobs, segment);
    EXPECT_EQ(other.revision, first.revision) << jobs << " jobs, segments of " << segment;
    EXPECT_EQ(other.dump, first.dump);
    EXPECT_EQ(other.answer, first.answer);
    EXPECT_EQ(other.scores, first.scores);
  }
  std::shuffle(papers.begin(), papers.end(), std::mt19937(3));
  const Outcome shuffled = build(papers, 2, 50);
  EXPECT_EQ(shuffled.revision, first.revision) << "the order of records does not matter without repeats";
  EXPECT_EQ(shuffled.dump, first.dump);
  papers[17].title += "!";
  EXPECT_NE(build(papers, 2, 0).revision, first.revision);
}

TEST(Reproducible, TheDumpIsAnInputAgain) {
  TempDir dir;
  const auto papers = some_papers(50);
  const Outcome first = build(papers, 1, 0);
  std::string text;
  for (const auto& line : first.dump) text += line + "\n";
  auto options = build_options(dir.path() / "index", {dir.write("papers.jsonl", text)});
  const auto built = indexer::build_index(options, {});
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->info.revision, first.revision);
  EXPECT_EQ(canonical_dump(*open_searcher(options.index)), first.dump);
}

}  // namespace
}  // namespace incipit::testing

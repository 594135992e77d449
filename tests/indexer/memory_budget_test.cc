// What a build may hold: the same papers again and again take what they take once.
#include "indexer/memory_budget.h"

#include <gtest/gtest.h>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

constexpr std::uint64_t kMebibyte = 1 << 20;

std::vector<schema::Paper> papers_with_many_authors(int papers, int authors) {
  std::vector<schema::Paper> all;
  for (int p = 0; p < papers; ++p) {
    std::vector<std::string> names;
    for (int a = 0; a < authors; ++a) names.push_back("Author number " + std::to_string(a) + " of paper " + std::to_string(p));
    all.push_back(paper_of({"p" + std::to_string(p), "Title", "Text", names, {}, ""}));
  }
  return all;
}

schema::Result<indexer::BuildSummary> build(const std::vector<schema::Paper>& papers, std::uint64_t memory) {
  TempDir dir;
  auto options = build_options(dir.path() / "index", {dir.write("papers.jsonl", jsonl(papers))});
  options.jobs = 1;
  options.memory = memory;
  return indexer::build_index(options, {});
}

TEST(MemoryBudget, TooManyAuthorsAreAnError) {
  const auto refused = build(papers_with_many_authors(200, 100), indexer::MemoryBudget::kBytesOfPart + 10 * kMebibyte);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, schema::ErrorCode::limit_exceeded);
}

TEST(MemoryBudget, NewerRecordsOfOnePaperTakeItsPlace) {
  const auto once = papers_with_many_authors(20, 100);
  std::vector<schema::Paper> often;
  for (int time = 0; time < 10; ++time) often.insert(often.end(), once.begin(), once.end());
  const auto built = build(often, indexer::MemoryBudget::kBytesOfPart + 10 * kMebibyte);
  ASSERT_TRUE(built) << built.error().message;
  EXPECT_EQ(built->info.papers, 20);
}

TEST(MemoryBudget, FewerThreadsWhereTheirPartsWouldNotFit) {
  EXPECT_EQ(indexer::MemoryBudget(1 << 30, 8).jobs(), 3);
  EXPECT_EQ(indexer::MemoryBudget(1, 8).jobs(), 1);
  EXPECT_EQ(indexer::MemoryBudget(1ULL << 40, 8).jobs(), 8);
}

}  // namespace
}  // namespace incipit::testing

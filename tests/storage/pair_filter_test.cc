// The pair filter: no paper that has a pair is ever left out, and few of the others stay.
#include "storage/pair_filter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "tests/support/temp_dir.h"

namespace incipit::storage {
namespace {

using incipit::testing::TempDir;
using Pair = std::pair<std::uint32_t, std::uint32_t>;

// Papers of about as many pairs as an abstract has, of which some are common.
std::vector<std::set<Pair>> papers_with_pairs(std::size_t papers, std::size_t pairs) {
  std::mt19937 random(42);
  std::vector<std::set<Pair>> all(papers);
  for (auto& of_paper : all) {
    while (of_paper.size() < pairs) {
      const std::uint32_t forms = random() % 3 == 0 ? 10 : 100'000;
      of_paper.emplace(random() % forms, random() % forms);
    }
  }
  return all;
}

void write(const std::filesystem::path& directory, const std::vector<std::set<Pair>>& papers) {
  PairFilterWriter writer(directory);
  for (const auto& of_paper : papers) {
    for (const auto& [first, second] : of_paper) writer.add(first, second);
    writer.end_row();
  }
  ASSERT_TRUE(writer.close());
}

std::vector<std::uint32_t> all_of(std::size_t papers) {
  std::vector<std::uint32_t> docids(papers);
  std::iota(docids.begin(), docids.end(), 1U);
  return docids;
}

// Blocks end at 4,096 papers and words at 64: with a last block of one word, of none, of one paper.
class PairFilterOf : public ::testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Papers, PairFilterOf, ::testing::Values(1, 63, 64, 65, 4095, 4096, 4097, 9000));

TEST_P(PairFilterOf, KeepsAllThatHaveThePair) {
  const auto papers = papers_with_pairs(GetParam(), 170);
  TempDir dir;
  write(dir.path(), papers);
  const auto filter = PairFilter::open(dir.path(), papers.size());
  ASSERT_TRUE(filter);
  std::mt19937 random(7);
  std::size_t others = 0, kept_others = 0;
  for (int trial = 0; trial < 100; ++trial) {
    const auto& some = papers[random() % papers.size()];
    const auto [first, second] = *std::next(some.begin(), static_cast<std::ptrdiff_t>(random() % some.size()));
    std::vector<std::uint32_t> kept;
    filter->narrow(first, second, all_of(papers.size()), kept);
    ASSERT_TRUE(std::is_sorted(kept.begin(), kept.end()));
    for (std::uint32_t docid = 1; docid <= papers.size(); ++docid) {
      const bool has = papers[docid - 1].contains({first, second});
      const bool stays = std::binary_search(kept.begin(), kept.end(), docid);
      ASSERT_TRUE(stays || !has) << first << " " << second << " in paper " << docid;
      others += has ? 0 : 1;
      kept_others += stays && !has ? 1 : 0;
    }
  }
  if (others > 10'000) {
    EXPECT_LT(static_cast<double>(kept_others), 0.12 * static_cast<double>(others));
  }
}

TEST(PairFilterFiles, NarrowsAViewOfWhatItKeeps) {
  const auto papers = papers_with_pairs(500, 20);
  TempDir dir;
  write(dir.path(), papers);
  const auto filter = PairFilter::open(dir.path(), papers.size()).value();
  const auto [first, second] = *papers[250].begin();
  std::vector<std::uint32_t> apart, in_place = all_of(papers.size());
  filter.narrow(first, second, in_place, apart);
  filter.narrow(first, second, in_place, in_place);
  EXPECT_EQ(in_place, apart);
  EXPECT_TRUE(std::binary_search(apart.begin(), apart.end(), 251U));
  EXPECT_LT(apart.size(), 250U);
}

TEST(PairFilterFiles, OrderOfThePairCounts) {
  TempDir dir;
  PairFilterWriter writer(dir.path());
  writer.add(3, 70'000);
  writer.end_row();
  ASSERT_TRUE(writer.close());
  const auto filter = PairFilter::open(dir.path(), 1).value();
  std::vector<std::uint32_t> kept;
  filter.narrow(3, 70'000, all_of(1), kept);
  EXPECT_EQ(kept.size(), 1u);
  filter.narrow(70'000, 3, all_of(1), kept);
  EXPECT_TRUE(kept.empty());
}

TEST(PairFilterFiles, OfOtherRowsIsDamage) {
  TempDir dir;
  write(dir.path(), papers_with_pairs(100, 5));
  EXPECT_EQ(PairFilter::open(dir.path(), 300).error().code, schema::ErrorCode::index_damaged);
  EXPECT_EQ(PairFilter::open(dir.path() / "absent", 100).error().code, schema::ErrorCode::index_damaged);
}

TEST(PairFilterFiles, NoPapersAreNoBits) {
  TempDir dir;
  write(dir.path(), {});
  const auto filter = PairFilter::open(dir.path(), 0);
  ASSERT_TRUE(filter);
  std::vector<std::uint32_t> kept;
  filter->narrow(1, 2, {}, kept);
  EXPECT_TRUE(kept.empty());
}

}  // namespace
}  // namespace incipit::storage

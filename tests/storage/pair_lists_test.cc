// The pair lists: exactly the papers that have a frequent pair, and nothing about other pairs.
#include "storage/pair_lists.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "tests/support/random.h"
#include "tests/support/temp_dir.h"

namespace incipit::storage {
namespace {

using incipit::testing::Random;
using incipit::testing::TempDir;
using Pair = std::pair<std::uint32_t, std::uint32_t>;
using Rows = std::vector<std::vector<Pair>>;

// Pairs that become rarer with the sum of their forms, also twice in a row.
Rows random_rows(std::size_t rows, Random& random) {
  Rows all(rows);
  for (auto& row : all) {
    for (int i = 0; i < 6; ++i) {
      const auto form = [&] { return static_cast<std::uint32_t>(random.below(random.below(random.chance(5) ? 3000 : 60) + 1)); };
      row.emplace_back(form(), form());
    }
    row.push_back(row.front());
  }
  return all;
}

void write(const std::filesystem::path& directory, const Rows& rows) {
  PairListsWriter writer(rows.size());
  if (writer.wanted()) {
    for (const auto& row : rows) {
      for (const auto& [first, second] : row) writer.count(first, second);
    }
    writer.choose();
    for (std::uint32_t row = 0; row < rows.size(); ++row) {
      for (const auto& [first, second] : rows[row]) writer.add(first, second, row);
    }
  }
  ASSERT_TRUE(writer.close(directory));
}

TEST(PairLists, HoldExactlyThePapersOfFrequentPairs) {
  Random random(20261127);
  const Rows rows = random_rows(20'000, random);
  std::map<Pair, std::vector<std::uint32_t>> docids;
  std::map<Pair, std::size_t> uses;
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    for (const Pair& pair : rows[row]) {
      ++uses[pair];
      if (docids[pair].empty() || docids[pair].back() != row + 1) docids[pair].push_back(row + 1);
    }
  }
  TempDir dir;
  write(dir.path(), rows);
  const auto lists = PairLists::open(dir.path()).value();
  std::size_t listed = 0, left_out = 0;
  for (const auto& [pair, expected] : docids) {
    const auto found = lists.docids(pair.first, pair.second, rows.size());
    const bool frequent = uses[pair] >= rows.size() / PairListsWriter::kPapersPerUse && std::max(pair.first, pair.second) < PairListsWriter::kFrequentForms;
    ASSERT_EQ(found.has_value(), frequent) << pair.first << " " << pair.second;
    if (found) {
      EXPECT_EQ(*found, expected) << pair.first << " " << pair.second;
    }
    ++(found ? listed : left_out);
  }
  EXPECT_GT(listed, 50u);
  EXPECT_GT(left_out, 50u);
  EXPECT_FALSE(lists.docids(PairListsWriter::kFrequentForms, 0, rows.size()));
}

TEST(PairLists, OfFewPapersThereAreNone) {
  TempDir dir;
  write(dir.path(), Rows(PairListsWriter::kLeastPapers - 1, {{1, 2}}));
  EXPECT_FALSE(PairLists::open(dir.path()).value().docids(1, 2, PairListsWriter::kLeastPapers - 1));
}

TEST(PairLists, ListsOfMoreRowsThanThereAreStayWithinThem) {
  TempDir dir;
  const std::size_t rows = PairListsWriter::kLeastPapers;
  write(dir.path(), Rows(rows, {{1, 2}}));
  const auto lists = PairLists::open(dir.path()).value();
  EXPECT_EQ(lists.docids(1, 2, rows)->size(), rows);
  EXPECT_EQ(lists.docids(1, 2, 100)->back(), 100u);
}

TEST(PairLists, OfAnotherNumberOfPairsAreDamage) {
  TempDir one, other;
  write(one.path(), Rows(PairListsWriter::kLeastPapers, {{1, 2}}));
  write(other.path(), {});
  std::filesystem::copy_file(other.path() / "pair_keys.u64", one.path() / "pair_keys.u64", std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(PairLists::open(one.path()).error().code, schema::ErrorCode::index_damaged);
}

}  // namespace
}  // namespace incipit::storage

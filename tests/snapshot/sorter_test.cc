// Sorting on disk: the same as in memory, with runs of any number.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "snapshot/blob_sorter.h"
#include "snapshot/record_sorter.h"
#include "tests/support/random.h"
#include "tests/support/temp_dir.h"

namespace incipit::snapshot {
namespace {

using incipit::testing::Random;
using incipit::testing::TempDir;

struct Numbered {
  std::uint64_t number = 0;
  std::uint64_t added = 0;
  [[nodiscard]] std::uint64_t key() const { return number; }
  bool operator==(const Numbered&) const = default;
};

// With 400 bytes a run has 12 records, so that 20,000 are merged in two stages.
class RecordSorting : public ::testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Memory, RecordSorting, ::testing::Values(1 << 20, 100'000, 400));

TEST_P(RecordSorting, KeepsTheOrderOfEqualKeys) {
  const TempDir dir;
  for (const int threads : {1, 2}) {
    Random random(static_cast<std::uint64_t>(threads));
    const auto place = WorkPlace::make(dir.path(), GetParam(), threads).value();
    for (const std::uint64_t greatest : {std::uint64_t{3}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
      RecordSorter<Numbered> sorter(place, "numbers", GetParam());
      std::vector<Numbered> expected;
      for (std::uint64_t i = 0; i < 20'000; ++i) expected.push_back({random.below(greatest), i});
      for (const Numbered& record : expected) sorter.add(record);
      std::stable_sort(expected.begin(), expected.end(), [](const Numbered& a, const Numbered& b) { return a.number < b.number; });
      ASSERT_TRUE(sorter.sort());
      for (int reading = 0; reading < 2; ++reading) {
        for (const Numbered& record : expected) {
          const Numbered* const next = sorter.next();
          ASSERT_NE(next, nullptr);
          ASSERT_EQ(*next, record);
        }
        EXPECT_EQ(sorter.next(), nullptr);
        EXPECT_TRUE(sorter.outcome());
        sorter.rewind();
      }
      std::size_t taken = 0;
      for (std::size_t i = 0; i < expected.size(); i += 1 + i % 7) {
        sorter.take_key(expected[i].number, [&](const Numbered& record) { taken += record.number == expected[i].number ? 1 : 0; });
      }
      EXPECT_GT(taken, 0u);
    }
  }
}

TEST(RecordSorting, OfNothingIsNothing) {
  const TempDir dir;
  const auto place = WorkPlace::make(dir.path(), 1000, 2).value();
  RecordSorter<Numbered> sorter(place, "numbers", 1000);
  ASSERT_TRUE(sorter.sort());
  EXPECT_EQ(sorter.next(), nullptr);
}

TEST(RecordSorting, TellsOfARunThatIsGone) {
  const TempDir dir;
  const auto place = WorkPlace::make(dir.path(), 1000, 2).value();
  RecordSorter<Numbered> sorter(place, "numbers", 1000);
  for (std::uint64_t i = 0; i < 1000; ++i) sorter.add({i, i});
  std::filesystem::remove_all(dir.path() / "snapshot-work");
  EXPECT_FALSE(sorter.sort());
  EXPECT_EQ(sorter.next(), nullptr);
}

class BlobSorting : public ::testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Memory, BlobSorting, ::testing::Values(1 << 22, 100'000, 500));

TEST_P(BlobSorting, IsByTheBytesOfKeys) {
  const TempDir dir;
  Random random(5);
  const auto place = WorkPlace::make(dir.path(), GetParam(), 2).value();
  BlobSorter sorter(place, "blobs", GetParam());
  std::map<std::string, std::string> expected;
  for (int i = 0; i < 3000; ++i) {
    std::string key = random.chance(30) ? "a long beginning " : "";
    for (std::size_t length = random.below(12); length > 0; --length) key += static_cast<char>(random.below(256));
    const std::string value(random.below(random.chance(1) ? 9000 : 40), static_cast<char>('a' + i % 26));
    if (expected.emplace(key, value).second) sorter.add(key, value);
  }
  ASSERT_TRUE(sorter.sort());
  for (int reading = 0; reading < 2; ++reading) {
    for (const auto& [key, value] : expected) {
      const auto* const entry = sorter.next();
      ASSERT_NE(entry, nullptr);
      ASSERT_EQ(entry->key, key);
      ASSERT_EQ(entry->value, value);
    }
    EXPECT_EQ(sorter.next(), nullptr);
    EXPECT_TRUE(sorter.outcome());
    sorter.rewind();
  }
}

TEST(OrderedBytes, AreInTheOrderOfNumbers) {
  const std::vector<std::int64_t> numbers{INT64_MIN, -70'000'000'000, -1, 0, 1, 255, 256, 1'700'000'000, INT64_MAX};
  for (std::size_t i = 1; i < numbers.size(); ++i) EXPECT_LT(ordered_bytes(numbers[i - 1]), ordered_bytes(numbers[i]));
}

}  // namespace
}  // namespace incipit::snapshot

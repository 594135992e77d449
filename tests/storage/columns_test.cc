// Column files and the record store: what was written is read, and damage is an error, never a bad read.
#include "storage/columns.h"

#include <gtest/gtest.h>

#include <random>

#include "storage/record_store.h"
#include "tests/support/temp_dir.h"

namespace incipit::storage {
namespace {

using incipit::testing::content_of;
using incipit::testing::TempDir;
using schema::ErrorCode;

template <class T>
void write_fixed(const std::filesystem::path& path, const std::vector<T>& values) {
  FixedColumnWriter<T> writer(path);
  for (const T& value : values) writer.add(value);
  ASSERT_TRUE(writer.close());
}

void write_strings(const std::filesystem::path& path, const std::vector<std::string>& values) {
  StringColumnWriter writer(path);
  for (const auto& value : values) writer.add(value);
  ASSERT_TRUE(writer.close());
}

void write_lists(const std::filesystem::path& path, const std::vector<std::vector<std::uint32_t>>& values) {
  ListColumnWriter writer(path);
  for (const auto& value : values) writer.add(value);
  ASSERT_TRUE(writer.close());
}

TEST(Columns, GiveBackWhatWasWritten) {
  TempDir dir;
  const auto path = dir.path() / "column";
  for (const std::size_t rows : {0u, 1u, 3u, 1000u}) {
    std::mt19937 random(static_cast<unsigned>(rows));
    std::vector<std::int32_t> numbers;
    std::vector<std::string> strings;
    std::vector<std::vector<std::uint32_t>> lists;
    for (std::size_t row = 0; row < rows; ++row) {
      numbers.push_back(static_cast<std::int32_t>(random()));
      strings.emplace_back(random() % 20, static_cast<char>(random()));
      lists.emplace_back(random() % 5, static_cast<std::uint32_t>(random()));
    }
    write_fixed(path, numbers);
    const auto fixed = FixedColumn<std::int32_t>::open(path);
    ASSERT_TRUE(fixed) << fixed.error().message;
    EXPECT_EQ(std::vector<std::int32_t>(fixed->values().begin(), fixed->values().end()), numbers);
    write_strings(path, strings);
    const auto text = StringColumn::open(path);
    ASSERT_TRUE(text) << text.error().message;
    ASSERT_EQ(text->rows(), rows);
    for (std::size_t row = 0; row < rows; ++row) EXPECT_EQ((*text)[row], strings[row]);
    write_lists(path, lists);
    const auto list = ListColumn::open(path);
    ASSERT_TRUE(list) << list.error().message;
    ASSERT_EQ(list->rows(), rows);
    for (std::size_t row = 0; row < rows; ++row) {
      EXPECT_EQ(std::vector<std::uint32_t>((*list)[row].begin(), (*list)[row].end()), lists[row]);
    }
  }
}

TEST(Columns, KindsAreNotMistakenForEachOther) {
  TempDir dir;
  const auto path = dir.path() / "column";
  write_fixed<std::int64_t>(path, {1, 2, 3});
  EXPECT_EQ(StringColumn::open(path).error().code, ErrorCode::index_damaged);
  EXPECT_EQ(ListColumn::open(path).error().code, ErrorCode::index_damaged);
  EXPECT_EQ(FixedColumn<std::int32_t>::open(path).error().code, ErrorCode::index_damaged)
      << "values of another size";
  EXPECT_EQ(FixedColumn<std::int64_t>::open(dir.path() / "absent").error().code, ErrorCode::index_damaged);
}

// Opens the file as every kind and reads all rows of what opens. Returns whether its own kind opened.
bool survives(const std::filesystem::path& path, char kind) {
  std::size_t bytes = 0;
  const auto text = StringColumn::open(path);
  if (text) {
    for (std::size_t row = 0; row < text->rows(); ++row) {
      for (const char c : (*text)[row]) bytes += c != 0;
    }
  } else {
    EXPECT_EQ(text.error().code, ErrorCode::index_damaged);
  }
  const auto lists = ListColumn::open(path);
  if (lists) {
    for (std::size_t row = 0; row < lists->rows(); ++row) {
      for (const std::uint32_t code : (*lists)[row]) bytes += code != 0;
    }
  } else {
    EXPECT_EQ(lists.error().code, ErrorCode::index_damaged);
  }
  const auto fixed = FixedColumn<std::int64_t>::open(path);
  if (fixed) {
    for (const std::int64_t value : fixed->values()) bytes += value != 0;
  } else {
    EXPECT_EQ(fixed.error().code, ErrorCode::index_damaged);
  }
  EXPECT_LT(bytes, 1u << 20);
  return kind == 's' ? text.has_value() : kind == 'l' ? lists.has_value() : fixed.has_value();
}

TEST(Columns, EveryTruncationIsDamage) {
  TempDir dir;
  const auto path = dir.path() / "column";
  const auto check = [&](char kind) {
    const std::string whole = content_of(path);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      dir.write("cut", whole.substr(0, size));
      EXPECT_FALSE(survives(dir.path() / "cut", kind)) << kind << " cut at " << size;
    }
    dir.write("cut", whole + "x");
    EXPECT_FALSE(survives(dir.path() / "cut", kind)) << "a byte more";
  };
  write_fixed<std::int64_t>(path, {1, 2, 3});
  check('f');
  write_strings(path, {"one", "", "three"});
  check('s');
  write_lists(path, {{1, 2}, {}, {3}});
  check('l');
}

TEST(Columns, EveryFlippedBitOfOffsetsAndFooterIsDamageOrHarmless) {
  TempDir dir;
  const auto path = dir.path() / "column";
  const auto check = [&](char kind, std::size_t payload) {
    const std::string whole = content_of(path);
    const std::size_t padded = (payload + 7) / 8 * 8;
    for (std::size_t at = padded; at < whole.size(); ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
        dir.write("flipped", flipped);
        const bool opened = survives(dir.path() / "flipped", kind);
        // Only a row that takes over bytes of its neighbour cannot be seen here; the checksum sees it.
        EXPECT_TRUE(!opened || at < whole.size() - sizeof(ColumnFooter))
            << kind << " byte " << at << " bit " << bit;
      }
    }
  };
  write_fixed<std::int64_t>(path, {1, 2, 3});
  check('f', 24);
  write_strings(path, {"one", "", "three", "four and five"});
  check('s', 21);
  write_lists(path, {{1, 2}, {}, {3}});
  check('l', 12);
}

TEST(Columns, OffsetsThatFallOrOverflowAreDamage) {
  TempDir dir;
  const auto write = [&](std::uint64_t magic, std::vector<std::uint64_t> offsets, std::uint64_t payload) {
    std::string bytes(static_cast<std::size_t>((payload + 7) / 8 * 8), 'x');
    bytes.append(reinterpret_cast<const char*>(offsets.data()), offsets.size() * 8);
    const ColumnFooter footer{magic, offsets.size() - 1, payload};
    bytes.append(reinterpret_cast<const char*>(&footer), sizeof footer);
    return dir.write("made", bytes);
  };
  EXPECT_TRUE(StringColumn::open(write(kStringMagic, {0, 3, 8}, 8)));
  EXPECT_FALSE(StringColumn::open(write(kStringMagic, {0, 9, 8}, 8)));
  EXPECT_FALSE(StringColumn::open(write(kStringMagic, {0, 5, 3, 8}, 8)));
  EXPECT_FALSE(StringColumn::open(write(kStringMagic, {1, 3, 8}, 8)));
  EXPECT_TRUE(ListColumn::open(write(kListMagic, {0, 1, 2}, 8)));
  EXPECT_FALSE(ListColumn::open(write(kListMagic, {0, 1, (1ULL << 62) + 2}, 8)))
      << "times four it is 8 again";
  EXPECT_FALSE(ListColumn::open(write(kListMagic, {0, 1, 2}, 9)));
}

std::vector<std::string> some_records(std::size_t count, std::size_t largest) {
  std::mt19937 random(7);
  std::vector<std::string> records;
  for (std::size_t i = 0; i < count; ++i)
    records.push_back("{\"n\":" + std::to_string(i) + ",\"x\":\"" +
                      std::string(random() % 3000, 'a' + i % 26) + "\"}");
  records.emplace_back(largest, 'z');  // larger than a block
  records.emplace_back();
  return records;
}

TEST(RecordStoreFiles, GiveBackWhatWasWritten) {
  TempDir dir;
  const auto records = some_records(200, 3 << 20);
  RecordStoreWriter writer(dir.path());
  for (const auto& record : records) writer.add(record);
  ASSERT_TRUE(writer.close());
  const auto store = RecordStore::open(dir.path(), records.size());
  ASSERT_TRUE(store);
  EXPECT_GT(store->blocks(), 5u);
  for (std::size_t row = 0; row < records.size(); ++row)
    EXPECT_EQ(store->read(row).value(), records[row]) << row;
  EXPECT_EQ(store->read(records.size()).error().code, ErrorCode::index_damaged);
  EXPECT_FALSE(RecordStore::open(dir.path(), 0)) << "rows that do not fit";
  EXPECT_FALSE(RecordStore::open(dir.path(), 3));
}

TEST(RecordStoreFiles, FlippedBytesAreErrorsOrOtherTextButNoBadReads) {
  TempDir dir;
  const auto records = some_records(30, 40'000);
  RecordStoreWriter writer(dir.path());
  for (const auto& record : records) writer.add(record);
  ASSERT_TRUE(writer.close());
  const std::string whole = content_of(dir.path() / "records.str");
  const unsigned seed = 4711;
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  int refused = 0;
  for (int round = 0; round < 200; ++round) {
    std::string flipped = whole;
    flipped[random() % whole.size()] ^= static_cast<char>(1 << (random() % 8));
    dir.write("records.str", flipped);
    const auto store = RecordStore::open(dir.path(), records.size());
    if (!store) {
      ++refused;
      continue;
    }
    for (std::size_t row = 0; row < records.size(); ++row) {
      const auto record = store->read(row);
      EXPECT_TRUE(record || record.error().code == ErrorCode::index_damaged);
      refused += !record;
    }
  }
  EXPECT_GT(refused, 20);
}

}  // namespace
}  // namespace incipit::storage

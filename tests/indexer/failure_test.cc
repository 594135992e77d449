// A build that fails leaves the index as it was: CURRENT, the old generation, and no half-built one.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "storage/generation.h"
#include "storage/index_directory.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

namespace fs = std::filesystem;
using schema::ErrorCode;

std::string gzip(const std::string& text) {
  TempDir dir;
  const std::string path = (dir.path() / "x.gz").string();
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  return content_of(path);
}

class Failure : public ::testing::Test {
 protected:
  void SetUp() override {
    good_ = dir_.write("good.jsonl", "{\"id\":\"a\",\"title\":\"first\"}\n");
    ASSERT_TRUE(indexer::build_index(build_options(index_, {good_}), {}));
    current_ = content_of(index_ / "CURRENT");
  }
  void expect_failure(indexer::BuildOptions options, ErrorCode code) {
    const auto built = indexer::build_index(options, {});
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().code, code) << built.error().message;
    EXPECT_EQ(built.error().message.find(index_.string()), std::string::npos)
        << "only what was typed is named";
    expect_untouched();
  }
  void expect_untouched() {
    EXPECT_EQ(content_of(index_ / "CURRENT"), current_);
    std::vector<std::string> generations;
    for (const auto& entry : fs::directory_iterator(index_ / "generations"))
      generations.push_back(entry.path().filename().string());
    EXPECT_EQ(generations, (std::vector<std::string>{"1"}));
    const auto verified = storage::verify_current(index_);
    ASSERT_TRUE(verified);
    EXPECT_TRUE(verified->faults.empty());
    EXPECT_EQ(open_searcher(index_)->paper("a")->hit.paper.title, "first");
    EXPECT_TRUE(storage::IndexWriterLock::acquire(index_)) << "the lock is free again";
  }

  TempDir dir_;
  const fs::path index_ = dir_.path() / "index";
  std::string good_, current_;
};

TEST_F(Failure, MissingInput) {
  expect_failure(build_options(index_, {good_, (dir_.path() / "absent.jsonl").string()}),
                 ErrorCode::input_unreadable);
}

TEST_F(Failure, TruncatedInput) {
  std::string text;
  for (int i = 0; i < 3000; ++i)
    text += "{\"id\":\"n" + std::to_string(i) + "\",\"title\":\"t" + std::to_string(i * 7919) + "\"}\n";
  const std::string packed = gzip(text);
  expect_failure(
      build_options(index_, {good_, dir_.write("cut.jsonl.gz", packed.substr(0, packed.size() / 2))}),
      ErrorCode::input_unreadable);
}

TEST_F(Failure, ContentOfNoFormat) {
  expect_failure(build_options(index_, {good_, dir_.write("noise.bin", std::string(4096, '\x01'))}),
                 ErrorCode::input_invalid);
}

TEST_F(Failure, TableWithoutItsColumns) {
  auto options = build_options(index_, {good_});
  options.citations = {dir_.write("citations.tsv", "a\tb\n1\t2\n")};
  expect_failure(options, ErrorCode::input_invalid);
}

TEST_F(Failure, RejectsThatCannotBeWritten) {
  auto options =
      build_options(index_, {good_, dir_.write("bad.jsonl", "{\"id\":\"b\",\"title\":\"t\"}\nx\n")});
  options.rejects = fs::path(good_) / "rejects.jsonl";
  expect_failure(options, ErrorCode::system);
}

TEST_F(Failure, IndexThatCannotBeWritten) {
  const auto built = indexer::build_index(build_options(fs::path(good_) / "index", {good_}), {});
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().code, ErrorCode::system);
}

TEST_F(Failure, AnotherWriter) {
  {
    const auto lock = storage::IndexWriterLock::acquire(index_);
    ASSERT_TRUE(lock);
    const auto built = indexer::build_index(build_options(index_, {good_}), {});
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().code, ErrorCode::index_locked);
  }
  expect_untouched();
}

TEST_F(Failure, ADamagedIndexIsReplacedOnlyWhenAsked) {
  const auto root = storage::generation_paths(index_, 1).root;
  fs::resize_file(root / "columns/0001/ids.str", 3);
  auto options = build_options(index_, {good_});
  const auto refused = indexer::build_index(options, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::index_damaged);
  EXPECT_EQ(content_of(index_ / "CURRENT"), current_);
  options.replace = true;
  ASSERT_TRUE(indexer::build_index(options, {}));
  EXPECT_TRUE(storage::verify_current(index_)->faults.empty());
}

}  // namespace
}  // namespace incipit::testing

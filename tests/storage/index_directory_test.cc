// Publishing, the lock, and what becomes of old generations.
#include "storage/index_directory.h"

#include <gtest/gtest.h>

#include <chrono>

#include "storage/files.h"
#include "tests/support/temp_dir.h"

namespace incipit::storage {
namespace {

namespace fs = std::filesystem;
using incipit::testing::content_of;
using incipit::testing::TempDir;
using schema::ErrorCode;

// Publishes a generation with one file in it.
void publish_one(const fs::path& index, const std::string& content) {
  auto lock = IndexWriterLock::acquire(index);
  ASSERT_TRUE(lock) << lock.error().message;
  const auto paths = lock->begin();
  ASSERT_TRUE(paths);
  ASSERT_TRUE(write_file(paths->root / "file", content));
  ASSERT_TRUE(lock->publish({}));
}

std::vector<std::string> generations(const fs::path& index) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(index / "generations"))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

using Names = std::vector<std::string>;

TEST(IndexDirectory, PublishesOneGenerationAfterAnother) {
  TempDir dir;
  const auto index = dir.path() / "deep" / "index";
  EXPECT_EQ(current_generation(index).value(), std::nullopt);
  publish_one(index, "first");
  EXPECT_EQ(current_generation(index).value(), 1);
  publish_one(index, "second");
  EXPECT_EQ(current_generation(index).value(), 2);
  EXPECT_EQ(content_of(generation_paths(index, 2).root / "file"), "second");
  const auto manifest = read_manifest(generation_paths(index, 2).root);
  ASSERT_TRUE(manifest);
  ASSERT_EQ(manifest->files.size(), 1u);
  EXPECT_EQ(manifest->files[0].path, "file");
  EXPECT_EQ(manifest->files[0].bytes, 6u);
  EXPECT_EQ(manifest->files[0].hash, hash_hex("second"));
  EXPECT_EQ(manifest->info.generation, 2);
}

TEST(IndexDirectory, OneWriterAtATime) {
  TempDir dir;
  auto first = IndexWriterLock::acquire(dir.path());
  ASSERT_TRUE(first);
  EXPECT_EQ(IndexWriterLock::acquire(dir.path()).error().code, ErrorCode::index_locked);
  { const IndexWriterLock gone = std::move(*first); }
  EXPECT_TRUE(IndexWriterLock::acquire(dir.path()));
}

TEST(IndexDirectory, WhatIsAbandonedLeavesNoTrace) {
  TempDir dir;
  publish_one(dir.path(), "first");
  {
    auto lock = IndexWriterLock::acquire(dir.path());
    ASSERT_TRUE(lock->begin());
    lock->abandon();
    EXPECT_EQ(generations(dir.path()), (Names{"1"}));
    ASSERT_TRUE(lock->begin());
    EXPECT_EQ(generations(dir.path()), (Names{"1", "2.building"}));
  }
  EXPECT_EQ(generations(dir.path()), (Names{"1"})) << "the destructor abandons too";
  EXPECT_EQ(current_generation(dir.path()).value(), 1);
}

TEST(IndexDirectory, RemovesWhatACrashedRunLeft) {
  TempDir dir;
  publish_one(dir.path(), "first");
  dir.write("generations/7.building/segments/x", "half");
  publish_one(dir.path(), "second");
  EXPECT_EQ(generations(dir.path()), (Names{"1", "2"}));
  // A crash between the rename and CURRENT leaves a finished generation that nobody names: its number is not
  // used again.
  dir.write("generations/3/MANIFEST", "");
  publish_one(dir.path(), "fourth");
  EXPECT_EQ(current_generation(dir.path()).value(), 4);
}

TEST(IndexDirectory, KeepsTheNewestTwoAndWhatIsYoungerThanTenMinutes) {
  TempDir dir;
  for (const char* content : {"1", "2", "3"}) publish_one(dir.path(), content);
  EXPECT_EQ(generations(dir.path()), (Names{"1", "2", "3"})) << "replaced a moment ago";
  // As if the second generation, which replaced the first, were eleven minutes old.
  const auto old = fs::file_time_type::clock::now() - std::chrono::minutes(11);
  fs::last_write_time(generation_paths(dir.path(), 2).root / "MANIFEST", old);
  publish_one(dir.path(), "4");
  EXPECT_EQ(generations(dir.path()), (Names{"2", "3", "4"}));
  for (const int number : {2, 3, 4})
    fs::last_write_time(generation_paths(dir.path(), number).root / "MANIFEST", old);
  publish_one(dir.path(), "5");
  EXPECT_EQ(generations(dir.path()), (Names{"4", "5"})) << "the newest two stay whatever their age";
}

TEST(IndexDirectory, DamagedCurrentIsSaid) {
  TempDir dir;
  publish_one(dir.path(), "first");
  const std::string whole = content_of(dir.path() / "CURRENT");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] ^= 1;
    dir.write("CURRENT", flipped);
    EXPECT_EQ(current_generation(dir.path()).error().code, ErrorCode::index_damaged) << at;
    dir.write("CURRENT", whole.substr(0, at));
    EXPECT_EQ(current_generation(dir.path()).error().code, ErrorCode::index_damaged) << "cut at " << at;
  }
  // A writer that needs nothing of the old generation can still put a new one in its place.
  EXPECT_TRUE(IndexWriterLock::acquire(dir.path()));
  publish_one(dir.path(), "second");
  EXPECT_EQ(current_generation(dir.path()).value(), 2);
}

TEST(IndexDirectory, WhereNothingCanBeWrittenIsASystemError) {
  TempDir dir;
  const std::string file = dir.write("file", "");
  EXPECT_EQ(IndexWriterLock::acquire(fs::path(file) / "index").error().code, ErrorCode::system);
}

TEST(Manifests, RoundTripAndChecksum) {
  Manifest manifest;
  manifest.info.format_version = kFormatVersion;
  manifest.info.revision = std::string(32, 'a');
  manifest.info.papers = 3;
  manifest.info.inputs = {{"papers.jsonl", "incipit-jsonl", "xxh3-128:00", 10, 3, 2, 1}};
  manifest.info.rejected = {{"no_id", 1}};
  manifest.info.unmatched = {{"t.tsv", 2, "Nobody", "no such author", {"a0000000000"}}};
  manifest.info.as_of = schema::date_of_year(2024);
  manifest.constants.pivot_abstract = 123.456789012345;
  manifest.segments = {"0001", "0002"};
  manifest.input_paths = {"-"};
  manifest.files = {{"columns/0001/ids.str", 12, std::string(32, 'b')}};
  const std::string text = to_text(manifest);
  const auto read = manifest_from_text(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->constants, manifest.constants);
  EXPECT_EQ(read->files, manifest.files);
  EXPECT_EQ(read->segments, manifest.segments);
  EXPECT_EQ(read->input_paths, manifest.input_paths);
  EXPECT_EQ(read->info.inputs, manifest.info.inputs);
  EXPECT_EQ(read->info.unmatched, manifest.info.unmatched);
  EXPECT_EQ(read->info.rejected, manifest.info.rejected);
  EXPECT_EQ(read->info.as_of, manifest.info.as_of);
  EXPECT_EQ(to_text(*read), text);
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string flipped = text;
    flipped[at] ^= 4;
    EXPECT_EQ(manifest_from_text(flipped).error().code, ErrorCode::index_damaged) << at;
    EXPECT_FALSE(manifest_from_text(std::string_view(text).substr(0, at))) << "cut at " << at;
  }
  manifest.info.format_version = kFormatVersion + 1;
  EXPECT_EQ(manifest_from_text(to_text(manifest)).error().code, ErrorCode::index_incompatible);
}

}  // namespace
}  // namespace incipit::storage

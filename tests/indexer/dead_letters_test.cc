// The dead-letter file is bounded, and says what it left out.
#include "indexer/dead_letters.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "schema/limits.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

std::vector<nlohmann::json> lines_of(const std::filesystem::path& path) {
  std::vector<nlohmann::json> lines;
  std::istringstream text(content_of(path));
  for (std::string line; std::getline(text, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

TEST(DeadLetters, KeepSoManyBytesAndCountTheRest) {
  TempDir dir;
  const auto path = dir.path() / "rejects.jsonl";
  indexer::DeadLetters dead(path, 1000);
  for (std::uint64_t line = 1; line <= 100; ++line)
    dead.add("a.jsonl", line, {"no_id", "the record has no id", "[]", 2});
  EXPECT_EQ(dead.count(), 100);
  EXPECT_EQ(dead.by_code().at("no_id"), 100);
  ASSERT_TRUE(dead.close());
  const auto lines = lines_of(path);
  ASSERT_GT(lines.size(), 5u);
  ASSERT_LT(lines.size(), 20u);
  EXPECT_EQ(lines.front()["line"], 1);
  EXPECT_EQ(lines[lines.size() - 2]["line"], lines.size() - 1);
  EXPECT_EQ(lines.back()["code"], "truncated");
  EXPECT_EQ(lines.back()["left_out"], 100 - (lines.size() - 1));
  EXPECT_LT(std::filesystem::file_size(path), 1200u);
}

TEST(DeadLetters, WithinTheBoundNothingIsSaidOfIt) {
  TempDir dir;
  const auto path = dir.path() / "rejects.jsonl";
  indexer::DeadLetters dead(path);
  dead.add("a.jsonl", 1, {"no_id", "the record has no id", "[]", 2});
  ASSERT_TRUE(dead.close());
  const auto lines = lines_of(path);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["code"], "no_id");
}

}  // namespace
}  // namespace incipit::testing

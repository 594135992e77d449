#include <gmock/gmock.h>

#include "tests/corpus/support.h"

namespace incipit::corpus {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> described(const std::vector<InputFile>& inputs) {
  std::vector<std::string> out;
  for (const auto& input : inputs) out.push_back(std::string(name_of(input.kind)) + ' ' + input.name());
  return out;
}

TEST(Inputs, ADirectoryBringsWhatItHolds) {
  TempDir dir;
  for (const std::string name : {"papers-b.jsonl.zst", "papers-a.jsonl", "papers.jsonl.gz", "notes.jsonl",
                                 "papers.txt", "README.md", "author-metrics.tsv", "paper-metrics.tsv.gz",
                                 "citations.tsv", "overrides.tsv", "papers-dir.jsonl/x"}) {
    dir.write(name, "x");
  }
  const auto inputs = expand_inputs({dir.path()});
  ASSERT_TRUE(inputs);
  EXPECT_THAT(described(*inputs),
              ElementsAre("papers papers-a.jsonl", "papers papers-b.jsonl.zst", "papers papers.jsonl.gz",
                          "author-metrics author-metrics.tsv", "paper-metrics paper-metrics.tsv.gz",
                          "citations citations.tsv", "overrides overrides.tsv"));
}

TEST(Inputs, FilesKeepTheirOrder) {
  TempDir dir;
  const auto inputs = expand_inputs(
      {dir.write("z.jsonl", "x"), "-", dir.write("a.txt", "x"), dir.write("citations.tsv", "x")});
  ASSERT_TRUE(inputs);
  EXPECT_THAT(described(*inputs),
              ElementsAre("papers z.jsonl", "papers -", "papers a.txt", "citations citations.tsv"));
}

TEST(Inputs, FaultsNameTheArgument) {
  TempDir dir;
  const auto missing = expand_inputs({"no-such-file.jsonl"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, schema::ErrorCode::input_unreadable);
  EXPECT_THAT(missing.error().message, HasSubstr("no-such-file.jsonl"));
  const auto empty = expand_inputs({dir.path()});
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().code, schema::ErrorCode::input_invalid);
  EXPECT_EQ(expand_inputs({"-", "-"}).error().code, schema::ErrorCode::input_invalid);
}

TEST(Inputs, HaveASize) {
  TempDir dir;
  EXPECT_EQ(input_size({dir.write("a", "12345"), InputKind::papers}), 5u);
  EXPECT_EQ(input_size({"-", InputKind::papers}), 0u);
  EXPECT_EQ(input_size({dir.path() + "/none", InputKind::papers}), 0u);
}

}  // namespace
}  // namespace incipit::corpus

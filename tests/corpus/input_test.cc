#include <gmock/gmock.h>
#include <sys/stat.h>

#include "corpus/directory.h"
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
  EXPECT_EQ(input_size({dir.path() / "none", InputKind::papers}), 0u);
}

std::vector<std::string> paths_below(const std::string& root, const std::vector<InputFile>& inputs) {
  std::vector<std::string> out;
  for (const auto& input : inputs) out.push_back(input.path.substr(root.size() + 1));
  return out;
}

TEST(Inputs, AnyOtherDirectoryBringsAllItsFiles) {
  TempDir dir;
  TempDir elsewhere;
  for (const std::string name : {"b.xml.gz", "a.bib", "sub/deep/c.ris", "sub/author-metrics.tsv.xz",
                                 "sub-1.xml", ".hidden", ".git/config", "notes.txt"}) {
    dir.write(name, "x");
  }
  elsewhere.write("far.xml", "x");
  namespace fs = std::filesystem;
  fs::create_directory_symlink(elsewhere.path(), dir.path() / "link");
  fs::create_directory_symlink(dir.path(), dir.path() / "sub/circle");
  fs::create_symlink(elsewhere.path() / "far.xml", dir.path() / "near.xml");
  fs::create_symlink("nowhere", dir.path() / "dangling.xml");
  ASSERT_EQ(::mkfifo((dir.path() / "pipe").c_str(), 0600), 0);
  const auto inputs = expand_inputs({dir.path()});
  ASSERT_TRUE(inputs);
  EXPECT_THAT(paths_below(dir.path(), *inputs),
              ElementsAre("a.bib", "b.xml.gz", "near.xml", "notes.txt", "sub/deep/c.ris", "sub-1.xml",
                          "sub/author-metrics.tsv.xz"));
  for (const auto& input : *inputs) {
    EXPECT_TRUE(input.found);
    EXPECT_EQ(input.kind == InputKind::author_metrics, input.name() == "author-metrics.tsv.xz");
  }
  EXPECT_FALSE(expand_inputs({dir.path() / "a.bib"})->at(0).found);
}

TEST(Inputs, ADirectoryIsBounded) {
  TempDir dir;
  for (int i = 0; i < 20; ++i) dir.write("d" + std::to_string(i) + "/x", "x");
  EXPECT_TRUE(files_of_directory(dir.path(), 40));
  const auto beyond = files_of_directory(dir.path(), 39);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, schema::ErrorCode::limit_exceeded);
  EXPECT_THAT(beyond.error().message, HasSubstr(dir.path().string()));
  EXPECT_THAT(beyond.error().message, HasSubstr("input_files"));
}

TEST(Inputs, PatternsAreExpanded) {
  TempDir dir;
  for (const std::string name :
       {"data/b.xml.gz", "data/a.xml.gz", "data/c.xml", "data/.d.xml.gz", "more/e.xml.gz"}) {
    dir.write(name, "x");
  }
  const auto paths = [&](const std::string& pattern) {
    const auto inputs = expand_inputs({dir.path() / pattern});
    EXPECT_TRUE(inputs) << inputs.error().message;
    return inputs ? paths_below(dir.path(), *inputs) : std::vector<std::string>();
  };
  EXPECT_THAT(paths("data/*.xml.gz"), ElementsAre("data/a.xml.gz", "data/b.xml.gz"));
  EXPECT_THAT(paths("*/?.xml.gz"), ElementsAre("data/a.xml.gz", "data/b.xml.gz", "more/e.xml.gz"));
  EXPECT_THAT(paths("data/[bc].xml*"), ElementsAre("data/b.xml.gz", "data/c.xml"));
  EXPECT_THAT(paths("mo*"), ElementsAre("more/e.xml.gz"));
  EXPECT_FALSE(expand_inputs({dir.path() / "data/*.xml"})->at(0).found);
  EXPECT_TRUE(expand_inputs({dir.path() / "mo*"})->at(0).found);
  // A file of that very name is what is meant.
  dir.write("data/*.xml.gz", "x");
  EXPECT_THAT(paths("data/*.xml.gz"), ElementsAre("data/*.xml.gz"));
}

TEST(Inputs, PatternsThatMatchNothingAreTold) {
  TempDir dir;
  dir.write("a.xml", "x");
  for (const std::string& pattern :
       {dir.path().string() + "/*.bib", dir.path().string() + "/none/*", std::string("~/[no-such]*"),
        dir.path().string() + "/$(echo a)*.xml", dir.path().string() + "/{a,b}*.bib"}) {
    const auto inputs = expand_inputs({pattern});
    ASSERT_FALSE(inputs) << pattern;
    EXPECT_EQ(inputs.error().code, schema::ErrorCode::input_unreadable);
    EXPECT_THAT(inputs.error().message, HasSubstr(pattern));
  }
}

}  // namespace
}  // namespace incipit::corpus

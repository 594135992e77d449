// Corrections of author identity by hand: what they do in a build and in a change, that they can be taken back, and what is wrong with bad ones.
#include "indexer/overrides.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "indexer/change.h"
#include "indexer/merge.h"
#include "indexer/rebuild.h"
#include "schema/result_json.h"
#include "storage/generation.h"
#include "storage/index_directory.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using indexer::OverrideAction;
using indexer::Overrides;
using schema::Paper;

TEST(OverridesFile, IsReadAndWrittenAsItStands) {
  const std::string text =
      "overrides\t1\n"
      "merge\ta:0\thep-th/9901001:1\n"
      "split\tdoi:10.1/x:2\tb:0\n"
      "display\ta:0\tJosé Ruiz\n"
      "rename\ta:0\tJo Ruiz\n"
      "alias\ta:0\tJoseph Ruiz\n";
  const auto rows = indexer::parse_overrides("# by hand\n\n" + text + "# the end", "overrides.tsv");
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 5U);
  EXPECT_EQ((*rows)[0].action, OverrideAction::merge);
  EXPECT_EQ((*rows)[0].authorships[1], (indexer::AuthorshipPlace{"hep-th/9901001", 1}));
  EXPECT_EQ((*rows)[1].authorships[0], (indexer::AuthorshipPlace{"doi:10.1/x", 2}));
  EXPECT_EQ((*rows)[2].name, "José Ruiz");
  EXPECT_EQ(indexer::to_tsv(*rows), text);
  EXPECT_EQ(indexer::parse_overrides("", "x")->size(), 0U) << "an empty file corrects nothing";
}

TEST(OverridesFile, OneBadRowRefusesAll) {
  const auto error_of = [](const std::string& rows) {
    const auto parsed = indexer::parse_overrides("overrides\t1\nmerge\ta:0\tb:0\n" + rows, "overrides.tsv");
    EXPECT_FALSE(parsed) << rows;
    return parsed ? std::string() : parsed.error().parameter + ": " + parsed.error().message;
  };
  for (const char* row : {"join\ta:0\tb:0", "merge\ta:0", "merge\ta:0\tb", "merge\ta:0\tb:x", "merge\ta:0\tb:-1", "merge\ta:0\tb:99999", "merge\ta:0\ta:0",
                          "merge\ta:0\t:1", "split", "display\ta:0", "display\ta:0\t", "display\ta:0\tx\ty", "rename\ta:0\ta\x01", "alias\tName", "\ta:0"}) {
    EXPECT_NE(error_of(row).find("line 3"), std::string::npos) << row << " " << error_of(row);
  }
  EXPECT_NE(error_of("alias\ta:0\t\xff").find("UTF-8"), std::string::npos);
  EXPECT_FALSE(indexer::parse_overrides("merge\ta:0\tb:0\n", "x")) << "without the first line";
  EXPECT_FALSE(indexer::parse_overrides("overrides\t2\n", "x")) << "of another version";
  const auto large = indexer::parse_overrides(std::string(static_cast<std::size_t>(schema::limits::kOverrideBytes.value) + 1, '#'), "x");
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, schema::ErrorCode::limit_exceeded);
}

std::vector<Paper> library() {
  return {paper_of({"a", "Graph kernels", "We study graph kernels.", {"Ann Quabney", "Bo Chwastek"}, {"cs.LG"}, "2020"}),
          paper_of({"b", "Graph kernels again", "We study graph kernels.", {"Ann Quabney", "Bo Chwastek"}, {"cs.LG"}, "2021"}),
          paper_of({"c", "Fish stocks", "On cod of the Baltic sea.", {"Zoe Isebrecht"}, {"q-bio.PE"}, "1999"}),
          paper_of({"d", "Herring", "On herring of the Baltic sea.", {"Zoe Isebrecht", "Bo Chwastek"}, {"q-bio.PE"}, "2000"})};
}

class OverridesInUse : public ::testing::Test {
 protected:
  void SetUp() override { build({}); }

  [[nodiscard]] std::filesystem::path index() const { return dir_.path() / "index"; }

  void build(const std::vector<std::string>& overrides) {
    auto options = build_options(index(), {dir_.write("papers.jsonl", jsonl(library()))});
    options.overrides = overrides;
    options.replace = true;
    const auto built = indexer::build_index(options, {});
    ASSERT_TRUE(built) << built.error().message;
  }
  indexer::ChangeSummary apply(const std::string& rows) {
    indexer::ChangeOptions change;
    change.index = index();
    change.overrides = {dir_.write("rows.tsv", "overrides\t1\n" + rows)};
    const auto changed = indexer::change_index(change, {});
    EXPECT_TRUE(changed) << changed.error().message;
    return changed.value_or(indexer::ChangeSummary{});
  }
  [[nodiscard]] std::string id_of(const std::string& paper, std::size_t position) const { return open_searcher(index())->paper(paper)->hit.author_ids.at(position); }
  [[nodiscard]] schema::AuthorProfile author(const std::string& id) const { return open_searcher(index())->author(id).value(); }
  [[nodiscard]] std::vector<std::string> found(const std::string& name) const {
    std::vector<std::string> ids;
    const auto result = open_searcher(index())->authors({name, {}, {}, 10, 0});
    for (const auto& hit : result->hits) ids.push_back(hit.author.id);
    return ids;
  }

  TempDir dir_;
};

TEST_F(OverridesInUse, MergeAndTakingItBack) {
  const std::string ann = id_of("a", 0), zoe = id_of("c", 0);
  ASSERT_NE(ann, zoe);
  ASSERT_EQ(id_of("b", 0), ann);
  const auto before = canonical_dump(*open_searcher(index()));
  const auto revision = open_searcher(index())->info().revision;
  EXPECT_TRUE(apply("merge\ta:0\tc:0\n").published);
  const std::string one = id_of("a", 0);
  EXPECT_EQ(id_of("c", 0), one);
  EXPECT_EQ(id_of("d", 0), id_of("c", 0)) << "whoever wrote c wrote d, if they were one";
  EXPECT_EQ(author(ann).id, one);
  EXPECT_EQ(author(zoe).id, one) << "the id that was taken over leads on";
  EXPECT_EQ(author(one).papers, 4);
  EXPECT_EQ(author(one).confidence, 1);
  EXPECT_TRUE(apply("").published);
  EXPECT_EQ(id_of("a", 0), ann);
  EXPECT_EQ(id_of("c", 0), zoe) << "its id stands again";
  EXPECT_EQ(canonical_dump(*open_searcher(index())), before);
  EXPECT_EQ(open_searcher(index())->info().revision, revision);
}

TEST_F(OverridesInUse, SplitAndTakingItBack) {
  const std::string ann = id_of("a", 0);
  const auto before = canonical_dump(*open_searcher(index()));
  apply("split\tb:0\n");
  EXPECT_EQ(id_of("a", 0), ann);
  EXPECT_NE(id_of("b", 0), ann);
  EXPECT_TRUE(author(id_of("b", 0)).candidates.empty()) << "it is decided";
  apply("");
  EXPECT_EQ(id_of("b", 0), ann);
  EXPECT_EQ(canonical_dump(*open_searcher(index())), before);
}

TEST_F(OverridesInUse, LaterRowsTakeUpWhatEarlierOnesLeft) {
  apply("merge\ta:0\tc:0\nsplit\tc:0\ta:1\n");
  EXPECT_EQ(id_of("c", 0), id_of("a", 1));
  EXPECT_NE(id_of("c", 0), id_of("a", 0));
  apply("split\tc:0\ta:1\nmerge\ta:0\tc:0\n");
  EXPECT_EQ(id_of("c", 0), id_of("a", 1));
  EXPECT_EQ(id_of("c", 0), id_of("a", 0));
}

TEST_F(OverridesInUse, NamesAreShownOrHidden) {
  const std::string ann = id_of("a", 0);
  apply("display\ta:0\tAnn P. Quabney\nalias\ta:0\tAnna Kvapil\n");
  EXPECT_EQ(author(ann).name, "Ann P. Quabney");
  EXPECT_EQ(author(ann).name_variants, std::vector<std::string>{"Ann Quabney"});
  EXPECT_EQ(found("Ann P. Quabney"), std::vector<std::string>{ann});
  EXPECT_EQ(found("Anna Kvapil"), std::vector<std::string>{ann});
  EXPECT_EQ(found("Kvapil"), std::vector<std::string>{}) << "a private alias is found as a whole alone";
  apply("rename\ta:0\tNora Tannhof\n");
  EXPECT_EQ(id_of("a", 0), ann);
  EXPECT_EQ(author(ann).name, "Nora Tannhof");
  EXPECT_EQ(author(ann).name_variants, std::vector<std::string>{});
  EXPECT_EQ(found("Tannhof"), std::vector<std::string>{ann});
  EXPECT_EQ(found("Ann Quabney"), std::vector<std::string>{ann});
  EXPECT_EQ(found("Quabney"), std::vector<std::string>{});
  EXPECT_EQ(found("Anna Kvapil"), std::vector<std::string>{});
}

TEST_F(OverridesInUse, StayThroughBuildsUpdatesMergesAndRebuilds) {
  apply("merge\ta:0\tc:0\nmerge\ta:0\tx:0\ndisplay\ta:0\tAnn Z. Quabney\n");
  const auto expect_kept = [&](const char* after) {
    EXPECT_EQ(id_of("a", 0), id_of("c", 0)) << after;
    EXPECT_EQ(author(id_of("a", 0)).name, "Ann Z. Quabney") << after;
  };
  build({});
  expect_kept("a build");
  indexer::ChangeOptions change;
  change.index = index();
  change.inputs = {dir_.write("more.jsonl", jsonl({paper_of({"x", "Later", "A later paper.", {"Rosa Quintavalle"}, {}, "2023"})}))};
  ASSERT_TRUE(indexer::change_index(change, {}));
  expect_kept("an update");
  EXPECT_EQ(id_of("x", 0), id_of("a", 0)) << "the row waited for its paper";
  indexer::MergeOptions merge;
  merge.index = index();
  merge.scope = indexer::MergeScope::all;
  ASSERT_TRUE(indexer::merge_index(merge, {}));
  expect_kept("a merge");
  indexer::RebuildOptions rebuild;
  rebuild.index = index();
  rebuild.reason = indexer::RebuildReason::refresh;
  ASSERT_TRUE(indexer::rebuild_index(rebuild, {}));
  expect_kept("a rebuild");
  build({dir_.write("none.tsv", "")});
  EXPECT_NE(id_of("a", 0), id_of("c", 0)) << "a file takes the place of those that were";
}

TEST_F(OverridesInUse, WhatTheyNameAndIsNotThereIsListed) {
  const auto changed = apply("merge\ta:0\tnope:3\nalias\ta:7\tSomeone\n");
  ASSERT_EQ(changed.info.unmatched.size(), 2U);
  EXPECT_EQ(changed.info.unmatched[0].subject, "nope:3");
  EXPECT_EQ(changed.info.unmatched[1].subject, "a:7");
  EXPECT_EQ(changed.info.unmatched[1].line, 2);
}

TEST_F(OverridesInUse, TwoFilesAreRefused) {
  auto options = build_options(index(), {(dir_.path() / "papers.jsonl").string()});
  options.overrides = {dir_.write("one.tsv", ""), dir_.write("two.tsv", "")};
  const auto refused = indexer::build_index(options, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, schema::ErrorCode::usage);
}

std::vector<std::string> everyone_in(const std::filesystem::path& index) {
  const auto searcher = open_searcher(index);
  std::vector<std::string> profiles;
  const auto everyone = searcher->authors({"", {}, {}, 200, 0});
  for (const auto& hit : everyone->hits) profiles.push_back(schema::dump(schema::to_json(searcher->author(hit.author.id).value())));
  return profiles;
}

// Random corrections, in a change or from the beginning: the same index.
TEST_F(OverridesInUse, AChangeEqualsABuild) {
  const auto seed = std::random_device{}();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  const std::vector<std::string> places{"a:0", "a:1", "b:0", "b:1", "c:0", "d:0", "d:1"};
  for (int round = 0; round < 12; ++round) {
    std::string rows;
    for (unsigned n = random() % 5; n > 0; --n) {
      const std::size_t one = random() % places.size();
      const std::string& other = places[(one + 1 + random() % (places.size() - 1)) % places.size()];
      const char* actions[] = {"merge", "merge", "split", "display", "rename", "alias"};
      const std::string action = actions[random() % 6];
      rows += action + "\t" + places[one] + "\t" + (action == "merge" || action == "split" ? other : "Name " + std::to_string(random() % 3)) + "\n";
    }
    SCOPED_TRACE("round " + std::to_string(round) + "\n" + rows);
    apply(rows);
    TempDir fresh;
    auto options = build_options(fresh.path() / "index", {(dir_.path() / "papers.jsonl").string()});
    options.constants_from = index();
    options.overrides = {dir_.write("again.tsv", "overrides\t1\n" + rows)};
    ASSERT_TRUE(indexer::build_index(options, {}));
    ASSERT_EQ(canonical_dump(*open_searcher(options.index)), canonical_dump(*open_searcher(index())));
    ASSERT_EQ(everyone_in(options.index), everyone_in(index()));
    ASSERT_EQ(open_searcher(options.index)->info().revision, open_searcher(index())->info().revision);
  }
}

}  // namespace
}  // namespace incipit::testing

// Rebuilding an index from its own records: what it was made from is not needed, and nothing is lost.
#include "indexer/rebuild.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "indexer/change.h"
#include "schema/result_json.h"
#include "storage/index_directory.h"
#include "storage/manifest.h"
#include "storage/generation.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using indexer::RebuildReason;

schema::Result<indexer::RebuildSummary> rebuild(const std::filesystem::path& index, RebuildReason reason,
                                                indexer::RebuildConstants constants = indexer::RebuildConstants::keep) {
  indexer::RebuildOptions options;
  options.index = index;
  options.reason = reason;
  options.constants = constants;
  options.jobs = 2;
  return indexer::rebuild_index(options, {});
}

std::string profile_of(query::Searcher& searcher, const std::string& name) {
  const auto found = searcher.authors({name, {}, {}, 10, 0});
  EXPECT_TRUE(found && found->hits.size() == 1) << name;
  if (!found || found->hits.empty()) return {};
  auto document = schema::to_json(searcher.author(found->hits.front().author.id).value());
  for (const char* of_snapshot : {"novelty", "rank_score", "top_papers"}) document.erase(of_snapshot);  // a refresh computes these anew
  return schema::dump(document);
}

// An index that was built, updated and cut down, with imported figures of an author.
class Rebuild : public ::testing::Test {
 protected:
  void SetUp() override {
    auto options = build_options(index(), {dir_.write("base.jsonl", jsonl({known_by_name(paper_of({"a", "Graph kernels", "We study kernels.", {"Ada Lovelace", "Wei Li"}, {"cs.LG"}, "2020"})),
                                                                           known_by_name(paper_of({"b", "Trees", "On trees.", {"Wei Li"}, {"cs.DS"}, "2021"})),
                                                                           paper_of({"c", "Graphs", "On graphs.", {"José Ruiz"}, {"math.CO"}, "2022"})}))});
    options.author_metrics = {dir_.write("author-metrics.tsv", "author\tmetric\tvalue\tsource\tas_of\nWei Li\th_index\t12\ts2\t2026-01-01\n")};
    ASSERT_TRUE(indexer::build_index(options, {}));
    indexer::ChangeOptions change;
    change.index = index();
    change.inputs = {dir_.write("update.jsonl", jsonl({known_by_name(paper_of({"d", "Kernels again", "More kernels.", {"Wei Li", "Mary Shelley"}, {"cs.LG"}, "2023"}))}))};
    change.deletes = {"c"};
    ASSERT_TRUE(indexer::change_index(change, {}));
  }

  [[nodiscard]] std::filesystem::path index() const { return dir_.path() / "index"; }

  TempDir dir_;
};

TEST_F(Rebuild, RefreshKeepsContentIdsFiguresAndProvenance) {
  const auto before = open_searcher(index());
  const auto refreshed = rebuild(index(), RebuildReason::refresh);
  ASSERT_TRUE(refreshed) << refreshed.error().message;
  EXPECT_TRUE(refreshed->published);
  const auto after = open_searcher(index());
  EXPECT_EQ(after->info().revision, before->info().revision);
  EXPECT_EQ(after->info().generation, before->info().generation + 1);
  EXPECT_EQ(after->info().segments, 1);
  EXPECT_EQ(canonical_dump(*after), canonical_dump(*before));
  for (const char* name : {"Wei Li", "Ada Lovelace", "Mary Shelley"}) EXPECT_EQ(profile_of(*after, name), profile_of(*before, name));
  EXPECT_NE(profile_of(*after, "Wei Li").find("\"imported\""), std::string::npos);
  EXPECT_EQ(after->info().inputs, before->info().inputs);
  EXPECT_EQ(after->info().updates, 1);
  const auto verified = storage::verify_current(index());
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->faults, std::vector<std::string>{});
}

TEST_F(Rebuild, TheIdOfAnAuthorWithoutPapersIsKept) {
  ASSERT_TRUE(rebuild(index(), RebuildReason::refresh));
  indexer::ChangeOptions change;
  change.index = index();
  change.inputs = {dir_.write("back.jsonl", jsonl({paper_of({"c", "Graphs", "On graphs.", {"José Ruiz"}, {"math.CO"}, "2022"})}))};
  ASSERT_TRUE(indexer::change_index(change, {}));
  TempDir other;
  auto options = build_options(other.path() / "index", {(dir_.path() / "base.jsonl").string()});
  ASSERT_TRUE(indexer::build_index(options, {}));
  const auto id_in = [](const std::filesystem::path& path) {
    const auto found = open_searcher(path)->authors({"José Ruiz", {}, {}, 10, 0});
    return found && !found->hits.empty() ? found->hits.front().author.id : std::string("none");
  };
  EXPECT_EQ(id_in(index()), id_in(options.index));
}

TEST_F(Rebuild, ConstantsAreMeasuredWhereThatIsAsked) {
  const auto constants = [&] { return storage::Generation::open_current(index()).value()->manifest().constants; };
  const auto before = constants();
  ASSERT_TRUE(rebuild(index(), RebuildReason::refresh));
  EXPECT_EQ(constants(), before);
  ASSERT_TRUE(rebuild(index(), RebuildReason::refresh, indexer::RebuildConstants::measure));
  EXPECT_NE(constants(), before) << "the papers are others than when it was built";
}

TEST_F(Rebuild, AnUpgradeOfAnIndexThatIsUpToDateDoesNothing) {
  const auto upgraded = rebuild(index(), RebuildReason::upgrade);
  ASSERT_TRUE(upgraded);
  EXPECT_FALSE(upgraded->published);
  EXPECT_EQ(upgraded->format_before, storage::kFormatVersion);
}

TEST_F(Rebuild, ADamagedRecordStopsIt) {
  const auto current = storage::Generation::open_current(index()).value();
  const auto file = current->paths().columns(current->manifest().segments.front()) / "records.str";
  std::string bytes = content_of(file);
  bytes[bytes.size() / 4] ^= 1;
  { std::ofstream(file, std::ios::binary) << bytes; }
  const auto refused = rebuild(index(), RebuildReason::refresh);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, schema::ErrorCode::index_damaged);
  EXPECT_EQ(storage::current_generation(index()).value(), current->manifest().info.generation);
}

TEST(RebuildAbsent, AnIndexThatIsNotThereIsNotMade) {
  TempDir dir;
  const auto refused = rebuild(dir.path() / "index", RebuildReason::upgrade);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, schema::ErrorCode::index_unavailable);
  EXPECT_FALSE(std::filesystem::exists(dir.path() / "index"));
}

// An index that the program of format 1 wrote, of the papers beside it.
TEST(Upgrade, AnIndexOfFormat1) {
  TempDir dir;
  const std::filesystem::path fixture = std::string(INCIPIT_SOURCE_DIR) + "/tests/indexer/fixtures/format-1";
  const auto index = dir.path() / "index";
  std::filesystem::copy(fixture / "index", index, std::filesystem::copy_options::recursive);
  const auto refused = storage::Generation::open_current(index);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, schema::ErrorCode::index_incompatible);
  EXPECT_EQ(rebuild(index, RebuildReason::refresh).error().code, schema::ErrorCode::index_incompatible);

  const auto upgraded = rebuild(index, RebuildReason::upgrade);
  ASSERT_TRUE(upgraded) << upgraded.error().message;
  EXPECT_TRUE(upgraded->published);
  EXPECT_EQ(upgraded->format_before, 1);
  const auto searcher = open_searcher(index);
  EXPECT_EQ(searcher->info().format_version, storage::kFormatVersion);
  std::string dump;
  for (const auto& line : canonical_dump(*searcher)) dump += line + "\n";
  EXPECT_EQ(dump, content_of(fixture / "canonical.jsonl")) << "as the program of format 1 exported it, author ids included";
  EXPECT_NE(profile_of(*searcher, "Xiaoyan Bai").find("\"value\":50"), std::string::npos) << "imported figures stay";
  EXPECT_FALSE(searcher->info().inputs.empty());
  EXPECT_FALSE(rebuild(index, RebuildReason::upgrade)->published);
}

}  // namespace
}  // namespace incipit::testing

// The snapshot of an index through its life: made with it, kept by changes and merges, which say so, made anew by a refresh.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "indexer/change.h"
#include "indexer/merge.h"
#include "indexer/rebuild.h"
#include "schema/result_json.h"
#include "storage/generation.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::ErrorCode;
using schema::SearchRequest;
using schema::SortKey;
using Ids = std::vector<std::string>;

// Forty papers of five years in two categories, with a code address here and there and some counts.
std::vector<schema::Paper> some_papers(int first, int end, const std::string& last_date = "") {
  static const std::vector<std::string> words{"graph", "kernels", "spectral", "clustering", "random", "walks", "neural", "proofs", "networks", "sampling"};
  std::vector<schema::Paper> papers;
  for (int i = first; i < end; ++i) {
    std::string text;
    for (int n = 0; n < 7; ++n) text += words[static_cast<std::size_t>((i * 7 + n * n * 3 + n * i) % 10)] + (n % 3 == 2 ? ", " : " ");
    text += "topic" + std::string(1, static_cast<char>('a' + i % 13)) + " matters";
    if (i % 5 == 0) text += " https://github.com/some/thing";
    const std::string id = std::string("p") + static_cast<char>('a' + i / 26) + static_cast<char>('a' + i % 26);
    auto paper = paper_of({id, "Study of " + words[static_cast<std::size_t>(i % 10)], text, {"Ada Lovelace", i % 2 == 0 ? "Wei Li" : "Bo Chen"},
                           {i % 3 == 0 ? "cs.LG" : "cs.CL"}, std::to_string(2018 + i % 5) + "-0" + std::to_string(1 + i % 9) + "-11"});
    if (i % 4 != 0) paper.citations = {{i % 17, "", {}}};
    papers.push_back(std::move(paper));
  }
  if (!last_date.empty()) papers.back().published = schema::parse_date(last_date).value();
  return papers;
}

class SnapshotOfAnIndex : public ::testing::Test {
 protected:
  void SetUp() override { build(index(), some_papers(0, 40)); }

  void build(const std::filesystem::path& where, const std::vector<schema::Paper>& papers) {
    auto options = build_options(where, {dir_.write("papers.jsonl", jsonl(papers))});
    options.segment_papers = 15;
    const auto built = indexer::build_index(options, {});
    ASSERT_TRUE(built) << built.error().message;
  }
  indexer::ChangeSummary change(const std::vector<schema::Paper>& papers, std::vector<std::string> deletes = {}) {
    indexer::ChangeOptions options;
    options.index = index();
    if (!papers.empty()) options.inputs = {dir_.write("more.jsonl", jsonl(papers))};
    options.deletes = std::move(deletes);
    const auto changed = indexer::change_index(options, {});
    EXPECT_TRUE(changed) << changed.error().message;
    return changed ? *changed : indexer::ChangeSummary{};
  }
  void refresh() {
    indexer::RebuildOptions options;
    options.index = index();
    options.reason = indexer::RebuildReason::refresh;
    const auto refreshed = indexer::rebuild_index(options, {});
    ASSERT_TRUE(refreshed) << refreshed.error().message;
  }
  // What is answered of each paper, but for the index that answered.
  static std::map<std::string, std::string> answers(const std::filesystem::path& where) {
    const auto searcher = open_searcher(where);
    std::map<std::string, std::string> all;
    for (const auto& line : canonical_dump(*searcher)) {
      const std::string id = nlohmann::json::parse(line).at("id");
      auto document = schema::to_json(searcher->novelty(id).value());
      document.erase("index");
      all[id] = document.dump();
    }
    return all;
  }
  static Ids sorted_by(query::Searcher& searcher, SortKey key, bool reversed = false) {
    SearchRequest request;
    request.sort = schema::Sort{key, reversed};
    request.limit = 200;
    const auto result = searcher.search(request);
    EXPECT_TRUE(result);
    return result ? ids_of(*result) : Ids{};
  }
  void expect_whole() {
    const auto verified = storage::verify_current(index());
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->faults, Ids{});
  }

  [[nodiscard]] std::filesystem::path index() const { return dir_.path() / "index"; }

  TempDir dir_;
};

TEST_F(SnapshotOfAnIndex, IsMadeWithIt) {
  const auto searcher = open_searcher(index());
  const auto& info = searcher->info();
  ASSERT_TRUE(info.snapshot);
  EXPECT_EQ(info.snapshot->revision, info.revision);
  EXPECT_EQ(info.snapshot->as_of, *info.as_of);
  EXPECT_EQ(info.snapshot->papers, 40);
  EXPECT_EQ(info.snapshot->with_novelty, 24) << "without the first two of five years";
  EXPECT_EQ(info.snapshot->with_rank, 40);
  EXPECT_EQ(searcher->novelty("paa")->novelty.reason, "the paper is of the first two years of this index");
  expect_whole();
}

TEST_F(SnapshotOfAnIndex, IsKeptByChangesWhichSaySo) {
  const auto before = answers(index());
  const std::string as_of = open_searcher(index())->info().snapshot->as_of.iso();
  change(some_papers(40, 43, "2024-05-01"), {"pab"});
  const auto after = answers(index());
  for (const auto& [id, answer] : after) {
    const bool fresh = id == "pbo" || id == "pbp" || id == "pbq";
    const bool absent = answer.find("not in the snapshot of " + as_of) != std::string::npos;
    EXPECT_EQ(absent, fresh) << answer;
    if (fresh) continue;
    // The one that is deleted may still be a nearest one; the index does not have its title any more.
    const std::string known = R"("id":"pab","title":"Study of kernels")", gone = R"("id":"pab","title":null)";
    std::string expected = before.at(id);
    if (const auto at = expected.find(known); at != expected.npos) expected.replace(at, known.size(), gone);
    EXPECT_EQ(answer, expected);
  }
  const auto searcher = open_searcher(index());
  EXPECT_NE(searcher->info().snapshot->revision, searcher->info().revision);
  EXPECT_EQ(searcher->info().snapshot->as_of.iso(), as_of);
  for (const bool reversed : {false, true}) {
    const Ids ids = sorted_by(*searcher, SortKey::rank, reversed);
    ASSERT_EQ(ids.size(), 42U);
    EXPECT_EQ(Ids(ids.end() - 3, ids.end()), (Ids{"pbo", "pbp", "pbq"})) << "last in both directions";
  }
  expect_whole();
}

TEST_F(SnapshotOfAnIndex, AReplacedPaperKeepsItsFigures) {
  const auto before = answers(index());
  auto newer = some_papers(30, 31);
  newer[0].title = "Another title";
  newer[0].updated = schema::parse_date("2024-01-01").value();
  change(newer);
  const auto answer = nlohmann::json::parse(answers(index()).at("pbe"));
  EXPECT_EQ(answer.at("novelty"), nlohmann::json::parse(before.at("pbe")).at("novelty"));
  EXPECT_EQ(answer.at("title"), "Another title");
}

TEST_F(SnapshotOfAnIndex, IsKeptByAMerge) {
  change(some_papers(40, 43), {"pab"});
  const auto before = answers(index());
  const Ids order = sorted_by(*open_searcher(index()), SortKey::novelty);
  indexer::MergeOptions options;
  options.index = index();
  options.scope = indexer::MergeScope::all;
  const auto merged = indexer::merge_index(options, {});
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_TRUE(merged->published);
  EXPECT_EQ(answers(index()), before);
  EXPECT_EQ(sorted_by(*open_searcher(index()), SortKey::novelty), order);
  expect_whole();
}

TEST_F(SnapshotOfAnIndex, AfterARefreshIsThatOfARebuild) {
  change(some_papers(40, 60, "2024-05-01"), {"pab", "pbc"});
  refresh();
  expect_whole();
  auto papers = some_papers(0, 40);
  const auto more = some_papers(40, 60, "2024-05-01");
  papers.insert(papers.end(), more.begin(), more.end());
  std::erase_if(papers, [](const schema::Paper& paper) { return paper.id == "pab" || paper.id == "pbc"; });
  build(dir_.path() / "rebuilt", papers);
  EXPECT_EQ(answers(index()), answers(dir_.path() / "rebuilt"));
  const auto refreshed = open_searcher(index()), rebuilt = open_searcher(dir_.path() / "rebuilt");
  EXPECT_EQ(refreshed->info().snapshot->revision, refreshed->info().revision);
  for (const SortKey key : {SortKey::novelty, SortKey::rank}) EXPECT_EQ(sorted_by(*refreshed, key), sorted_by(*rebuilt, key));
}

TEST_F(SnapshotOfAnIndex, ACursorOfAnOlderOneIsGone) {
  change(some_papers(40, 60, "2024-05-01"));
  SearchRequest request;
  request.limit = 5;
  request.sort = schema::Sort{SortKey::novelty, false};
  const std::string by_novelty = open_searcher(index())->search(request)->next_cursor;
  auto by_date = request;
  by_date.sort = schema::Sort{SortKey::published, false};
  by_date.cursor = open_searcher(index())->search(by_date)->next_cursor;
  auto filtered = by_date;
  filtered.filters.min_novelty = 1000;
  filtered.cursor.clear();
  filtered.cursor = open_searcher(index())->search(filtered)->next_cursor;
  ASSERT_FALSE(filtered.cursor.empty());
  const std::string revision = open_searcher(index())->info().revision;
  refresh();
  const auto searcher = open_searcher(index());
  ASSERT_EQ(searcher->info().revision, revision) << "the content is the same";
  request.cursor = by_novelty;
  for (const auto& gone : {request, filtered}) {
    const auto refused = searcher->search(gone);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::cursor_gone);
    EXPECT_NE(refused.error().message.find("computed anew"), std::string::npos);
  }
  EXPECT_TRUE(searcher->search(by_date)) << "the order by date is the same";
  by_date.cursor = by_novelty;
  EXPECT_EQ(searcher->search(by_date).error().code, ErrorCode::cursor_mismatch);
}

TEST(SnapshotWithoutAClock, IsNoneAndSaysSo) {
  Index index({paper_of({"a", "Graphs", "About graphs of https://github.com/some/thing", {"Ada Lovelace"}, {"cs.LG"}})});
  const auto& info = index.searcher().info();
  EXPECT_FALSE(info.snapshot);
  const auto result = index.searcher().novelty("a");
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->novelty.known());
  EXPECT_NE(result->novelty.reason.find("no snapshot"), std::string::npos);
  EXPECT_FALSE(result->rank);
  for (const SortKey key : {SortKey::novelty, SortKey::rank}) {
    SearchRequest request;
    request.sort = schema::Sort{key, false};
    EXPECT_EQ(index.searcher().search(request).error().code, ErrorCode::not_available);
  }
  SearchRequest filtered;
  filtered.filters.min_novelty = 0;
  EXPECT_EQ(index.searcher().search(filtered)->total.value, 0);
}

}  // namespace
}  // namespace incipit::testing

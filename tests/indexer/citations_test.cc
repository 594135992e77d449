// Tables of single citations: which paper a row goes to, and what changes leave of it.
#include <gtest/gtest.h>

#include "indexer/change.h"
#include "schema/limits.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

std::vector<schema::Paper> two_papers() {
  auto one = paper_of({"2401.00001", "One", "x", {"Ann Lee"}, {"cs.CL"}, "2024-01-01"});
  one.doi = "10.1/one";
  return {one, paper_of({"p2", "Two", "x", {"Bo Chen"}, {"cs.CL"}, "2025"})};
}

schema::Paper stored(const std::filesystem::path& index, const char* id) { return open_searcher(index)->record(id).value(); }

schema::Date date(const char* text) { return schema::parse_date(text).value(); }

TEST(CitationTables, GoToTheCitedPaperElseToTheCitingOne) {
  TempDir dir;
  dir.write("in/papers.jsonl", jsonl(two_papers()));
  dir.write("in/citations.tsv",
            "citing\tcited\tdate\tsource\n"
            "p2\tdoi:10.1/ONE\t2025-03\tA\n"
            "p2\tarXiv:2401.00001v3\t2025-01\tA\n"
            "elsewhere:7\t2401.00001\t\tB\n"
            "p2\tdoi:10.9/gone\t2024\tA\n"
            "p2\thttps://doi.org/10.9/GONE\t2024\tA\n"
            "nobody\tnothing\t2026-02-03\tA\n"
            "p2\t2401.00001\tsoon\tA\n");
  const auto built = indexer::build_index(build_options(dir.path() / "index", {dir.path() / "in"}), {});
  ASSERT_TRUE(built) << built.error().message;
  const auto one = stored(dir.path() / "index", "2401.00001"), two = stored(dir.path() / "index", "p2");
  EXPECT_EQ(one.cited_by, (std::vector<schema::CitingPaper>{{"elsewhere:7", {}, "B"}, {"p2", date("2025-01"), "A"}}));
  EXPECT_TRUE(one.references.empty());
  EXPECT_EQ(two.references, std::vector<std::string>{"doi:10.9/gone"}) << "one paper, however it is spelled";
  EXPECT_EQ(built->info.rejected.at("no_such_paper"), 1);
  EXPECT_EQ(built->info.rejected.at("bad_date"), 1);
  ASSERT_EQ(built->info.unmatched.size(), 1u);
  EXPECT_EQ(built->info.unmatched.front().subject, "nobody cites nothing");
  EXPECT_EQ(built->info.unmatched.front().line, 7);
  EXPECT_EQ(built->info.inputs.back().records, 7);
  EXPECT_EQ(built->info.as_of->iso(), "2026-02-03") << "dates of citations move the clock";
}

TEST(CitationTables, DoNotDependOnTheOrderOfRows) {
  TempDir dir;
  const std::string papers = dir.write("papers.jsonl", jsonl(two_papers()));
  const auto revision = [&](const std::string& name, const std::string& rows) {
    auto options = build_options(dir.path() / name, {papers});
    options.citations = {dir.write(name + ".tsv", "citing\tcited\tdate\tsource\n" + rows)};
    return indexer::build_index(options, {})->info.revision;
  };
  EXPECT_EQ(revision("a", "x\tp2\t2021\tA\nx\tp2\t2020\tA\ny\tp2\t\tB\np2\tq\t\t\np2\tr\t\t\n"),
            revision("b", "p2\tr\t\t\ny\tp2\t\tB\nx\tp2\t2020\tA\np2\tq\t\t\nx\tp2\t2021\tA\n"));
}

TEST(CitationTables, StayThroughUpdatesUntilTheirSourceSaysOtherwise) {
  TempDir dir;
  auto papers = two_papers();
  auto options = build_options(dir.path() / "index", {dir.write("papers.jsonl", jsonl(papers))});
  options.citations = {dir.write("edges.tsv", "citing\tcited\tdate\tsource\nx\tp2\t2020\tA\ny\tp2\t2020\tA\np2\tfar\t\t\n")};
  ASSERT_TRUE(indexer::build_index(options, {}));
  papers[1].title = "Two, renewed";
  indexer::ChangeOptions change;
  change.index = options.index;
  change.inputs = {dir.write("update.jsonl", jsonl({papers[1]}))};
  ASSERT_TRUE(indexer::change_index(change, {}));
  auto two = stored(change.index, "p2");
  EXPECT_EQ(two.title, "Two, renewed");
  EXPECT_EQ(two.cited_by.size(), 2u);
  EXPECT_EQ(two.references, std::vector<std::string>{"far"}) << "the new record has none";

  // Also where a table brings more in the same run.
  change.citations = {dir.write("far.tsv", "citing\tcited\np2\tfarther\n")};
  change.inputs = {dir.write("third.jsonl", jsonl({papers[1]}))};
  ASSERT_TRUE(indexer::change_index(change, {}));
  EXPECT_EQ(stored(change.index, "p2").references, (std::vector<std::string>{"far", "farther"}));

  // A table may name a paper of which no record comes.
  change.inputs.clear();
  change.citations = {dir.write("more.tsv", "citing\tcited\tdate\tsource\nx\tp2\t2022\tA\nz\tp2\t2023\tB\n")};
  const auto changed = indexer::change_index(change, {});
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->replaced, 1);
  two = stored(change.index, "p2");
  EXPECT_EQ(two.cited_by, (std::vector<schema::CitingPaper>{{"x", date("2022"), "A"}, {"y", date("2020"), "A"}, {"z", date("2023"), "B"}}));
  const auto again = indexer::change_index(change, {});
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->published) << "nothing is new in the table";

  papers[1].references = {"near"};
  change.citations.clear();
  change.inputs = {dir.write("again.jsonl", jsonl({papers[1]}))};
  ASSERT_TRUE(indexer::change_index(change, {}));
  EXPECT_EQ(stored(change.index, "p2").references, std::vector<std::string>{"near"}) << "what a record gives replaces";
}

TEST(CitationTables, AreBoundedForEachPaper) {
  TempDir dir;
  auto options = build_options(dir.path() / "index", {dir.write("papers.jsonl", jsonl(two_papers()))});
  std::string rows = "citing\tcited\n";
  const auto most = schema::limits::kEdgesPerPaper.value;
  for (std::int64_t i = 0; i < most + 3; ++i) rows += "x" + std::to_string(i) + "\tp2\n";
  rows += "x0\tp2\n";
  options.citations = {dir.write("edges.tsv", rows)};
  const auto built = indexer::build_index(options, {});
  ASSERT_TRUE(built);
  EXPECT_EQ(built->info.rejected.at("too_many_rows"), 3) << "the last one is said already";
  EXPECT_EQ(stored(options.index, "p2").cited_by.size(), static_cast<std::size_t>(most));
  indexer::ChangeOptions change;
  change.index = options.index;
  change.citations = {dir.write("more.tsv", "citing\tcited\nx1\tp2\nfresh\tp2\n")};
  const auto changed = indexer::change_index(change, {});
  ASSERT_TRUE(changed);
  EXPECT_FALSE(changed->published) << "the index has as many as it may have";
}

}  // namespace
}  // namespace incipit::testing

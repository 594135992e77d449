// Records of one paper from several sources become one, in one run and across updates.
#include "indexer/source_merge.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "indexer/change.h"
#include "storage/index_directory.h"
#include "storage/generation.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::Paper;

Paper arxiv_record() {
  auto paper = paper_of({"2401.00001", "Graph kernels for everyone", "We study kernels.", {"Ada Lovelace", "Wei Li"}, {"cs.LG"}, "2024-01-02"});
  paper.doi = "10.1000/kernels";
  paper.version = 1;
  return paper;
}

Paper openalex_record() {
  auto paper = paper_of({"openalex:W1", "Graph Kernels for Everyone", "", {"A. Lovelace", "Wei Li"}, {}, "2024"});
  paper.doi = "10.1000/KERNELS";
  paper.venue = "Journal of Kernels";
  paper.citations = {{17, "openalex", std::nullopt}};
  paper.authors[0].ids = {"orcid:0000-0002-1825-0097"};
  paper.references = {"openalex:W7"};
  return paper;
}

// The same paper again, without any identifier in common.
Paper catalogue_record() {
  auto paper = paper_of({"s2:abc", "Graph kernels for everyone", "", {"Ada Lovelace"}, {}, "2024"});
  paper.citations = {{21, "s2", std::nullopt}};
  return paper;
}

class Sources : public ::testing::Test {
 protected:
  schema::Result<indexer::BuildSummary> build(const std::vector<Paper>& papers, bool merge = true) {
    auto options = build_options(index(), {dir_.write("base.jsonl", jsonl(papers))});
    options.merge_sources = merge;
    options.replace = true;
    return indexer::build_index(options, {});
  }
  indexer::ChangeSummary update(const std::vector<Paper>& papers, bool merge = true) {
    indexer::ChangeOptions options;
    options.index = index();
    options.inputs = {dir_.write("update.jsonl", jsonl(papers))};
    options.merge_sources = merge;
    const auto changed = indexer::change_index(options, {});
    EXPECT_TRUE(changed) << changed.error().message;
    return changed.value_or(indexer::ChangeSummary{});
  }
  Paper paper(const std::string& id) {
    const auto found = open_searcher(index())->paper(id);
    EXPECT_TRUE(found) << id;
    return found ? found->hit.paper : Paper{};
  }
  [[nodiscard]] std::filesystem::path index() const { return dir_.path() / "index"; }

  TempDir dir_;
};

TEST_F(Sources, BecomeOneRecordThatLacksNothing) {
  const auto built = build({openalex_record(), arxiv_record(), catalogue_record()});
  ASSERT_TRUE(built);
  EXPECT_EQ(built->info.papers, 1);
  EXPECT_EQ(built->info.merged, (std::map<std::string, std::int64_t>{{"doi", 1}, {"title", 1}}));
  const Paper whole = paper("openalex:W1");
  EXPECT_EQ(whole.id, "2401.00001");
  EXPECT_EQ(whole.abstract, "We study kernels.");
  EXPECT_EQ(whole.venue, "Journal of Kernels");
  EXPECT_EQ(whole.authors[0].name, "Ada Lovelace");
  EXPECT_EQ(whole.authors[0].ids, std::vector<std::string>{"orcid:0000-0002-1825-0097"});
  EXPECT_EQ(whole.citations.size(), 2u);
  EXPECT_EQ(whole.published->iso(), "2024-01-02");
}

TEST_F(Sources, StayApartWhereThatIsAsked) {
  const auto built = build({openalex_record(), arxiv_record()}, false);
  ASSERT_TRUE(built);
  EXPECT_EQ(built->info.papers, 2);
  EXPECT_TRUE(built->info.merged.empty());
}

TEST_F(Sources, TheOrderOfUpdatesMakesNoDifference) {
  std::vector<Paper> order{arxiv_record(), openalex_record(), catalogue_record()};
  const auto by_id = [](const Paper& a, const Paper& b) { return a.id < b.id; };
  std::sort(order.begin(), order.end(), by_id);
  do {
    SCOPED_TRACE(order[0].id + ", then " + order[1].id);
    std::filesystem::remove_all(index());
    ASSERT_TRUE(build({order[0]}));
    for (std::size_t i = 1; i < order.size(); ++i) {
      const auto summary = update({order[i]});
      EXPECT_EQ(summary.merged, 1);
      EXPECT_EQ(summary.info.papers, 1);
    }
    EXPECT_EQ(paper("2401.00001").citations.size(), 2u);
    EXPECT_EQ(paper("2401.00001").venue, "Journal of Kernels");
    EXPECT_EQ(paper("2401.00001").abstract, "We study kernels.");
    EXPECT_EQ(paper("openalex:W1").id, "2401.00001");
    EXPECT_EQ(paper("s2:abc").id, "2401.00001");
  } while (std::next_permutation(order.begin(), order.end(), by_id));
}

TEST_F(Sources, ANewerRecordOfOneKeepsWhatTheOthersGave) {
  ASSERT_TRUE(build({openalex_record(), arxiv_record()}));
  auto newer = arxiv_record();
  newer.version = 2;
  newer.title = "Graph kernels for everyone, revised";
  EXPECT_EQ(update({newer}).replaced, 1);
  Paper whole = paper("2401.00001");
  EXPECT_EQ(whole.title, newer.title);
  EXPECT_EQ(whole.venue, "Journal of Kernels");
  EXPECT_EQ(whole.other_ids, std::vector<std::string>{"openalex:W1"});
  auto counted = openalex_record();
  counted.citations[0].count = 30;
  const auto summary = update({counted});
  EXPECT_EQ(summary.info.papers, 1);
  EXPECT_EQ(summary.added, 0);
  whole = paper("openalex:W1");
  EXPECT_EQ(whole.title, newer.title);
  ASSERT_EQ(whole.citations.size(), 1u);
  EXPECT_EQ(whole.citations[0].count, 30);
  EXPECT_FALSE(update({counted}).published) << "nothing is new in it";
}

TEST_F(Sources, AnUpdateCanJoinTwoStoredPapers) {
  auto lone = openalex_record();
  lone.doi.clear();
  lone.title = "Another title for the same";
  ASSERT_TRUE(build({arxiv_record(), lone}));
  ASSERT_EQ(open_searcher(index())->info().papers, 2);
  const auto summary = update({openalex_record()});  // now with the DOI
  EXPECT_EQ(summary.info.papers, 1);
  EXPECT_EQ(paper("openalex:W1").id, "2401.00001");
  EXPECT_FALSE(storage::verify_current(index())->faults.size());
}

TEST_F(Sources, RecordsOfOneSourceStayTwoPapers) {
  auto other = openalex_record();
  other.id = "openalex:W2";
  const auto built = build({openalex_record(), other});
  ASSERT_TRUE(built);
  EXPECT_EQ(built->info.papers, 2);
  EXPECT_EQ(update({arxiv_record()}).info.papers, 2) << "only one of them joins";
  EXPECT_EQ(paper("openalex:W1").id, "2401.00001");
  EXPECT_EQ(paper("openalex:W2").id, "openalex:W2");
}

TEST_F(Sources, TablesNameAJoinedPaperByAnyOfItsIds) {
  auto options = build_options(index(), {dir_.write("base.jsonl", jsonl({openalex_record(), arxiv_record()}))});
  options.citations = {dir_.write("citations.tsv", "paper\tcount\tsource\nopenalex:W1\t99\ttable\n")};
  const auto built = indexer::build_index(options, {});
  ASSERT_TRUE(built);
  EXPECT_TRUE(built->info.unmatched.empty());
  const auto counts = paper("2401.00001").citations;
  EXPECT_TRUE(std::any_of(counts.begin(), counts.end(), [](const auto& count) { return count.source == "table" && count.count == 99; }));
}

TEST(MatchSources, ManyRecordsWithOneIdentifierTakeLinearTime) {
  std::vector<indexer::SourceKeys> records;
  for (int i = 0; i < 200000; ++i) records.push_back({"openalex:W" + std::to_string(i), {"doi:10.1/x"}, "the same title of all\nli\n2020", {}});
  EXPECT_TRUE(indexer::match_sources(records).empty());
}

TEST(MatchSources, TheLeastRankStays) {
  const auto matches = indexer::match_sources({{"s2:1", {"doi:10.1/x"}, "", {}}, {"pmid:1", {"doi:10.1/x"}, "", {}}, {"own", {"doi:10.1/x"}, "", {}}});
  ASSERT_EQ(matches.size(), 2u);
  for (const auto& match : matches) {
    EXPECT_EQ(match.joins, 2u);
    EXPECT_EQ(match.by, "doi");
  }
}

}  // namespace
}  // namespace incipit::testing

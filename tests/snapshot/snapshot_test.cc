// Snapshots by hand: each rule on papers that show it, what happens to damaged files, and how a build ends early.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/snapshot/made_snapshot.h"

namespace incipit::snapshot {
namespace {

using incipit::testing::TempDir;
using schema::ErrorCode;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Two years of papers before those that a test is about.
std::vector<PaperText> with_a_past(std::vector<PaperText> papers) {
  papers.push_back(paper_of("past/1", "2010", "statistical parsing"));
  papers.push_back(paper_of("past/2", "2011", "statistical translation"));
  return papers;
}

TEST(NewTerms, AreThoseThatNoEarlierAndSomeLaterPaperUses) {
  const auto receipts = receipts_of(with_a_past({paper_of("a", "2015-03-01", "statistical transformer networks, lonely"),
                                                 paper_of("b", "2016", "transformer networks"), paper_of("c", "2017", "big transformer")}));
  const NoveltyReceipt& first = receipts.at("a").novelty;
  EXPECT_THAT(first.most_reused, ElementsAre(NewTerm{"transformer", 2}, NewTerm{"networks", 1}, NewTerm{"transformer networks", 1}));
  EXPECT_EQ(first.new_terms, 3u);
  EXPECT_THAT(receipts.at("b").novelty.most_reused, IsEmpty());
}

TEST(NewTerms, BelongToTheSmallerIdOfOneInstant) {
  // "2015" is its first instant (D3), so as early as the first of January.
  const auto receipts = receipts_of(with_a_past({paper_of("b", "2015", "novel gadget"), paper_of("a", "2015-01-01", "novel gadget"), paper_of("c", "2015-01-02", "gadget")}));
  EXPECT_THAT(receipts.at("a").novelty.most_reused, ElementsAre(NewTerm{"gadget", 2}, NewTerm{"novel", 1}, NewTerm{"novel gadget", 1}));
  EXPECT_EQ(receipts.at("b").novelty.new_terms, 0u);
}

TEST(NewTerms, TenAreShownAndAllAreCounted) {
  const std::string text = "one1. alfa. bravo. charlie. delta. echo. foxtrot. golf. hotel. india. juliett. kilo. lima";
  const auto receipts = receipts_of(with_a_past({paper_of("a", "2015", text), paper_of("b", "2016", text), paper_of("c", "2016", "lima")}));
  EXPECT_EQ(receipts.at("a").novelty.new_terms, 12u);
  ASSERT_EQ(receipts.at("a").novelty.most_reused.size(), kNewTermsShown);
  EXPECT_EQ(receipts.at("a").novelty.most_reused[0], (NewTerm{"lima", 2}));
  EXPECT_EQ(receipts.at("a").novelty.most_reused[1], (NewTerm{"alfa", 1}));
}

TEST(Distance, IsToTheNearestEarlierPaperOfFiveYears) {
  const auto receipts = receipts_of(with_a_past({paper_of("old", "2012", "quantum annealing"), paper_of("near", "2015", "quantum annealing hardware"),
                                                 paper_of("same", "2018", "quantum annealing hardware"), paper_of("later", "2019", "quantum annealing")}));
  const NoveltyReceipt& novelty = receipts.at("same").novelty;
  EXPECT_THAT(novelty.nearest, ElementsAre(NearPaper{"near", 10'000}));  // 2012 is before 2013
  EXPECT_EQ(novelty.distance(), 0u);
  EXPECT_EQ(novelty.compared, 1u);
  EXPECT_EQ(receipts.at("old").novelty.distance(), 10'000u);
  EXPECT_THAT(receipts.at("old").novelty.nearest, IsEmpty());
}

TEST(Distance, StaysWhenLaterPapersCome) {
  auto papers = with_a_past({paper_of("a", "2014", "deep graph networks"), paper_of("b", "2015", "deep graph kernels")});
  const auto before = receipts_of(papers);
  papers.push_back(paper_of("c", "2016", "deep graph kernels"));
  papers.push_back(paper_of("d", "2015-12-31", "graph networks"));
  const auto after = receipts_of(papers);
  EXPECT_EQ(before.at("b").novelty.nearest, after.at("b").novelty.nearest);
  ASSERT_FALSE(before.at("b").novelty.nearest.empty());
}

TEST(Novelty, IsNullWithTheReason) {
  const auto receipts = receipts_of(with_a_past({paper_of("undated", "", "some words"), paper_of("wordless", "2015", "of the, in 42 $x$"), paper_of("good", "2012", "word")}));
  EXPECT_EQ(receipts.at("undated").novelty.missing, Missing::no_date);
  EXPECT_EQ(receipts.at("wordless").novelty.missing, Missing::no_words);
  EXPECT_EQ(receipts.at("past/1").novelty.missing, Missing::first_years);
  EXPECT_EQ(receipts.at("past/2").novelty.missing, Missing::first_years);
  EXPECT_EQ(receipts.at("good").novelty.missing, Missing::nothing);
}

TEST(Novelty, IsProvisionalForAYear) {
  Making making;
  making.as_of = "2016-03-01";
  const auto receipts = receipts_of(with_a_past({paper_of("a", "2015-03-02", "words"), paper_of("b", "2015-03-01", "words"), paper_of("c", "2017", "words")}), making);
  EXPECT_FALSE(receipts.at("a").novelty.provisional);  // 365 days, the 29th of February among them
  EXPECT_FALSE(receipts.at("b").novelty.provisional);
  EXPECT_TRUE(receipts.at("c").novelty.provisional);
  EXPECT_EQ(receipts.at("c").rank.age_days, 0u);
}

TEST(Novelty, IsRankedInTheFirstCellThatIsLargeEnough) {
  auto papers = with_a_past({});
  const auto add = [&](const std::string& prefix, int count, const std::string& year, const std::string& category) {
    for (int i = 0; i < count; ++i) papers.push_back(paper_of(prefix + std::to_string(i), year, "statistical parsing", category));
  };
  add("large", 30, "2015", "cs.CL");
  add("small", 29, "2015", "cs.LG");
  add("before", 29, "2014", "cs.LG");
  add("alone", 1, "2014", "math.CO");
  const auto receipts = receipts_of(papers);
  EXPECT_EQ(receipts.at("large0").novelty.standing.cell, (Cell{CellKind::category_year, "cs.CL", 2015, 2015}));
  EXPECT_EQ(receipts.at("large0").novelty.standing.papers, 30u);
  EXPECT_EQ(receipts.at("small0").novelty.standing.cell, (Cell{CellKind::archive_year, "cs", 2015, 2015}));
  EXPECT_EQ(receipts.at("small0").novelty.standing.papers, 59u);
  EXPECT_EQ(receipts.at("before0").novelty.standing.cell, Cell{});  // 2012 to 2014: 29 papers
  EXPECT_EQ(receipts.at("before0").novelty.standing.papers, 89u);
  add("more", 1, "2013", "cs.AI");
  EXPECT_EQ(receipts_of(papers).at("before0").novelty.standing.cell, (Cell{CellKind::archive_years, "cs", 2012, 2014}));
}

TEST(Novelty, CountsHalfOfEqualPapers) {
  // All papers but the one with the new term are alike, so their percentiles in both parts are.
  const auto receipts = receipts_of(with_a_past({paper_of("a", "2015", "statistical parsing gizmo"), paper_of("b", "2015", "statistical parsing"),
                                                 paper_of("c", "2015", "statistical parsing"), paper_of("d", "2015", "statistical parsing gizmo parser")}));
  EXPECT_EQ(receipts.at("b").novelty.novelty(), receipts.at("c").novelty.novelty());
  EXPECT_EQ(receipts.at("a").novelty.new_terms_percentile(), 8750u);  // 3 below and itself of 4
  EXPECT_EQ(receipts.at("b").novelty.new_terms_percentile(), 3750u);  // 3 equal ones of 4, none below
}

TEST(SnapshotFiles, TellWhatIsInThem) {
  const TempDir dir;
  auto papers = with_a_past({paper_of("a", "2015", "parsing"), paper_of("b", "", "")});
  papers[0].has_code = true;
  const auto summary = make_snapshot(dir.path(), papers);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->papers, 4u);
  EXPECT_EQ(summary->with_novelty, 1u);
  const auto snapshot = Snapshot::open(dir.path());
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->as_of().iso(), "2026-06-30");
  EXPECT_EQ(snapshot->papers(), 4u);
  EXPECT_EQ(snapshot->row_of("absent"), std::nullopt);
  EXPECT_EQ(snapshot->reason_of_absence(), "not in the snapshot of 2026-06-30");
  const auto with = snapshot->row(snapshot->row_of("a").value()), without = snapshot->row(snapshot->row_of("b").value());
  EXPECT_EQ(with.novelty, 5000);
  EXPECT_NE(with.rank, SnapshotRow::kMissing);
  EXPECT_EQ(without, SnapshotRow{});
}

TEST(SnapshotFiles, MayBeOfNoPapers) {
  const TempDir dir;
  ASSERT_TRUE(make_snapshot(dir.path(), {}));
  const auto snapshot = Snapshot::open(dir.path());
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->papers(), 0u);
}

TEST(SnapshotFiles, DamageIsAnError) {
  const TempDir dir;
  std::vector<PaperText> papers = with_a_past({});
  for (int i = 0; i < 40; ++i) papers.push_back(paper_of("p" + std::to_string(i), "2015", "parsing gadget" + std::string(i % 3, 's')));
  ASSERT_TRUE(make_snapshot(dir.path(), papers));
  for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
    const std::string whole = incipit::testing::content_of(entry.path());
    const auto put = [&](const std::string& bytes) { std::ofstream(entry.path(), std::ios::binary | std::ios::trunc).write(bytes.data(), static_cast<std::streamsize>(bytes.size())); };
    for (const std::size_t size : {std::size_t{0}, whole.size() / 2, whole.size() - 1}) {
      put(whole.substr(0, size));
      EXPECT_FALSE(Snapshot::open(dir.path())) << entry.path().filename() << " of " << size;
    }
    // Whatever a flipped bit does, nothing worse than an error comes of it.
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 300) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << at % 8));
      put(bytes);
      const auto snapshot = Snapshot::open(dir.path());
      for (std::size_t row = 0; snapshot && row < snapshot->papers(); ++row) {
        const auto receipt = snapshot->receipt(row);
        EXPECT_TRUE(receipt || receipt.error().code == ErrorCode::index_damaged);
      }
    }
    put(whole);
  }
  EXPECT_TRUE(Snapshot::open(dir.path()));
}

TEST(SnapshotBuild, RefusesAPaperThatCameTwice) {
  const TempDir dir;
  const auto made = make_snapshot(dir.path(), with_a_past({paper_of("a", "2015", "words"), paper_of("a", "2016", "words")}));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::input_invalid);
  EXPECT_FALSE(Snapshot::open(dir.path()));
}

TEST(SnapshotBuild, RefusesCitationsBelowNone) {
  const TempDir dir;
  auto papers = with_a_past({});
  papers[0].citations = -1;
  EXPECT_EQ(make_snapshot(dir.path(), papers).error().code, ErrorCode::invalid_parameter);
}

TEST(SnapshotBuild, StopsWhenItIsAskedTo) {
  const TempDir dir;
  const auto papers = with_a_past({paper_of("a", "2015", "words"), paper_of("b", "2016", "words")});
  int asked = 0;
  Making making;
  making.watch.stop = [&] { return ++asked > 100'000; };
  ASSERT_TRUE(make_snapshot(dir.path(), papers, making));
  const int all = asked;
  ASSERT_GT(all, 5);
  for (int stop = 1; stop <= all; ++stop) {
    asked = 0;
    making.watch.stop = [&] { return ++asked >= stop; };
    const auto made = make_snapshot(dir.path(), papers, making);
    ASSERT_FALSE(made) << stop;
    EXPECT_EQ(made.error().code, ErrorCode::not_available);
    EXPECT_FALSE(Snapshot::open(dir.path()));
  }
}

TEST(SnapshotBuild, TellsHowFarItIs) {
  const TempDir dir;
  std::vector<std::pair<Step, std::uint64_t>> told;
  Making making;
  making.watch.progress = [&](Step step, std::uint64_t done, std::uint64_t all) {
    EXPECT_EQ(all, 3u);
    told.emplace_back(step, done);
  };
  ASSERT_TRUE(make_snapshot(dir.path(), with_a_past({paper_of("a", "2015", "words")}), making));
  ASSERT_FALSE(told.empty());
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back(), std::pair(Step::writing, std::uint64_t{3}));
}

TEST(SnapshotBuild, SaysWhenItsPlaceCannotBe) {
  const TempDir dir;
  BuildOptions options;
  options.directory = dir.path() / "snapshot";
  options.work = dir.write("file", "");
  const auto build = SnapshotBuild::begin(std::move(options));
  ASSERT_FALSE(build);
  EXPECT_EQ(build.error().code, ErrorCode::system);
}

}  // namespace
}  // namespace incipit::snapshot

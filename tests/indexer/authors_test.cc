// Author ids: stable over rebuilds, carried by the registry, and merged ones that lead on.
#include <gtest/gtest.h>

#include "indexer/author_entities.h"
#include "storage/index_directory.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::Paper;

class AuthorIds : public ::testing::Test {
 protected:
  std::unique_ptr<query::Searcher> build(const std::vector<Paper>& papers) {
    auto options = build_options(dir_.path() / "index", {dir_.write("papers.jsonl", jsonl(papers))});
    const auto built = indexer::build_index(options, {});
    EXPECT_TRUE(built) << (built ? "" : built.error().message);
    return open_searcher(options.index);
  }
  static std::string id_of(query::Searcher& searcher, const std::string& paper, std::size_t position) {
    return searcher.paper(paper)->hit.author_ids.at(position);
  }
  std::filesystem::path generation(int number) { return storage::generation_paths(dir_.path() / "index", number).root; }

  TempDir dir_;
};

TEST_F(AuthorIds, StayWhenPapersAreAdded) {
  std::vector<Paper> papers = {known_by_name(paper_of({"b", "B", "x", {"Ann Lee", "Bo Chen"}, {}, "2020"}))};
  const auto first = build(papers);
  const std::string ann = id_of(*first, "b", 0), bo = id_of(*first, "b", 1);
  EXPECT_EQ(ann.size(), 11u);
  EXPECT_NE(ann, bo);
  // An older paper would found the entity; the registry knows better.
  papers.push_back(paper_of({"a", "A", "x", {"Lee, Ann", "Cy Dunn"}, {}, "2010"}));
  papers.push_back(known_by_name(paper_of({"c", "C", "x", {"ANN LEE", "Bo Chen"}, {}, "2024"})));
  papers[1].authors[0].ids = papers[2].authors[0].ids = papers[0].authors[0].ids;
  const auto second = build(papers);
  EXPECT_EQ(id_of(*second, "b", 0), ann);
  EXPECT_EQ(id_of(*second, "a", 0), ann);
  EXPECT_EQ(id_of(*second, "c", 0), ann);
  EXPECT_EQ(id_of(*second, "c", 1), bo);
  const auto third = build(papers);
  EXPECT_EQ(id_of(*third, "b", 0), ann);
  EXPECT_EQ(third->info().revision, second->info().revision) << "the same inputs and registry";
}

TEST_F(AuthorIds, AreTheSameWithoutARegistryForTheSamePapers) {
  const std::vector<Paper> papers = {known_by_name(paper_of({"b", "B", "x", {"Ann Lee", "Bo Chen"}, {}, "2020"})),
                                     known_by_name(paper_of({"a", "A", "x", {"Ann Lee"}, {}, ""}))};
  const std::string ann = id_of(*build(papers), "b", 0);
  Index fresh(papers);
  EXPECT_EQ(fresh.author_named("Ann Lee"), ann);
}

TEST_F(AuthorIds, MergedOnesLeadOnForEver) {
  const auto first = build({known_by_name(paper_of({"a", "A", "x", {"Ann Lee"}, {}, "2020"})),
                            known_by_name(paper_of({"b", "B", "x", {"A. Lee"}, {}, "2021"}))});
  const std::string ann = id_of(*first, "a", 0), initial = id_of(*first, "b", 0);
  ASSERT_NE(ann, initial);
  // The second paper is corrected: its author is Ann Lee after all.
  const auto second = build({known_by_name(paper_of({"a", "A", "x", {"Ann Lee"}, {}, "2020"})),
                             known_by_name(paper_of({"b", "B", "x", {"Ann Lee"}, {}, "2021"}))});
  EXPECT_EQ(id_of(*second, "b", 0), ann);
  ASSERT_TRUE(second->author(initial)) << "the merged id still finds her";
  EXPECT_EQ(second->author(initial)->id, ann);
  // Then everything is corrected to another name: both ids lead to the entity that now is there.
  const auto third = build({known_by_name(paper_of({"a", "A", "x", {"Anne Leigh"}, {}, "2020"})),
                            known_by_name(paper_of({"b", "B", "x", {"Anne Leigh"}, {}, "2021"})),
                            paper_of({"c", "C", "x", {"Zoe"}, {}, "2021"})});
  EXPECT_EQ(id_of(*third, "a", 0), ann) << "the id follows the mention it was minted from";
  EXPECT_EQ(third->author(initial)->id, ann);
}

TEST_F(AuthorIds, MergedOnesLeadOnAlongAChain) {
  const std::vector<Paper> apart = {paper_of({"a", "A", "x", {"Ann Lee"}, {}, "2020"}),
                                    paper_of({"b", "B", "x", {"Bea Moe"}, {}, "2021"}),
                                    paper_of({"c", "C", "x", {"Cat Noe"}, {}, "2022"})};
  const auto first = build(apart);
  const std::string ann = id_of(*first, "a", 0), bea = id_of(*first, "b", 0), cat = id_of(*first, "c", 0);
  auto papers = apart;
  papers[0].authors[0].name = "Bea Moe";  // Ann's only paper is Bea's
  const auto second = build(papers);
  EXPECT_EQ(second->author(ann)->id, bea);
  papers[0].authors[0].name = papers[1].authors[0].name = "Cat Noe";  // and then all are Cat's
  const auto third = build(papers);
  ASSERT_TRUE(third->author(bea));
  EXPECT_EQ(third->author(bea)->id, cat);
  ASSERT_TRUE(third->author(ann)) << "moved to one that moved";
  EXPECT_EQ(third->author(ann)->id, cat);
}

TEST_F(AuthorIds, ADamagedRegistryIsAnErrorNotANewBeginning) {
  build({paper_of({"a", "A", "x", {"Ann Lee"}, {}, "2020"})});
  const auto rows = indexer::read_registry(generation(1));
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ((*rows)[0].paper, "a");
  for (const char* text : {"id\tpaper\tposition\tname\tmoved_to\nnot a row\n",
                           "h\na0000000000\ta\tx\tann lee\t\n", "h\nshort\ta\t0\tann lee\t\n"}) {
    dir_.write("layer/author-ids.tsv", text);
    const auto damaged = indexer::read_registry_layers({dir_.path() / "layer"});
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().code, schema::ErrorCode::index_damaged);
  }
  EXPECT_TRUE(indexer::read_registry(dir_.path() / "absent")->empty());
}

// Two of one name on one paper are two people: a list names each of its authors once.
TEST_F(AuthorIds, NamesOfSymbolsAndRepeatedAuthors) {
  const auto searcher =
      build({paper_of({"a", "A", "x", {"***", "Ann Lee", "Ann Lee", "李 明"}, {}, "2020"})});
  const auto paper = searcher->paper("a");
  ASSERT_EQ(paper->hit.author_ids.size(), 4u) << "one id for each position";
  EXPECT_NE(paper->hit.author_ids[1], paper->hit.author_ids[2]);
  const auto profile = searcher->author(paper->hit.author_ids[1]);
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->papers, 1);
  EXPECT_EQ(profile->coauthor_count, 3);
  EXPECT_EQ(searcher->author(paper->hit.author_ids[3])->name, "李 明");
  EXPECT_EQ(searcher->author(paper->hit.author_ids[0])->name, "***");
}

}  // namespace
}  // namespace incipit::testing

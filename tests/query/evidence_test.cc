// Why people are one or two: the decisions of the index, made again and told.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "identity/blocks.h"
#include "tests/support/random.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

std::vector<schema::Paper> library() {
  auto papers = std::vector<schema::Paper>{
      paper_of({"a", "Graph kernels", "We study graph kernels and their spectra.", {"Ann Quabney", "Bo Chwastek"}, {"cs.LG"}, "2020"}),
      paper_of({"b", "Graph kernels again", "We study graph kernels once more.", {"Ann Quabney", "Bo Chwastek"}, {"cs.LG"}, "2021"}),
      paper_of({"c", "Cod", "On cod of the Baltic sea.", {"Wei Wang"}, {"q-bio.PE"}, "1999"}),
      paper_of({"d", "Law", "On the law of the sea.", {"Wei Wang"}, {"econ.TH"}, "2019"}),
      paper_of({"e", "Two of one name", "A paper.", {"Wei Wang", "Wei Wang"}, {}, "2010"})};
  papers[2].authors[0].ids = {"orcid:0000-0002-1825-0097"};
  papers[3].authors[0].ids = {"orcid:0000-0001-5109-3700"};
  return papers;
}

TEST(Evidence, TellsTheRuleThatDecides) {
  Index index(library());
  const auto compared = [&](const char* one, const char* other) {
    const auto answer = index.searcher().evidence(one, other);
    EXPECT_TRUE(answer) << answer.error().message;
    return answer ? answer->compared.value() : schema::ComparedPeople{};
  };
  const auto ann = compared("a:0", "b:0");
  EXPECT_TRUE(ann.same_author);
  EXPECT_TRUE(ann.evidence.one_person);
  EXPECT_EQ(ann.evidence.rule, "evidence");
  double sum = 0;
  std::set<std::string> kinds;
  for (const auto& weight : ann.evidence.weights) {
    sum += weight.weight;
    kinds.insert(weight.kind);
    if (weight.kind == "coauthors") {
      EXPECT_EQ(weight.observed, 1.0) << "Bo Chwastek";
    }
    if (weight.kind == "affiliation") {
      EXPECT_FALSE(weight.observed) << "not said is not zero";
    }
  }
  EXPECT_NEAR(sum, ann.evidence.sum, 1e-4);
  EXPECT_EQ(kinds.size(), 7U);
  const auto wang = compared("c:0", "orcid:0000-0001-5109-3700");
  EXPECT_FALSE(wang.same_author);
  EXPECT_EQ(wang.evidence.rule, "different_ids");
  EXPECT_EQ(wang.evidence.id, "orcid:0000-0002-1825-0097");
  EXPECT_EQ(compared("e:0", "e:1").evidence.rule, "same_paper");
  EXPECT_EQ(compared("a:0", "c:0").evidence.rule, "names");
  EXPECT_EQ(compared("Ann Quabney", "b:0").one.author.id, index.author_named("Ann Quabney"));
}

TEST(Evidence, OfAnAuthorIsOfEachAuthorship) {
  Index index(library());
  const auto answer = index.searcher().evidence(index.author_named("Bo Chwastek"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->total, 2);
  ASSERT_EQ(answer->authorships.size(), 2U);
  EXPECT_EQ(schema::to_string(answer->authorships[0].place), "a:1");
  ASSERT_TRUE(answer->authorships[0].with_others);
  EXPECT_TRUE(answer->authorships[0].with_others->one_person);
  EXPECT_FALSE(answer->compared);
  EXPECT_FALSE(index.searcher().evidence("c:0")->authorships[0].with_others) << "there is no other one";
}

TEST(Evidence, NamesWhoIsNotThere) {
  Index index(library());
  for (const char* nobody : {"a0000000000", "Nobody Here", "a:9", "orcid:1", "Wei Wang", ""}) {
    const auto refused = index.searcher().evidence(nobody);
    ASSERT_FALSE(refused) << nobody;
    EXPECT_EQ(refused.error().code, schema::ErrorCode::author_not_found) << nobody;
  }
  EXPECT_EQ(index.searcher().evidence("a:0", "nobody").error().code, schema::ErrorCode::author_not_found);
}

// Authors of one home block: where the evidence alone speaks of them as they stand, it agrees with the index, but for joins that others
// closed out.
TEST(Evidence, AgreesWithTheIndex) {
  TempDir dir;
  const auto index = dir.path() / "index";
  ASSERT_TRUE(indexer::build_index(build_options(index, {std::string(INCIPIT_SOURCE_DIR) + "/corpus/sample"}), {}));
  const auto searcher = open_searcher(index);
  std::map<std::string, std::set<std::string>> blocks;  // author ids by home block
  schema::AuthorSearchRequest everyone;
  everyone.limit = 200;
  for (std::int64_t total = 1; everyone.offset < std::min<std::int64_t>(total, 6000); everyone.offset += everyone.limit) {
    const auto authors = searcher->authors(everyone);
    ASSERT_TRUE(authors);
    total = authors->total.value;
    for (const auto& hit : authors->hits) blocks[identity::block_keys(identity::read_name(hit.author.name)).front()].insert(hit.author.id);
  }
  Random random(std::random_device{}());
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [key, ids] : blocks) {
    const std::vector<std::string> list(ids.begin(), ids.end());
    for (std::size_t i = 1; i < list.size(); ++i) pairs.emplace_back(list[i - 1], list[i]);
  }
  ASSERT_GT(pairs.size(), 300U);
  int agree = 0;
  for (int round = 0; round < 300; ++round) {
    const auto& [one, other] = random.one_of(pairs);
    const auto answer = searcher->evidence(one, other);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_FALSE(answer->compared->same_author);
    agree += !answer->compared->evidence.one_person;
    for (const auto& authorship : answer->authorships) {
      if (authorship.with_others) {
        EXPECT_TRUE(authorship.with_others->one_person) << schema::to_string(authorship.place);
      }
    }
    for (const auto& candidate : answer->candidates) EXPECT_NE(candidate.evidence.rule, "different_ids");
  }
  EXPECT_GE(agree, 290) << "of 300 pairs that the index parts";
}

}  // namespace
}  // namespace incipit::testing

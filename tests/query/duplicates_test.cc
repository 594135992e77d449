// Papers of several ids that are one work: which ones are, which one stands for the others, and that nothing is lost or counted
// twice, over one segment and many, and after changes.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "indexer/change.h"
#include "query/result_set.h"
#include "tests/support/naive_search.h"
#include "tests/support/random.h"
#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::Collapse;
using schema::FacetField;
using schema::SearchRequest;
using Ids = std::vector<std::string>;

constexpr const char* kTitle = "On the spectra of random graphs";

schema::Paper titled(const std::string& id, const std::string& title, const std::string& author, const std::string& published,
                     const std::string& category = "cs.LG", const std::string& abstract = "graph") {
  return paper_of({id, title, abstract, {author}, {category}, published});
}

schema::Paper with_doi(schema::Paper paper, const std::string& doi) {
  paper.doi = doi;
  return paper;
}

SearchRequest collapsed(const std::string& q = "") {
  SearchRequest request;
  request.q = q;
  request.match = schema::MatchMode::all;
  request.collapse = Collapse::duplicates;
  return request;
}

std::int64_t left_out_of(const schema::QueryEcho& query) {
  for (const auto& note : query.notes) {
    if (note.code == "collapsed") return note.left_out.value_or(-1);
  }
  return -1;
}

const schema::Hit& hit_of(const schema::SearchResult& result, const std::string& id) {
  const auto hit = std::find_if(result.hits.begin(), result.hits.end(), [&](const auto& h) { return h.paper.id == id; });
  EXPECT_NE(hit, result.hits.end()) << id;
  static const schema::Hit none;
  return hit == result.hits.end() ? none : *hit;
}

// The papers that are left of `papers`, however they lie in segments.
void expect_left(const std::vector<schema::Paper>& papers, const Ids& left) {
  for (const std::int64_t segment_papers : {0, 1}) {
    Index index(papers, segment_papers);
    const auto result = index.search(collapsed());
    expect_ids(ids_of(result), left, "segments of " + std::to_string(segment_papers));
    EXPECT_EQ(result.total.value, static_cast<std::int64_t>(left.size()));
    EXPECT_EQ(left_out_of(result.query), static_cast<std::int64_t>(papers.size() - left.size()));
  }
}

TEST(Duplicates, ShareTitleSurnameAndYearWithinOne) {
  const auto first = titled("a", kTitle, "Ann Lee", "2019-12");
  expect_left({first, titled("b", "On the Spectra of Random Graphs.", "A. Lee", "2020-01")}, {"a"});
  expect_left({first, titled("b", kTitle, "Ann Lee", "2021")}, {"a", "b"});
  expect_left({first, titled("b", kTitle, "Bo Chen", "2019")}, {"a", "b"});
  expect_left({first, titled("b", "On the spectra of regular graphs", "Ann Lee", "2019")}, {"a", "b"});
  expect_left({first, titled("b", kTitle, "Ann Lee", "")}, {"a", "b"});
  expect_left({titled("a", "Editorial", "Ann Lee", "2019"), titled("b", "Editorial", "Ann Lee", "2019")}, {"a", "b"});
  auto with_family = titled("b", kTitle, "Lee", "2019");
  with_family.authors[0].name = "Ann de Lee";
  with_family.authors[0].family = "de Lee";
  expect_left({first, with_family}, {"a"});  // which words are the family name, sources see differently
  auto nobody = first;
  nobody.authors.clear();
  auto nobody_either = nobody;
  nobody_either.id = "b";
  expect_left({nobody, nobody_either}, {"a", "b"});
}

TEST(Duplicates, ShareADoi) {
  expect_left({with_doi(titled("a", "Trees", "Ann Lee", "1990"), "10.1/X"), with_doi(titled("b", "Bushes", "Bo Chen", ""), "10.1/x"),
               with_doi(titled("c", "Grass", "Cy Dee", "2001"), "10.1/y")},
              {"a", "c"});
}

TEST(Duplicates, AreSoThroughOthers) {
  expect_left({titled("a", kTitle, "Ann Lee", "2018"), titled("b", kTitle, "Ann Lee", "2020"), titled("c", kTitle, "Ann Lee", "2019")}, {"a"});
  expect_left({titled("a", kTitle, "Ann Lee", "2018"), with_doi(titled("b", kTitle, "Ann Lee", "2019"), "10.1/x"),
               with_doi(titled("c", "Trees", "Bo Chen", "1990"), "10.1/x")},
              {"a"});
}

TEST(Duplicates, OwnIdsStandBeforeArxivAndThatBeforeCatalogues) {
  auto options = [](const std::string& id) { return titled(id, kTitle, "Ann Lee", "2019"); };
  for (const auto& [papers, leading] : std::vector<std::pair<Ids, std::string>>{{{"zz", "1901.00001"}, "zz"},
                                                                                {{"1901.00002", "1901.00001"}, "1901.00001"},
                                                                                {{"b", "a", "c"}, "a"}}) {
    std::vector<schema::Paper> all;
    for (const auto& id : papers) all.push_back(options(id));
    // Records of several sources would be joined into one; here they stay.
    TempDir dir;
    auto build = build_options(dir.path() / "index", {dir.write("papers.jsonl", jsonl(all))});
    build.merge_sources = false;
    ASSERT_TRUE(indexer::build_index(build, {}));
    const auto result = open_searcher(build.index)->search(collapsed());
    ASSERT_TRUE(result);
    EXPECT_EQ(ids_of(*result), Ids{leading});
  }
}

TEST(Duplicates, TheFirstOfThoseFoundStandsForTheOthers) {
  for (const std::int64_t segment_papers : {0, 1}) {
    Index index({titled("a", kTitle, "Ann Lee", "2019", "cs.LG"), titled("b", kTitle, "Ann Lee", "2020", "cs.CL", "trees"),
                 titled("c", kTitle, "Ann Lee", "2020", "cs.CL", "trees"), titled("d", "Another title of a paper", "Ann Lee", "2019")},
                segment_papers);
    auto request = collapsed();
    request.filters.category.any_of = {"cs.CL"};
    auto result = index.search(request);
    EXPECT_EQ(ids_of(result), Ids{"b"}) << "the leading paper is not in this category";
    EXPECT_EQ(result.total.value, 1);
    EXPECT_EQ(left_out_of(result.query), 1);
    EXPECT_EQ(result.hits[0].also_as, (Ids{"a", "c"})) << "those that were not found are named too";
    EXPECT_EQ(result.hits[0].duplicates, 2);
    EXPECT_EQ(ids_of(index.search(collapsed("trees"))), Ids{"b"});

    result = index.search(collapsed());
    expect_ids(ids_of(result), {"a", "d"}, "all");
    EXPECT_EQ(hit_of(result, "a").also_as, (Ids{"b", "c"}));
    EXPECT_TRUE(hit_of(result, "d").also_as.empty());
  }
}

TEST(Duplicates, NothingIsPutTogetherUnasked) {
  Index index({titled("a", kTitle, "Ann Lee", "2019"), titled("b", kTitle, "Ann Lee", "2019")});
  const auto result = index.search(SearchRequest{});
  EXPECT_EQ(result.total.value, 2);
  EXPECT_EQ(left_out_of(result.query), -1);
  EXPECT_TRUE(result.hits[0].also_as.empty());
  EXPECT_EQ(index.searcher().paper("b")->hit.also_as, Ids{"a"}) << "a single paper tells";
  EXPECT_EQ(index.searcher().paper("b")->hit.duplicates, 1);
}

TEST(Duplicates, ManyAreCountedAndTheFirstNamed) {
  std::vector<schema::Paper> papers;
  const auto shown = static_cast<std::size_t>(schema::limits::kDuplicatesShown.value);
  for (std::size_t i = 0; i < shown + 10; ++i) papers.push_back(titled("p" + std::to_string(100 + i), kTitle, "Ann Lee", "2019"));
  Index index(papers, 25);
  const auto result = index.search(collapsed());
  ASSERT_EQ(ids_of(result), Ids{"p100"});
  EXPECT_EQ(result.hits[0].also_as.size(), shown);
  EXPECT_EQ(result.hits[0].also_as.front(), "p101");
  EXPECT_EQ(result.hits[0].duplicates, static_cast<std::int64_t>(shown) + 9);
}

TEST(Duplicates, FacetsStatisticsAndExportsCountWhatIsKept) {
  for (const std::int64_t segment_papers : {0, 1}) {
    Index index({titled("a", kTitle, "Ann Lee", "2019", "cs.LG"), titled("b", kTitle, "Ann Lee", "2020", "cs.CL"),
                 titled("c", "Another title of a paper", "Bo Chen", "2020", "cs.CL")},
                segment_papers);
    auto request = collapsed();
    request.facets = {FacetField::category, FacetField::year};
    const auto counts = [](const schema::Facet& facet) {
      std::map<std::string, std::int64_t> found;
      for (const auto& value : facet.values) found[value.value] = value.count;
      return found;
    };
    using Counts = std::map<std::string, std::int64_t>;
    auto result = index.search(request);
    EXPECT_EQ(counts(result.facets[0]), (Counts{{"cs.LG", 1}, {"cs.CL", 1}}));
    EXPECT_EQ(counts(result.facets[1]), (Counts{{"2019", 1}, {"2020", 1}}));
    // With a filter on the facet itself: what is kept, and what else would be.
    request.filters.category.any_of = {"cs.CL"};
    result = index.search(request);
    EXPECT_EQ(result.total.value, 2);
    EXPECT_EQ(counts(result.facets[0]), (Counts{{"cs.CL", 2}})) << "a is the same work as b, which is kept";
    const auto values = index.searcher().facet_values({request, FacetField::category, "", 10, ""});
    ASSERT_TRUE(values);
    EXPECT_EQ(counts(values->facet), (Counts{{"cs.CL", 2}}));
    EXPECT_EQ(left_out_of(values->query), 0);

    const auto statistics = index.searcher().statistics(collapsed());
    ASSERT_TRUE(statistics);
    EXPECT_EQ(statistics->total.value, 2);
    EXPECT_EQ(left_out_of(statistics->query), 1);
    EXPECT_EQ(statistics->papers_by_year.size(), 2U);
    const auto all = index.searcher().select(collapsed());
    ASSERT_TRUE(all);
    EXPECT_EQ((*all)->size(), 2U);
    EXPECT_EQ(left_out_of((*all)->query()), 1);
  }
}

TEST(Duplicates, ACursorIsOfTheCollapsedListAlone) {
  std::vector<schema::Paper> papers;
  for (int i = 0; i < 30; ++i) {
    papers.push_back(titled("p" + std::to_string(100 + i), "The title of works number " + std::to_string(i / 3), "Ann Lee", "2019"));
  }
  Index index(papers, 7);
  auto request = collapsed("graph");
  request.limit = 3;
  Ids walked;
  do {
    const auto page = index.search(request);
    for (const auto& hit : page.hits) walked.push_back(hit.paper.id);
    request.cursor = page.next_cursor;
    if (walked.size() == 3) {
      auto other = request;
      other.collapse = Collapse::none;
      const auto refused = index.searcher().search(other);
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().code, schema::ErrorCode::cursor_mismatch);
    }
  } while (!request.cursor.empty() && walked.size() < 30);
  EXPECT_EQ(walked.size(), 10U);
  EXPECT_EQ(std::set<std::string>(walked.begin(), walked.end()).size(), 10U);
}

TEST(Duplicates, FollowChanges) {
  TempDir dir;
  const auto index = dir.path() / "index";
  const auto build = build_options(index, {dir.write("base.jsonl", jsonl({titled("a", kTitle, "Ann Lee", "2019"), titled("b", kTitle, "Ann Lee", "2019"),
                                                                          titled("c", "Another title of a paper", "Bo Chen", "2020")}))});
  ASSERT_TRUE(indexer::build_index(build, {}));
  const auto found = [&] {
    const auto result = open_searcher(index)->search(collapsed());
    return result ? ids_of(*result) : Ids{"error"};
  };
  const auto change = [&](const std::vector<schema::Paper>& papers, const Ids& deletes) {
    indexer::ChangeOptions options;
    options.index = index;
    if (!papers.empty()) options.inputs = {dir.write("change.jsonl", jsonl(papers))};
    options.deletes = deletes;
    const auto changed = indexer::change_index(options, {});
    ASSERT_TRUE(changed) << changed.error().message;
  };
  expect_ids(found(), {"a", "c"}, "at first");
  change({}, {"a"});
  expect_ids(found(), {"b", "c"}, "the one that led is deleted");
  change({titled("A", kTitle, "Ann Lee", "2020")}, {});
  expect_ids(found(), {"A", "c"}, "one that leads came, in a segment of its own");
  auto renamed = titled("A", "Another title of a paper", "Bo Chen", "2020");
  renamed.version = 2;
  change({renamed}, {});
  expect_ids(found(), {"A", "b"}, "it is another work now");
}

// Against plain loops, over papers that share much.
TEST(Duplicates, AsPlainLoopsFindThem) {
  constexpr int kPapers = 150, kRequests = 300;
  Random random(20261126);
  const Ids words{"graph", "tree", "kernel", "spectrum"}, authors{"Ann Lee", "Bo Lee", "Cy Dee", "Lee"}, codes{"cs.LG", "cs.CL", "math.CO"};
  std::vector<schema::Paper> papers;
  for (int i = 0; i < kPapers; ++i) {
    auto paper = titled("p" + std::to_string(i), random.below(10) == 0 ? "A note" : "A long title about a " + random.one_of(words) + std::to_string(random.below(9)),
                        random.one_of(authors), random.below(8) == 0 ? "" : std::to_string(2000 + random.below(9)), random.one_of(codes), random.one_of(words) + " " + random.one_of(words));
    if (random.below(6) == 0) paper.doi = "10.1000/" + std::to_string(random.below(20));
    if (random.below(20) == 0) paper.authors.clear();
    papers.push_back(std::move(paper));
  }
  Index one(papers), many(papers, 20);
  analysis::Analyser analyser;
  const NaiveIndex naive(papers, analyser, pivots_of(one.path()));
  std::int64_t left_out = 0;
  for (int i = 0; i < kRequests; ++i) {
    auto request = collapsed(random.below(4) == 0 ? "" : random.one_of(words));
    request.match = random.below(2) == 0 ? schema::MatchMode::all : schema::MatchMode::automatic;
    if (random.below(3) == 0) request.filters.category.any_of = {random.one_of(codes)};
    if (random.below(4) == 0) request.filters.years = {{2000 + static_cast<int>(random.below(5)), 2008}};
    if (random.below(3) == 0) request.sort = schema::Sort{schema::SortKey::title, random.below(2) == 0};
    request.facets = {FacetField::category, FacetField::year};
    request.limit = 200;
    const auto expected = naive.search(request);
    ASSERT_TRUE(expected);
    left_out += expected->left_out;
    for (Index* index : {&one, &many}) {
      const auto result = index->search(request);
      ASSERT_EQ(ids_of(result), expected->ids) << "request " << i;
      ASSERT_EQ(result.total.value, expected->total);
      ASSERT_EQ(left_out_of(result.query), expected->left_out);
      for (const auto& facet : result.facets) {
        std::map<std::string, std::int64_t> counts;
        for (const auto& value : facet.values) {
          if (value.count > 0) counts[value.value] = value.count;
        }
        ASSERT_EQ(counts, expected->facets.at(facet.field)) << "request " << i;
      }
    }
  }
  EXPECT_GT(left_out, kRequests) << "there should be something to leave out";
  for (std::size_t p = 0; p < papers.size(); ++p) {
    const auto duplicates = naive.duplicates_of(p);
    ASSERT_EQ(many.searcher().paper(papers[p].id)->hit.also_as, duplicates) << papers[p].id;
    ASSERT_EQ(one.searcher().paper(papers[p].id)->hit.also_as, duplicates) << papers[p].id;
  }
}

}  // namespace
}  // namespace incipit::testing

// People by name, and their profiles against figures worked out by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/support/test_index.h"

namespace incipit::testing {
namespace {

using schema::ErrorCode;
using Names = std::vector<std::string>;

Names names(query::Searcher& searcher, schema::AuthorSearchRequest request) {
  const auto result = searcher.authors(request);
  EXPECT_TRUE(result);
  Names found;
  for (const auto& hit : result->hits) found.push_back(hit.author.name);
  EXPECT_LE(static_cast<std::int64_t>(found.size()), result->total.value);
  return found;
}

TEST(Authors, ByWordsInitialsPrefixesAndAccents) {
  std::vector<schema::Paper> papers{known_by_name(paper_of({"1", "A", "x", {"Yann LeCun", "José García"}, {"cs.CV"}, "2015"})),
                                    known_by_name(paper_of({"2", "B", "x", {"Yann LeCun"}, {"cs.LG"}, "2016"})),
                                    known_by_name(paper_of({"3", "C", "x", {"Y. LeCun", "Xiaoyan Bai", "Bo Müller"}, {"cs.LG"}, "1998"})),
                                    known_by_name(paper_of({"4", "D", "x", {"Yolanda Xu", "LeCun, Yann"}, {}, ""}))};
  papers[3].authors[1].ids = papers[0].authors[0].ids;
  Index index(papers);
  auto& searcher = index.searcher();
  const auto found = [&](const std::string& q) { return names(searcher, {q, {}, {}, 10, 0}); };
  EXPECT_EQ(found("Yann LeCun"), (Names{"Yann LeCun", "Y. LeCun"}))
      << "the whole name first, an initial that could be it last";
  EXPECT_EQ(found("LeCun, Yann"), (Names{"Yann LeCun", "Y. LeCun"}));
  EXPECT_EQ(found("lecun yann").front(), "Yann LeCun");
  EXPECT_EQ(found("Y LeCun"), (Names{"Y. LeCun", "Yann LeCun"})) << "that name itself, then whom it may mean";
  EXPECT_EQ(found("jose garcia"), (Names{"José García"}));
  EXPECT_EQ(found("garc"), (Names{"José García"})) << "the beginning of the last word";
  EXPECT_EQ(found("mueller"), (Names{"Bo Müller"}));
  EXPECT_EQ(found("xiaoyan b"), (Names{"Xiaoyan Bai"}));
  EXPECT_EQ(found("nobody"), Names{});
  EXPECT_EQ(found("...."), Names{}) << "nothing to look for is not everybody";
  EXPECT_EQ(found("").size(), 6u);
  EXPECT_EQ(found("").front(), "Yann LeCun") << "most papers first";
  EXPECT_EQ(names(searcher, {"lecun", {"cs.LG"}, {{2000, std::nullopt}}, 10, 0}), (Names{"Yann LeCun"}));
  EXPECT_EQ(names(searcher, {"", {}, {}, 2, 5}).size(), 1u);
  EXPECT_EQ(searcher.authors({"", {}, {}, 2, 50})->total.value, 6);

  const auto hit = searcher.authors({"LeCun, Yann", {}, {}, 1, 0})->hits.at(0);
  EXPECT_TRUE(hit.exact_name);
  EXPECT_EQ(hit.papers, 3);
  EXPECT_EQ(hit.first_year, 2015);
  EXPECT_EQ(hit.last_year, 2016);
  EXPECT_EQ(hit.name_variants, (Names{"LeCun, Yann"}));
}

std::vector<schema::Paper> career() {  // of people who are known by their names
  std::vector<schema::Paper> papers = {
      paper_of({"a1", "Graph kernels", "About graph kernels.", {"Ada Bell"}, {"cs.CL"}, "2019-03-01"}),
      paper_of(
          {"a2", "Graph walks", "About graph walks.", {"Ada Bell", "Bo Chen"}, {"cs.CL", "cs.LG"}, "2020"}),
      paper_of({"a3", "Trees", "About trees.", {"Bo Chen", "Ada Bell", "Cy Dunn"}, {"cs.LG"}, "2020-07"}),
      paper_of(
          {"a4", "Forests", "About forests.", {"Cy Dunn", "Bo Chen", "Ada Bell"}, {"cs.CL"}, "2022-01-01"}),
      paper_of({"a5", "Undated", "About nothing.", {"Ada Bell", "Eve Fox"}, {}, ""}),
      paper_of({"b1", "Alone", "About others.", {"Gil Hart"}, {"math.CO"}, "2021"}),
  };
  for (auto& paper : papers) paper = known_by_name(std::move(paper));
  papers[0].citations = {{12, "", std::nullopt}};
  papers[1].citations = {{5, "", std::nullopt}};
  papers[2].citations = {{3, "", std::nullopt}};
  papers[4].citations = {{0, "", std::nullopt}};
  return papers;
}

TEST(Profiles, StatisticsWorkedOutByHand) {
  for (const std::int64_t segment : {0, 1}) {
    Index index(career(), segment);
    const auto profile = index.searcher().author(index.author_named("Ada Bell"));
    ASSERT_TRUE(profile);
    std::map<std::string, std::optional<double>> value;
    for (const auto& metric : profile->statistics) value[metric.name] = metric.value;
    EXPECT_EQ(profile->papers, 5);
    EXPECT_EQ(value["papers"], 5);
    EXPECT_EQ(value["citation_coverage"], 0.8);
    EXPECT_EQ(value["citations"], 20);
    EXPECT_EQ(value["citations_mean"], 5);
    EXPECT_EQ(value["citations_median"], 4) << "of 12, 5, 3 and 0";
    EXPECT_EQ(value["normalised_citations"], 15.5) << "12/1 + 5/2 + 3/3 + 0/2";
    EXPECT_EQ(value["h_index"], 3);
    EXPECT_EQ(value["g_index"], 4) << "20 >= 16";
    EXPECT_EQ(value["i10_index"], 1);
    EXPECT_EQ(value["i100_index"], 0);
    EXPECT_EQ(value["m_quotient"], 0.75) << "3 over 2019 to 2022";
    EXPECT_EQ(value["career_span"], 4);
    EXPECT_NEAR(*value["mean_authors"], 2.2, 1e-12);
    EXPECT_EQ(value["solo_share"], 0.2);
    EXPECT_EQ(value["first_author_share"], 0.6);
    EXPECT_EQ(value["last_author_share"], 0.4);
    EXPECT_NEAR(*value["fractional_papers"], 8.0 / 3, 1e-12);
    EXPECT_EQ(value["coauthors"], 3);
    const double entropy = -(0.6 * std::log2(0.6) + 0.4 * std::log2(0.4));
    EXPECT_NEAR(*value["category_entropy"], entropy, 1e-12) << "cs.CL three times, cs.LG twice";
    EXPECT_NEAR(*value["effective_categories"], std::exp2(entropy), 1e-12);
    EXPECT_EQ(profile->primary_category, "cs.CL");
    EXPECT_EQ(profile->primary_category_share, 0.75);
    ASSERT_EQ(profile->papers_by_year.size(), 4u);
    EXPECT_EQ(profile->papers_by_year[1].count, 2);
    EXPECT_EQ(profile->papers_by_year[2].count, 0);
    ASSERT_EQ(profile->coauthors.size(), 3u);
    EXPECT_EQ(profile->coauthors[0].author.name, "Bo Chen");
    EXPECT_EQ(profile->coauthors[0].papers, 3);
    EXPECT_EQ(profile->coauthors[0].last_year, 2022);
    EXPECT_EQ(profile->coauthors[2].author.name, "Eve Fox");
    EXPECT_FALSE(profile->coauthors[2].first_year) << "their paper has no date";
    Names top;
    for (const auto& hit : profile->top_papers) top.push_back(hit.paper.id);
    EXPECT_EQ(top, (Names{"a1", "a2", "a3", "a5", "a4"})) << "most cited first, the one without a count last";
    ASSERT_FALSE(profile->terms.empty());
    EXPECT_EQ(profile->terms[0].term, "graph") << "in two papers of the author's and no other";
    EXPECT_FALSE(profile->citations_by_year.value);
    EXPECT_FALSE(profile->citations_by_year.reason.empty());
  }
}

TEST(Profiles, MissingCountsHaveAReason) {
  Index index(career());
  const auto profile = index.searcher().author(index.author_named("Gil Hart"));
  ASSERT_TRUE(profile);
  for (const auto& metric : profile->statistics) {
    if (metric.name != "h_index" && metric.name != "citations") continue;
    EXPECT_FALSE(metric.value);
    EXPECT_NE(metric.reason.find("citation count"), std::string::npos);
  }
  EXPECT_EQ(profile->coauthor_count, 0);
}

TEST(Profiles, ImportedFiguresStandBesideTheirOwn) {
  Index index(career(),
              "author\tmetric\tvalue\tscope\tsource\tas_of\n"
              "Bell, Ada\th_index\t50\timported\tsome page\t2026-07-01\n"
              "Ada Bell\tpapers\t7\timported\tsome page\t2026-07-01\n"
              "Ada Bell\tcitations\t220\timported\tsome page\t2026-07-01\n"
              "Ada Bell\tai_score\t58\timported\tsome page\t2026-07-01\n"
              "Nobody Here\th_index\t1\timported\tsome page\t2026-07-01\n");
  const auto profile = index.searcher().author(index.author_named("Ada Bell"));
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->imported.size(), 4u);
  EXPECT_EQ(profile->ai_score.value, 58.0);
  ASSERT_EQ(profile->inconsistent.size(), 2u);
  EXPECT_EQ(profile->inconsistent[0].bound, "h_index <= papers");
  EXPECT_EQ(profile->inconsistent[1].bound, "h_index^2 <= citations");
  EXPECT_EQ(profile->inconsistent[0].source, "some page");
  for (const auto& metric : profile->statistics) {
    if (metric.name == "h_index") {
      EXPECT_EQ(metric.value, 3) << "ours is not touched";
    }
  }
  ASSERT_EQ(index.searcher().info().unmatched.size(), 1u);
  EXPECT_EQ(index.searcher().info().unmatched[0].subject, "Nobody Here");
}

TEST(Profiles, IdsPartAndJoin) {
  auto first = paper_of({"1", "A", "x", {"Wei Zhang"}, {}, "2020"});
  first.authors[0].ids = {"openreview:~Wei_Zhang1"};
  auto second = paper_of({"2", "B", "x", {"Wei Zhang"}, {}, "2021"});
  second.authors[0].ids = {"openreview:~Wei_Zhang2"};
  auto third = paper_of({"3", "C", "x", {"Wen Li", "W. Li"}, {}, "2021"});
  third.authors[0].ids = third.authors[1].ids = {"orcid:0000-0002-1825-0097"};
  Index index({first, second, third});
  const auto profile = index.searcher().author("openreview:~Wei_Zhang2");
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->name, "Wei Zhang");
  EXPECT_EQ(profile->papers, 1) << "two of one name";
  EXPECT_FALSE(profile->ambiguous) << "different ids of one scheme decide";
  EXPECT_EQ(profile->confidence, 1);
  const auto shared = index.searcher().author("orcid:0000-0002-1825-0097");
  ASSERT_TRUE(shared) << "one id is one person, even where a list names it twice";
  EXPECT_EQ(shared->id, index.author_named("Wen Li"));
  EXPECT_EQ(shared->name_variants, (Names{"W. Li"}));
  EXPECT_EQ(index.searcher().author("a0000000000").error().code, ErrorCode::author_not_found);
}

}  // namespace
}  // namespace incipit::testing

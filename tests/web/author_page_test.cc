#include <gmock/gmock.h>

#include "tests/web/page_text.h"
#include "tests/web/sample_data.h"

namespace incipit::server::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string reference_page() {
  return author_page(samples::context(), samples::reference_profile(), {}, samples::reference_papers());
}

std::string tile(const std::string& page, const std::string& metric) {
  const auto found = elements(page, "li", "data-metric=\"" + metric + "\"");
  return found.size() == 1 ? text_of(found[0]) : "";
}

std::vector<std::string> texts(const std::string& page, std::string_view tag, std::string_view marker) {
  std::vector<std::string> all;
  for (const std::string& element : elements(page, tag, marker)) all.push_back(text_of(element));
  return all;
}

TEST(AuthorPage, ShowsTheReferencePageAndItsFigures) {
  const std::string page = reference_page();
  EXPECT_THAT(texts(page, "h1", ""), ElementsAre("Xiaoyan Bai"));
  EXPECT_THAT(tile(page, "h_index"), HasSubstr("h-index 50"));
  EXPECT_THAT(tile(page, "papers"), HasSubstr("papers 7"));
  EXPECT_THAT(tile(page, "citations"), HasSubstr("citations 220"));
  EXPECT_THAT(tile(page, "novelty"), HasSubstr("Novelty 64%"));
  EXPECT_THAT(tile(page, "ai_score"), HasSubstr("AI Score 58"));
  EXPECT_THAT(texts(page, "h2", "id=\"papers\""), ElementsAre("7 Papers"));
}

TEST(AuthorPage, ListsTheReferencePapersWithTagDateTitleAndAuthors) {
  std::vector<std::string> rows;
  for (const std::string& hit : elements(reference_page(), "article", "class=\"hit\"")) {
    rows.push_back(texts(hit, "p", "class=\"meta\"")[0] + " | " + texts(hit, "p", "class=\"people\"")[0]);
  }
  EXPECT_THAT(rows,
              ElementsAre("LG Apr 27 | Jiachen Liu, Jiaxin Pei, Jintao Huang … Xiaoyan Bai, 9th of 37 et al.",
                          "CY Feb 5 | Xiaoyan Bai, Alexander Baumgartner, Haojia Sun et al.",
                          "AI Oct 3, 2025 | Xiaoyan Bai, Aryan Shrivastava, Ari Holtzman et al.",
                          "LG Sep 30, 2025 | Xiaoyan Bai, Itamar Pres, Yuntian Deng et al.",
                          "CL May 20, 2025 | Xiaoyan Bai, Ike Peng, Aditya Singh et al.",
                          "CL Feb 9, 2024 | Haizhong Zheng, Xiaoyan Bai, Xueshen Liu et al.",
                          "CL Jan 3, 2024 | Andrew Lee, Xiaoyan Bai, Itamar Pres et al."));
}

TEST(AuthorPage, ShowsAbstractsInFull) {
  const auto hits = samples::reference_hits();
  const auto shown = texts(reference_page(), "p", "class=\"text\"");
  ASSERT_EQ(shown.size(), hits.size());
  for (std::size_t i = 0; i < hits.size(); ++i) EXPECT_EQ(shown[i], hits[i].paper.abstract);
}

TEST(AuthorPage, SaysWhereAnImportedFigureIsFromAndWhatItBreaks) {
  const std::string page = reference_page();
  EXPECT_THAT(tile(page, "h_index"), HasSubstr("imported: reference author page, Jul 1, 2026"));
  EXPECT_THAT(tile(page, "h_index"), HasSubstr("breaks h-index ≤ papers and h-index² ≤ citations"));
  EXPECT_THAT(tile(page, "citations"), HasSubstr("breaks h-index² ≤ citations"));
  EXPECT_THAT(tile(page, "novelty"), Not(HasSubstr("breaks")));
  const auto notes = texts(page, "div", "data-note=\"inconsistent\"");
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_THAT(notes[0], HasSubstr("h-index 50, papers 7, but h-index ≤ papers must hold"));
}

TEST(AuthorPage, LetsComputedFiguresLeadWithTheImportedBeside) {
  schema::AuthorProfile profile = samples::reference_profile();
  profile.statistics[0].value = 3;
  profile.statistics[0].n = 6;
  for (schema::Metric& metric : profile.imported) {
    if (metric.name == "papers") metric.value = 120;
  }
  const std::string page = author_page(samples::context(), profile, {}, samples::reference_papers());
  const std::string text = tile(page, "h_index");
  EXPECT_TRUE(text.starts_with("h-index 3 from 6 papers with citation counts")) << text;
  EXPECT_THAT(
      text,
      HasSubstr("50 according to reference author page, Jul 1, 2026; this index holds 7 of the 120 papers"));
}

TEST(AuthorPage, SaysNotAvailableWithTheReasonAndNeverZero) {
  schema::AuthorProfile profile = samples::reference_profile();
  profile.imported.clear();
  profile.inconsistent.clear();
  profile.ai_score = {};
  const std::string page = author_page(samples::context(), profile, {}, samples::reference_papers());
  EXPECT_EQ(tile(page, "h_index"), "h-index not available no citation counts in the inputs");
  EXPECT_EQ(tile(page, "ai_score"), "");
  EXPECT_EQ(tile(page, "rank_score"), "Rank score not available not computed in this version");
}

TEST(AuthorPage, ComputedNoveltyIsAPercentileNotAPercentage) {
  schema::AuthorProfile profile = samples::reference_profile();
  profile.novelty.value = 71.4;
  profile.novelty.n = 5;
  const std::string page = author_page(samples::context(), profile, {}, samples::reference_papers());
  EXPECT_THAT(tile(page, "novelty"), HasSubstr("Novelty 71st percentile median of 5 papers in this index"));
  EXPECT_THAT(tile(page, "novelty"), HasSubstr("64% according to reference author page"));
}

TEST(AuthorPage, DrawsPapersPerYearWithATableBehind) {
  const std::string page = reference_page();
  const auto charts = elements(page, "svg", "");
  ASSERT_EQ(charts.size(), 1u);
  EXPECT_EQ(text_of(charts[0]), "2 2024 3 2025 2 2026") << "figure and year of each bar";
  EXPECT_THAT(page, HasSubstr("Papers per year, 2024–2026; most in one year: 3"));
  EXPECT_THAT(page, HasSubstr("<th scope=\"row\">2025</th><td class=\"n\">3</td>"));
}

TEST(AuthorPage, TellsOfCoauthorsAndAmbiguity) {
  schema::AuthorProfile profile = samples::reference_profile();
  profile.ambiguous = true;
  profile.candidates = {{"Xiaoyan Bai", "openreview:~X2"}};
  const std::string page = author_page(samples::context(), profile, {}, samples::reference_papers());
  EXPECT_THAT(text_of(page), HasSubstr("Ari Holtzman 2025–2026 4 shared papers"));
  EXPECT_THAT(text_of(page), HasSubstr("60 coauthors, the 3 most frequent shown"));
  EXPECT_EQ(elements(page, "div", "data-note=\"ambiguous\"").size(), 1u);
  EXPECT_THAT(page, HasSubstr("href=\"/author/openreview%3A~X2\""));
}

TEST(AuthorPage, SortLinksStayOnTheAuthorsPage) {
  schema::SearchRequest request;
  request.filters.author.any_of = {"openreview:~Xiaoyan_Bai1"};
  const std::string page =
      author_page(samples::context(), samples::reference_profile(), request, samples::reference_papers());
  EXPECT_THAT(page, HasSubstr("href=\"/author/a0123456789?sort=title\""));
  EXPECT_THAT(page, Not(HasSubstr("?author=openreview")));
}

}  // namespace
}  // namespace incipit::server::web

#include <gmock/gmock.h>

#include "tests/web/page_text.h"
#include "tests/web/sample_data.h"

namespace incipit::server::web {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string sample_page() {
  return search_page(samples::context(), samples::search_request(), samples::search_result());
}

TEST(SearchPage, KeepsTheQueryAndSaysHowManyAndInWhichOrder) {
  const std::string page = sample_page();
  EXPECT_THAT(page, HasSubstr("name=\"q\" type=\"search\" value=\"language models\""));
  EXPECT_THAT(text_of(page), HasSubstr("243 papers, most relevant first"));
}

TEST(SearchPage, TellsOfARelaxedQueryWithBothTotals) {
  const std::string page = sample_page();
  EXPECT_THAT(text_of(page),
              HasSubstr("Only 3 papers match all the words, so these 243 papers match any of them"));
  EXPECT_THAT(page, HasSubstr("href=\"/search?q=language%20models&amp;match=all&amp;category=cs.CL\""));
}

TEST(SearchPage, ShowsOtherNotesInThePlannersWords) {
  schema::SearchResult result = samples::search_result();
  result.query.notes = {{"repaired", "the quote at the end was closed", 4, std::nullopt}};
  const std::string page = search_page(samples::context(), samples::search_request(), result);
  EXPECT_THAT(page, HasSubstr("data-note=\"repaired\">the quote at the end was closed"));
}

TEST(SearchPage, OffersCorrectionsNamesPeopleAndMarksExactTitles) {
  schema::SearchResult result = samples::search_result();
  result.query.corrections = {{"<b>\"model\"", {{0, "<b>modle", "model", 3}}}};
  result.authors = {{{"Ada <Bell>", "a0123456789"}, 1200}};
  result.hits[0].exact = schema::WholeQuery::title;
  const std::string page = search_page(samples::context(), samples::search_request(), result);
  EXPECT_THAT(page, HasSubstr("Did you mean <a href=\"/search?q=%3Cb%3E%22model%22&amp;category=cs.CL\">&lt;b&gt;&quot;model&quot;</a>"));
  EXPECT_THAT(page, HasSubstr("Author: <a href=\"/author/a0123456789\"><bdi>Ada &lt;Bell&gt;</bdi></a>, 1,200 papers"));
  EXPECT_EQ(elements(page, "strong", "data-exact=\"title\"").size(), 1u);
  EXPECT_EQ(elements(sample_page(), "p", "data-note=\"author\"").size(), 0u);
}

TEST(SearchPage, FacetsShowCountsAndSelectionAndToggle) {
  const std::string page = sample_page();
  const auto category = elements(page, "section", "data-facet=\"category\"");
  ASSERT_EQ(category.size(), 1u);
  EXPECT_THAT(category[0],
              HasSubstr("href=\"/search?q=language%20models\" data-value=\"cs.CL\" data-count=\"243\" "
                        "class=\"on\" aria-current=\"true\""));
  EXPECT_THAT(category[0],
              HasSubstr("href=\"/search?q=language%20models&amp;category=cs.CL&amp;category=cs.LG\" "
                        "data-value=\"cs.LG\" data-count=\"180\">"));
  EXPECT_EQ(elements(page, "section", "data-facet=\"year\"").size(), 1u);
  EXPECT_EQ(elements(page, "section", "data-facet=\"author\"").size(), 1u);
}

TEST(SearchPage, MarksHighlightsAndLinksTitlesPeopleAndSources) {
  const std::string page = sample_page();
  EXPECT_THAT(page, HasSubstr("Language <mark>models</mark> are increasingly capable"));
  EXPECT_THAT(page, HasSubstr("href=\"/paper/2604.24658\""));
  EXPECT_THAT(page, HasSubstr("href=\"/author/a0123456789\""));
  EXPECT_THAT(page, HasSubstr("href=\"https://arxiv.org/abs/2604.24658\""));
  EXPECT_THAT(page, HasSubstr("title=\"OpenAlex, Mar 2026\">42 citations"));
  EXPECT_THAT(page, HasSubstr("title=\"cs.LG: Machine Learning\" data-code=\"cs.LG\">LG</a>"));
}

TEST(SearchPage, DatesLeaveOutTheCurrentYearAndPrintItAnyway) {
  EXPECT_THAT(sample_page(), HasSubstr("<time datetime=\"2026-04-27\" data-year=\"2026\">Apr 27</time>"));
  EXPECT_THAT(sample_page(), HasSubstr("<time datetime=\"2025-10-03\">Oct 3, 2025</time>"));
  EXPECT_THAT(std::string{asset("style.css")->bytes}, HasSubstr("time[data-year]::after"));
}

TEST(SearchPage, PagesBackAndForth) {
  const std::string page = sample_page();
  EXPECT_THAT(text_of(page), HasSubstr("Results 11–17 of 243"));
  EXPECT_THAT(page, HasSubstr("rel=\"prev\" href=\"/search?q=language%20models&amp;category=cs.CL\""));
  EXPECT_THAT(
      page, HasSubstr("rel=\"next\" href=\"/search?q=language%20models&amp;category=cs.CL&amp;offset=17\""));
}

TEST(SearchPage, NoPagerWhereEverythingIsShown) {
  schema::SearchRequest request;
  EXPECT_THAT(search_page(samples::context(), request, samples::reference_papers()),
              Not(HasSubstr("class=\"pager\"")));
}

TEST(SearchPage, AnEmptyResultSaysWhyAndWhatToTry) {
  schema::SearchRequest request;
  request.q = "zzz";
  request.filters.years = {{2019, 2019}};
  schema::SearchResult none;
  none.index.documents = 12345;
  const std::string page = search_page(samples::context(), request, none);
  EXPECT_THAT(text_of(page),
              HasSubstr("None of the 12,345 papers in this index matches both the query and the filters"));
  EXPECT_THAT(page, HasSubstr("<a href=\"/search?q=zzz\">Remove all filters</a>"));
  EXPECT_THAT(page, HasSubstr("<a href=\"/name/zzz\">"));
}

TEST(SearchPage, FooterNamesRevisionTwinAndCommand) {
  const std::string page = sample_page();
  EXPECT_THAT(page, HasSubstr("<a href=\"/v1/papers?q=language\" data-json-twin>"));
  EXPECT_THAT(page, HasSubstr("title=\"0f1e2d3c4b5a69788796a5b4c3d2e1f0\""));
  EXPECT_THAT(text_of(page), HasSubstr("incipit search --category=cs.CL --offset=10 'language models'"));
}

TEST(HomePage, TellsWhatTheIndexHoldsAndOffersExamplesFromIt) {
  const std::string page = home_page(samples::context(), samples::reference_papers());
  EXPECT_THAT(text_of(page), HasSubstr("12,345 papers 45,678 authors as of Apr 27"));
  EXPECT_THAT(page, HasSubstr("href=\"/search?q=author%3A%22Jiachen%20Liu%22\""));
  EXPECT_EQ(elements(page, "article", "class=\"hit\"").size(), 7u);
}

}  // namespace
}  // namespace incipit::server::web

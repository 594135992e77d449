#include "server/web/urls.h"

#include <gtest/gtest.h>

namespace incipit::server::web {
namespace {

TEST(Urls, EncodeEverythingReserved) {
  EXPECT_EQ(paper_url({}, "hep-th/9901001"), "/paper/hep-th%2F9901001");
  EXPECT_EQ(paper_url({}, "doi:10.1/<x>\"'?#"), "/paper/doi%3A10.1%2F%3Cx%3E%22%27%3F%23");
  EXPECT_EQ(author_url({}, "", "José"), "/name/Jos%C3%A9");
}

TEST(Urls, QueryStringNamesEveryPartOfARequest) {
  schema::SearchRequest request;
  EXPECT_EQ(query_string(request), "");
  request.q = "a&b=c";
  request.match = schema::MatchMode::all;
  request.filters.category = {{"cs.CL", "math.CO"}, {"cs.LG"}};
  request.filters.author.any_of = {"a0123456789"};
  request.filters.years = {{2019, 2024}, {2025, 2025}, {std::nullopt, 2001}};
  request.filters.not_years = {{2020, std::nullopt}};
  request.filters.cites = {{"10.1/x"}, {"p1"}};
  request.filters.cited_by.any_of = {"p2"};
  request.filters.from = schema::parse_date("2020-03").value();
  request.filters.has = {schema::Fact::doi};
  request.filters.has_not = {schema::Fact::code};
  request.filters.min_citations = 5;
  request.filters.ids = {"2401.01967"};
  request.boosts = {schema::Boost::citations, schema::Boost::recency};
  request.expand = true;
  request.collapse = schema::Collapse::duplicates;
  request.facets = {schema::FacetField::category, schema::FacetField::year};
  request.sort = schema::Sort{schema::SortKey::published, true};
  request.limit = 20;
  request.offset = 40;
  EXPECT_EQ(
      query_string(request),
      "?q=a%26b%3Dc&match=all&category=cs.CL&category=math.CO&category=-cs.LG&author=a0123456789"
      "&year=2019..2024&year=2025&year=..2001&year=-2020..&cites=10.1%2Fx&cites=-p1&cited_by=p2&from=2020-03&has=doi&has=-code&min_citations=5"
      "&id=2401.01967&collapse=duplicates&facets=category%2Cyear&sort=-published&limit=20&offset=40&expand=1&boost=recency%2Ccitations");
}

TEST(Urls, OnlyWholeWebAddressesBecomeLinks) {
  EXPECT_TRUE(is_safe_link("https://doi.org/10.1/x"));
  EXPECT_TRUE(is_safe_link("HTTP://example.org"));
  for (const std::string bad :
       {"", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " https://x.org", "https:x.org", "//x.org",
        "/paper/1", "https:///x", "data:text/html,x", "https://x.org/\"onclick=x", "https://x.org/a b",
        "https://x.org/\n", "ftp://x.org", "vbscript:x", "https://", "https://x.org/<svg>"}) {
    EXPECT_FALSE(is_safe_link(bad)) << bad;
  }
}

TEST(Urls, CommandsAreQuotedForTheShell) {
  schema::SearchRequest request;
  request.q = "it's \"$HOME\" `x`";
  request.filters.category.any_of = {"cs.CL"};
  EXPECT_EQ(search_command(request), "incipit search --category=cs.CL 'it'\\''s \"$HOME\" `x`'");
  request.synonyms = false;
  EXPECT_EQ(query_string(request), "?q=it%27s%20%22%24HOME%22%20%60x%60&category=cs.CL&synonyms=0");
  EXPECT_EQ(search_command(request), "incipit search --category=cs.CL --no-synonyms 'it'\\''s \"$HOME\" `x`'");
  request.synonyms = true;
  request.q = "-x";
  EXPECT_EQ(search_command(request), "incipit search --category=cs.CL -- -x");
  request.q = "a\nb";
  EXPECT_EQ(search_command(request), "");
}

}  // namespace
}  // namespace incipit::server::web

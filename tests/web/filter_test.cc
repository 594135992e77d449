#include <gmock/gmock.h>

#include "server/web/filter_view.h"
#include "server/web/urls.h"

namespace incipit::server::web {
namespace {

using schema::FacetField;
using schema::SearchRequest;

schema::FacetValue value(const std::string& text, bool selected) { return {text, text, 1, selected}; }

TEST(FacetToggle, AddsAndRemovesOneValueAndGoesToTheFirstPage) {
  SearchRequest request;
  request.offset = 30;
  request.filters.category.any_of = {"cs.CL"};
  const SearchRequest more = toggled(request, FacetField::category, value("cs.LG", false));
  EXPECT_EQ(query_string(more), "?category=cs.CL&category=cs.LG");
  EXPECT_EQ(query_string(toggled(more, FacetField::category, value("cs.CL", true))), "?category=cs.LG");
}

TEST(FacetToggle, TakesAYearOutOfARange) {
  SearchRequest request;
  request.filters.years = {{2019, 2024}};
  EXPECT_EQ(query_string(toggled(request, FacetField::year, value("2021", true))),
            "?year=2019..2020&year=2022..2024");
  EXPECT_EQ(query_string(toggled(request, FacetField::year, value("2019", true))), "?year=2020..2024");
  request.filters.years = {{2019, 2019}};
  EXPECT_EQ(query_string(toggled(request, FacetField::year, value("2019", true))), "");
  request.filters.years = {{2019, std::nullopt}};
  EXPECT_EQ(query_string(toggled(request, FacetField::year, value("2020", true))), "?year=2019&year=2021..");
  EXPECT_EQ(query_string(toggled({}, FacetField::year, value("2020", false))), "?year=2020");
}

TEST(Chips, EveryFilterHasOneAndEachRemovesJustItself) {
  SearchRequest request;
  request.q = "x";
  request.match = schema::MatchMode::all;
  request.filters.category = {{"cs.CL"}, {"cs.LG"}};
  request.filters.primary.any_of = {"cs.CL"};
  request.filters.archive.any_of = {"cs"};
  request.filters.author.any_of = {"a0123456789"};
  request.filters.venue.any_of = {"ACL"};
  request.filters.affiliation.any_of = {"MIT"};
  request.filters.status.none_of = {"withdrawn"};
  request.filters.years = {{2019, 2020}};
  request.filters.not_years = {{2018, 2018}};
  request.filters.from = request.filters.to = request.filters.as_of = schema::parse_date("2020").value();
  request.filters.has = {schema::Fact::doi};
  request.filters.has_not = {schema::Fact::code};
  request.filters.min_citations = 1;
  request.filters.ids = {"1"};
  const auto chips = chip_views({}, request, {});
  EXPECT_EQ(chips.size(), 18u);
  const std::string whole = query_string(request);
  const auto parameters = [](const std::string& text) { return std::count(text.begin(), text.end(), '='); };
  for (const View& chip : chips) {
    const std::string url = chip.get("chip_url")->string_value();
    EXPECT_EQ(parameters(url), parameters(whole) - 1) << url;
  }
  EXPECT_EQ(query_string(without_filters(request)), "?q=x");
}

}  // namespace
}  // namespace incipit::server::web

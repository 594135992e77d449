#include "server/api/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace incipit::server::api {
namespace {

using schema::Error;
using schema::ErrorCode;
using schema::SearchRequest;
using schema::YearRange;
using ::testing::ElementsAre;

SearchRequest read(const Parameters& parameters) {
  const auto request = parse_search_request(parameters);
  EXPECT_TRUE(request) << (request ? "" : request.error().message);
  return request.value_or(SearchRequest{});
}

Error error_of(const Parameters& parameters) {
  const auto request = parse_search_request(parameters);
  EXPECT_FALSE(request);
  return request ? Error{} : request.error();
}

TEST(Parameters, nothing_asks_for_the_defaults) {
  const SearchRequest request = read({});
  EXPECT_EQ(request.limit, 10);
  EXPECT_EQ(request.offset, 0);
  EXPECT_EQ(request.facet_limit, 20);
  EXPECT_FALSE(request.sort);
}

TEST(Parameters, reads_text_modes_and_pages) {
  const SearchRequest request = read({{"q", "deep learning"},
                                      {"syntax", "text"},
                                      {"match", "any"},
                                      {"limit", "200"},
                                      {"offset", "10000"},
                                      {"highlight", "html"},
                                      {"explain", "1"},
                                      {"synonyms", "0"}});
  EXPECT_EQ(request.q, "deep learning");
  EXPECT_EQ(request.syntax, schema::QuerySyntax::text);
  EXPECT_EQ(request.match, schema::MatchMode::any);
  EXPECT_EQ(request.limit, 200);
  EXPECT_EQ(request.offset, 10000);
  EXPECT_EQ(request.highlight, schema::HighlightMode::html);
  EXPECT_TRUE(request.explain);
  EXPECT_FALSE(request.synonyms);
}

TEST(Parameters, reads_what_is_put_together_and_boosted) {
  EXPECT_EQ(read({}).collapse, schema::Collapse::none);
  EXPECT_TRUE(read({}).boosts.empty());
  const SearchRequest request = read({{"collapse", "duplicates"}, {"boost", "citations,recency"}, {"boost", "citations"}});
  EXPECT_EQ(request.collapse, schema::Collapse::duplicates);
  EXPECT_THAT(request.boosts, ElementsAre(schema::Boost::citations, schema::Boost::recency));
  EXPECT_EQ(error_of({{"collapse", "versions"}}).parameter, "collapse");
  EXPECT_EQ(error_of({{"collapse", "duplicates"}, {"collapse", "duplicates"}}).code, ErrorCode::invalid_parameter);
  EXPECT_EQ(error_of({{"boost", "age"}}).code, ErrorCode::invalid_parameter);
  EXPECT_EQ(error_of({{"boost", ""}}).parameter, "boost");
}

TEST(Parameters, repeated_filters_mean_any_and_a_dash_excludes) {
  const auto filters = read({{"category", "cs.CL"},
                             {"category", "cs.LG"},
                             {"category", "-cs.CV"},
                             {"archive", "cs"},
                             {"primary", "-cs.AI"},
                             {"author", "a0123456789"},
                             {"venue", "ACL"},
                             {"affiliation", "MIT"},
                             {"status", "-withdrawn"},
                             {"cites", "10.1/x"},
                             {"cites", "-p1"},
                             {"cited_by", "p2"},
                             {"id", "2401.01967"},
                             {"id", "-x"}})
                           .filters;
  EXPECT_THAT(filters.category.any_of, ElementsAre("cs.CL", "cs.LG"));
  EXPECT_THAT(filters.category.none_of, ElementsAre("cs.CV"));
  EXPECT_THAT(filters.archive.any_of, ElementsAre("cs"));
  EXPECT_THAT(filters.primary.none_of, ElementsAre("cs.AI"));
  EXPECT_THAT(filters.author.any_of, ElementsAre("a0123456789"));
  EXPECT_THAT(filters.venue.any_of, ElementsAre("ACL"));
  EXPECT_THAT(filters.affiliation.any_of, ElementsAre("MIT"));
  EXPECT_THAT(filters.status.none_of, ElementsAre("withdrawn"));
  EXPECT_EQ(filters.cites, (schema::FilterValues{{"10.1/x"}, {"p1"}}));
  EXPECT_EQ(filters.cited_by, (schema::FilterValues{{"p2"}, {}}));
  EXPECT_THAT(filters.ids, ElementsAre("2401.01967", "-x"));
}

TEST(Parameters, reads_years_and_ranges) {
  const auto filters = read({{"year", "2019..2024"},
                             {"year", "2010.."},
                             {"year", "..1999"},
                             {"year", "2001"},
                             {"year", "-2020"}})
                           .filters;
  EXPECT_THAT(filters.years, ElementsAre(YearRange{2019, 2024}, YearRange{2010, {}}, YearRange{{}, 1999},
                                         YearRange{2001, 2001}));
  EXPECT_THAT(filters.not_years, ElementsAre(YearRange{2020, 2020}));
}

TEST(Parameters, wrong_years_are_errors) {
  for (const auto* value : {"", "-", "..", "19", "20190", "abcd", "2024..2019", "2019...2024", "2019-2024",
                            "+201", "0999", "2019..x"}) {
    const Error error = error_of({{"year", value}});
    EXPECT_EQ(error.code, ErrorCode::invalid_parameter) << value;
    EXPECT_EQ(error.parameter, "year");
  }
}

TEST(Parameters, reads_dates_facts_and_citations) {
  const auto filters = read({{"from", "2019"},
                             {"to", "2019-05"},
                             {"as_of", "2020-01-31"},
                             {"has", "doi"},
                             {"has", "-code"},
                             {"min_citations", "5"}})
                           .filters;
  EXPECT_EQ(filters.from, schema::date_of_year(2019));
  EXPECT_EQ(filters.to->iso(), "2019-05");
  EXPECT_EQ(filters.as_of->iso(), "2020-01-31");
  EXPECT_THAT(filters.has, ElementsAre(schema::Fact::doi));
  EXPECT_THAT(filters.has_not, ElementsAre(schema::Fact::code));
  EXPECT_EQ(filters.min_citations, 5);
  EXPECT_EQ(error_of({{"from", "2020"}, {"to", "2019"}}).parameter, "to");
  EXPECT_EQ(error_of({{"from", "2020-13"}}).code, ErrorCode::invalid_parameter);
  EXPECT_EQ(error_of({{"has", "money"}}).parameter, "has");
  EXPECT_EQ(error_of({{"min_citations", "-1"}}).code, ErrorCode::invalid_parameter);
}

TEST(Parameters, reads_facets_and_sort) {
  const SearchRequest request =
      read({{"facets", "category,year"}, {"facets", "author"}, {"facet_limit", "500"}, {"sort", "-title"}});
  using enum schema::FacetField;
  EXPECT_THAT(request.facets, ElementsAre(category, year, author));
  EXPECT_EQ(request.facet_limit, 500);
  EXPECT_EQ(request.sort, (schema::Sort{schema::SortKey::title, true}));
  EXPECT_EQ(error_of({{"facets", "category,"}}).code, ErrorCode::invalid_parameter);
  EXPECT_EQ(error_of({{"facets", "colour"}}).parameter, "facets");
  EXPECT_EQ(error_of({{"sort", "date"}}).code, ErrorCode::invalid_parameter);
}

TEST(Parameters, every_choice_of_the_table_is_read) {
  for (const ParameterRow& row : parameter_table(ParameterGroup::paper_search)) {
    for (const std::string& choice : choices_of(row)) {
      EXPECT_TRUE(parse_search_request({{std::string(row.name), choice}})) << row.name << "=" << choice;
    }
  }
}

// A value that fits each kind, so that every row without a reader is found.
std::string some_value(const ParameterRow& row) {
  switch (row.kind) {
    case ParameterKind::choice:
      return choices_of(row).front();
    case ParameterKind::comma_list:
      return row.choices.empty() ? "title" : choices_of(row).front();
    case ParameterKind::filter:
      return row.choices.empty() ? "x" : choices_of(row).front();
    case ParameterKind::year_range:
    case ParameterKind::date:
      return "2019";
    case ParameterKind::integer:
    case ParameterKind::percentile:
    case ParameterKind::flag:
      return "1";
    case ParameterKind::text:
      break;
  }
  return "x";
}

TEST(Parameters, every_row_of_the_tables_is_read_or_says_why_not) {
  for (const ParameterRow& row : parameter_table(ParameterGroup::paper_search)) {
    const auto request = parse_search_request({{std::string(row.name), some_value(row)}});
    EXPECT_EQ(request.has_value(), row.unavailable.empty()) << row.name;
    if (!request) {
      EXPECT_EQ(request.error().code, ErrorCode::not_available) << row.name;
    }
  }
  for (const ParameterRow& row : parameter_table(ParameterGroup::author_search)) {
    const auto request = parse_author_search_request({{std::string(row.name), some_value(row)}});
    EXPECT_EQ(request.has_value(), row.unavailable.empty()) << row.name;
    if (!request) {
      EXPECT_EQ(request.error().code, ErrorCode::not_available) << row.name;
    }
  }
}

TEST(Parameters, nothing_is_clamped) {
  const std::vector<std::pair<std::string, std::string>> beyond{
      {"limit", "201"}, {"offset", "10001"}, {"facet_limit", "501"}, {"q", std::string(4097, 'a')}};
  for (const auto& parameter : beyond) {
    const Error error = error_of({parameter});
    EXPECT_EQ(error.code, ErrorCode::limit_exceeded) << parameter.first;
    EXPECT_EQ(error.parameter, parameter.first);
    EXPECT_NE(error.message.find("limit "), std::string::npos) << error.message;
  }
  for (const auto* value : {"-1", "", "1.5", "ten", " 1", "99999999999999999999"}) {
    EXPECT_EQ(error_of({{"limit", value}}).code, ErrorCode::invalid_parameter) << value;
  }
  Parameters many;
  for (int i = 0; i < 101; ++i) many.emplace_back("category", "c" + std::to_string(i));
  EXPECT_EQ(error_of(many).code, ErrorCode::limit_exceeded);
}

TEST(Parameters, unknown_names_are_errors_that_help) {
  const Error near = error_of({{"catgory", "cs.CL"}});
  EXPECT_EQ(near.code, ErrorCode::unknown_parameter);
  EXPECT_EQ(near.parameter, "catgory");
  EXPECT_NE(near.message.find("did you mean category?"), std::string::npos) << near.message;
  EXPECT_EQ(error_of({{"utm_source", "x"}}).message.find("did you mean"), std::string::npos);
  EXPECT_EQ(error_of({{std::string(8000, 'x'), "x"}}).code, ErrorCode::unknown_parameter);
}

TEST(Parameters, single_values_are_given_once) {
  EXPECT_EQ(error_of({{"q", "a"}, {"q", "b"}}).code, ErrorCode::invalid_parameter);
  EXPECT_EQ(error_of({{"category", ""}}).code, ErrorCode::invalid_parameter);
}

TEST(Parameters, people_are_asked_for_by_name_category_and_year) {
  const auto request =
      parse_author_search_request({{"q", "Ada"}, {"category", "cs.CL"}, {"year", "2019.."}, {"limit", "5"}});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->q, "Ada");
  EXPECT_THAT(request->categories, ElementsAre("cs.CL"));
  EXPECT_THAT(request->years, ElementsAre(YearRange{2019, {}}));
  EXPECT_EQ(parse_author_search_request({{"category", "-cs.CL"}}).error().code, ErrorCode::not_available);
  EXPECT_EQ(parse_author_search_request({{"facets", "year"}}).error().code, ErrorCode::unknown_parameter);
}

TEST(Parameters, fields_name_members) {
  const std::vector<std::string> members{"id", "title", "abstract"};
  EXPECT_FALSE(*parse_fields({{"q", "x"}}, members));
  EXPECT_THAT(**parse_fields({{"fields", "id,title"}, {"fields", "abstract"}}, members),
              ElementsAre("id", "title", "abstract"));
  const auto wrong = parse_fields({{"fields", "titel"}}, members);
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("did you mean title?"), std::string::npos);
}

TEST(Parameters, pages_read_what_they_know) {
  const Parameters known =
      known_parameters(ParameterGroup::paper_search, {{"q", "x"}, {"utm_source", "y"}, {"year", ""}});
  EXPECT_THAT(known, ElementsAre(::testing::Pair("q", "x")));
}

}  // namespace
}  // namespace incipit::server::api

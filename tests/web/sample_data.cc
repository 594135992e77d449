#include "tests/web/sample_data.h"

namespace incipit::server::web::samples {
namespace {

using schema::Metric;
using schema::MetricScope;

Metric imported(const std::string& name, double value) {
  Metric metric;
  metric.name = name;
  metric.value = value;
  metric.scope = MetricScope::imported;
  metric.source = "reference author page";
  metric.as_of = schema::parse_date("2026-07-01").value();
  return metric;
}

Metric missing(const std::string& name, const std::string& reason) {
  Metric metric;
  metric.name = name;
  metric.reason = reason;
  metric.source = "this index";
  return metric;
}

schema::FacetValue facet_value(const std::string& value, const std::string& label, std::int64_t count,
                               bool selected = false) {
  return {value, label, count, selected};
}

}  // namespace

PageContext context() {
  PageContext context;
  context.current_year = kYear;
  context.json_twin = "/v1/papers?q=language";
  static const std::set<std::string> short_categories{"cs.AI", "cs.CL", "cs.CY", "cs.LG"};
  context.short_categories = &short_categories;
  context.index.revision = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  context.index.papers = 12345;
  context.index.authors = 45678;
  context.index.as_of = schema::parse_date("2026-04-27").value();
  return context;
}

schema::SearchResult reference_papers() {
  schema::SearchResult result;
  result.index = {"0f1e2d3c4b5a69788796a5b4c3d2e1f0", 12345};
  result.hits = reference_hits();
  result.total = {7, true};
  result.sort = {schema::SortKey::published, false};
  return result;
}

schema::AuthorProfile reference_profile() {
  schema::AuthorProfile profile;
  profile.id = kAuthorId;
  profile.name = "Xiaoyan Bai";
  profile.name_variants = {"Xiaoyan Bai", "X. Bai"};
  profile.ids = {"openreview:~Xiaoyan_Bai1"};
  profile.affiliations = {"University of Chicago"};
  profile.primary_category = "cs.CL";
  profile.primary_category_share = 3.0 / 7;
  profile.categories = {{"cs.CL", "Computation and Language", 5},
                        {"cs.LG", "Machine Learning", 4},
                        {"cs.AI", "Artificial Intelligence", 3},
                        {"cs.CY", "Computers and Society", 2}};
  profile.papers = 7;
  profile.first_year = 2024;
  profile.last_year = 2026;
  profile.papers_by_year = {{2024, 2}, {2025, 3}, {2026, 2}};
  profile.citations_by_year = missing("citations_by_year", "no dated citations in the inputs");
  profile.statistics = {missing("h_index", "no citation counts in the inputs"),
                        missing("citations", "no citation counts in the inputs")};
  Metric share = missing("first_author_share", "");
  share.value = 4.0 / 7;
  share.n = 7;
  profile.statistics.push_back(share);
  profile.novelty = missing("novelty", "not computed in this version");
  profile.rank_score = missing("rank_score", "not computed in this version");
  profile.ai_score = imported("ai_score", 58);
  profile.imported = {imported("h_index", 50), imported("papers", 7), imported("citations", 220),
                      imported("novelty", 64), imported("ai_score", 58)};
  const auto as_of = schema::parse_date("2026-07-01").value();
  profile.inconsistent = {
      {"h_index <= papers", "reference author page", as_of, {{"h_index", 50}, {"papers", 7}}},
      {"h_index^2 <= citations", "reference author page", as_of, {{"h_index", 50}, {"citations", 220}}}};
  profile.coauthor_count = 60;
  profile.coauthors = {{{"Ari Holtzman", "a1111111111"}, 4, 2025, 2026},
                       {{"Chenhao Tan", "a2222222222"}, 4, 2025, 2026},
                       {{"Itamar Pres", "a3333333333"}, 2, 2024, 2025}};
  return profile;
}

schema::SearchRequest search_request() {
  schema::SearchRequest request;
  request.q = "language models";
  request.filters.category.any_of = {"cs.CL"};
  request.offset = 10;
  return request;
}

schema::SearchResult search_result() {
  schema::SearchResult result = reference_papers();
  result.total = {243, true};
  result.sort = {schema::SortKey::relevance, false};
  result.query.text = "language models";
  result.query.notes = {{"relaxed", "", std::nullopt, 3}};
  result.query.corrections = {{"language model", {{9, "modle", "model", 3}}}};
  for (schema::Hit& hit : result.hits) {
    hit.snippet = hit.paper.abstract.substr(0, hit.paper.abstract.find('.') + 1);
    const std::size_t at = hit.snippet.find("models");
    if (at != std::string::npos) hit.highlights.push_back({"snippet", {{at, at + 6}}, ""});
  }
  result.hits[2].paper.citations = {{42, "OpenAlex", schema::parse_date("2026-03").value()}};
  result.facets = {
      {schema::FacetField::category,
       {facet_value("cs.CL", "Computation and Language", 243, true),
        facet_value("cs.LG", "Machine Learning", 180), facet_value("cs.AI", "Artificial Intelligence", 96),
        facet_value("cs.SY", "Systems and Control", 2)},
       true},
      {schema::FacetField::year,
       {facet_value("2026", "2026", 20), facet_value("2025", "2025", 120), facet_value("2024", "2024", 103)},
       false},
      {schema::FacetField::author,
       {facet_value(std::string{kAuthorId}, "Xiaoyan Bai", 7), facet_value("a2222222222", "Chenhao Tan", 4)},
       true}};
  return result;
}

}  // namespace incipit::server::web::samples

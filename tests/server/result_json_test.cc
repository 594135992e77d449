// The JSON of results against the schemas of the OpenAPI document, and what its members mean.
#include "schema/result_json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "schema/links.h"
#include "server/api/reply_schemas.h"
#include "tests/server/reply_validator.h"

namespace incipit::schema {
namespace {

using Json = nlohmann::ordered_json;
using incipit::testing::schema_faults;

Hit full_hit() {
  Hit hit;
  Paper& paper = hit.paper;
  paper.id = "2401.01967";
  paper.version = 2;
  paper.title = "<script>alert(1)</script> & \"quotes\"";
  paper.abstract = "We measure.";
  paper.authors = {Authorship{"Ada Lovelace", "Ada", "Lovelace", "", {"orcid:1"}, {"London"}},
                   Authorship{"Nobody", "", "", "", {}, {}}};
  paper.categories = {"cs.CL", "x-unknown"};
  paper.published = date_of_year(2024);
  paper.comments = "12 pages";
  paper.doi = "10.1/a<b";
  paper.journal_ref = "J. 1";
  paper.report_no = "R-1";
  paper.venue = "ACL";
  paper.license = "CC BY 4.0";
  paper.status = "withdrawn";
  paper.links = {Link{"code", "https://example.org/code"}, Link{"evil", "javascript:alert(1)"}};
  paper.citations = {CitationCount{5, "a", {}}, CitationCount{7, "b", date_of_year(2025)}};
  paper.references = {"1234.5678"};
  paper.metrics = {PaperMetric{"ai_score", 6.5, "s", "m", date_of_year(2024)},
                   PaperMetric{"ai_score", 8, "s", "m2", date_of_year(2025)}};
  hit.author_ids = {"a0123456789", ""};
  hit.snippet = "We measure.";
  hit.highlights = {Highlight{"title", {Span{0, 3}}, "<mark>a</mark>"}};
  hit.exact = WholeQuery::title;
  hit.score = 16384;
  hit.explain = {TermExplanation{"text", "measur", 3, 256, 64}};
  hit.boosts = {BoostExplanation{Boost::recency, 128, 8192}, BoostExplanation{Boost::citations, std::nullopt, 0}};
  hit.also_as = {"b", "c"};
  hit.duplicates = 70;
  return hit;
}

Json parsed(const Json& document) { return Json::parse(dump(document)); }

TEST(ResultJson, a_full_hit_has_every_member_of_its_schema) {
  const Json hit = parsed(to_json(full_hit()));
  EXPECT_EQ(schema_faults("Paper", hit.dump()), "");
  for (const std::string& member : server::api::paper_members()) EXPECT_TRUE(hit.contains(member)) << member;
  EXPECT_EQ(hit["primary_category"]["code"], "cs.CL");
  EXPECT_EQ(hit["primary_category"]["short"], "CL");
  EXPECT_EQ(hit["categories"][1]["name"], "x-unknown");
  EXPECT_EQ(hit["published"], "2024");
  EXPECT_TRUE(hit["updated"].is_null());
  EXPECT_EQ(hit["score"], 1);
  EXPECT_EQ(hit["citations"]["value"], 7);
  EXPECT_EQ(hit["citation_counts"].size(), 2U);
  EXPECT_EQ(hit["ai_score"]["value"], 8);
  EXPECT_EQ(hit["ai_score"]["scope"], "imported");
  EXPECT_TRUE(hit["novelty"]["value"].is_null());
  EXPECT_EQ(hit["novelty"]["reason"], "not available");
  EXPECT_EQ(hit["authors"][0]["id"], "a0123456789");
  EXPECT_TRUE(hit["authors"][1]["id"].is_null());
  EXPECT_EQ(hit["explain"][0]["df"], 3);
  EXPECT_EQ(hit["boosts"][0], (Json{{"boost", "recency"}, {"share", 0.5}, {"score", 0.5}}));
  EXPECT_EQ(hit["boosts"][1], (Json{{"boost", "citations"}, {"share", nullptr}, {"score", 0}}));
  EXPECT_EQ(hit["also_as"], (Json{"b", "c"}));
  EXPECT_EQ(hit["duplicates"], 70);
}

TEST(ResultJson, an_empty_hit_says_null) {
  Hit hit;
  hit.paper.id = "x";
  const Json json = parsed(to_json(hit));
  EXPECT_EQ(schema_faults("Paper", json.dump()), "");
  for (const char* member :
       {"score", "citations", "primary_category", "published", "announced", "abstract"}) {
    EXPECT_TRUE(json[member].is_null()) << member;
  }
  EXPECT_FALSE(json.contains("ai_score"));
  for (const char* absent : {"explain", "boosts", "also_as", "duplicates"}) EXPECT_FALSE(json.contains(absent)) << absent;
}

TEST(ResultJson, links_are_web_addresses_only) {
  const std::vector<Link> links = links_of(full_hit().paper);
  const std::vector<Link> expected{{"code", "https://example.org/code"},
                                   {"abstract", "https://arxiv.org/abs/2401.01967"},
                                   {"pdf", "https://arxiv.org/pdf/2401.01967"},
                                   {"doi", "https://doi.org/10.1/a%3Cb"}};
  EXPECT_EQ(links, expected);
  Paper paper;
  paper.id = "pmid:1";
  paper.doi = "not a doi";
  paper.links = {{"a", "http://"}, {"b", "https://x y"}, {"c", "//x"}, {"d", "data:x"}, {"e", "HTTP://x\n"}};
  EXPECT_TRUE(links_of(paper).empty());
}

TEST(ResultJson, search_results_are_the_list_envelope) {
  SearchResult result;
  result.index = {"0123", 2};
  result.query = {"a", "a", {QueryNote{"relaxed", "m", 3, 0}, QueryNote{"repaired", "m", {}, {}}}, {{"b", {{0, "a", "b", 7}}}}};
  result.total = {1, true};
  result.hits = {full_hit()};
  result.facets = {Facet{FacetField::category, {FacetValue{"cs.CL", "Computation", 1, true}}, true}};
  const Json json = parsed(to_json(result));
  EXPECT_EQ(schema_faults("PaperList", json.dump()), "");
  EXPECT_EQ(json["total"]["relation"], "eq");
  EXPECT_EQ(json["facets"]["category"]["values"][0]["selected"], true);
  EXPECT_EQ(json["facets"]["category"]["more"], true);
  EXPECT_TRUE(json["next_cursor"].is_null());
  EXPECT_EQ(json["query"]["notes"][0]["strict_total"], 0);
  EXPECT_EQ(json["query"]["corrections"][0]["words"][0]["papers"], 7);
  EXPECT_FALSE(json.contains("authors"));
}

TEST(ResultJson, who_bears_the_name_and_what_the_query_is_of_a_paper) {
  SearchResult result;
  result.authors = {{{"Ada Bell", "a0123456789"}, 3}};
  result.hits = {full_hit(), full_hit()};
  result.hits[0].exact = WholeQuery::identifier;
  result.hits[1].exact = WholeQuery::no;
  const Json json = parsed(to_json(result));
  EXPECT_EQ(schema_faults("PaperList", json.dump()), "");
  EXPECT_EQ(json["authors"][0]["papers"], 3);
  EXPECT_EQ(json["results"][0]["exact"], "identifier");
  EXPECT_FALSE(json["results"][1].contains("exact"));
}

TEST(ResultJson, a_missing_shard_shows_in_total_and_facets) {
  SearchResult result;
  result.total = {1, false};
  result.facets = {Facet{}};
  const Json json = to_json(result);
  EXPECT_EQ(json["total"]["relation"], "gte");
  EXPECT_EQ(json["facets"]["category"]["exact"], false);
}

TEST(ResultJson, one_paper_has_index_and_references) {
  const Json json = parsed(to_json(PaperResult{{"0123", 2}, full_hit()}));
  EXPECT_EQ(schema_faults("PaperRecord", json.dump()), "");
  EXPECT_EQ(json["index"]["revision"], "0123");
  EXPECT_EQ(json["references"][0], "1234.5678");
}

TEST(ResultJson, metrics_say_where_they_come_from) {
  Metric metric;
  metric.value = 12.0;
  metric.as_of = date_of_year(2025);
  metric.n = 7;
  metric.formula = "hirsch-2005";
  EXPECT_EQ(
      dump(to_json(metric)),
      R"({"value":12,"scope":"corpus","source":"this index","as_of":"2025","n":7,"formula":"hirsch-2005"})");
  metric.value = std::nan("");
  EXPECT_TRUE(to_json(metric)["value"].is_null());
  EXPECT_TRUE(to_json(metric).contains("reason"));
  metric.value = 0.5;
  EXPECT_EQ(to_json(metric)["value"], 0.5);
}

TEST(ResultJson, series_stand_in_place_of_values) {
  Metric h;
  h.name = "h_over_time";
  h.series = {{2020, 1}, {2021, 2}};
  h.series_of = "h";
  h.n = 3;
  EXPECT_EQ(dump(to_json(h)),
            R"({"series":[{"year":2020,"h":1},{"year":2021,"h":2}],"scope":"corpus","source":"this index","as_of":null,"n":3})");
  Metric left_out;
  left_out.name = "papers_left_out";
  left_out.value = 3;
  left_out.n = 9;
  left_out.parts = {{"retracted", 1}, {"withdrawn", 2}};
  AuthorProfile profile;
  profile.id = "a0123456789";
  profile.citations_by_year = h;
  profile.statistics = {h, left_out};
  const Json json = parsed(to_json(profile));
  EXPECT_EQ(schema_faults("AuthorProfile", json.dump()), "");
  EXPECT_EQ(json["statistics"]["papers_left_out"]["parts"]["withdrawn"], 2);
}

TEST(ResultJson, lists_name_papers_outside_of_the_index) {
  SearchResult result;
  EXPECT_FALSE(parsed(to_json(result)).contains("outside"));
  result.outside = schema::OutsidePapers{101, {"x"}};
  const Json json = parsed(to_json(result));
  EXPECT_EQ(schema_faults("PaperList", json.dump()), "");
  EXPECT_EQ(json["outside"], (Json{{"total", 101}, {"ids", {"x"}}}));
}

TEST(ResultJson, author_profiles_have_every_member_of_their_schema) {
  AuthorProfile profile;
  profile.id = "a0123456789";
  profile.name = "Ada";
  profile.candidates = {AuthorRef{"Ada L.", "orcid:1"}};
  profile.primary_category = "cs.CL";
  profile.categories = {CountedValue{"cs.CL", "Computation", 2}};
  profile.first_year = 1843;
  profile.papers_by_year = {YearCount{1843, 1}};
  Metric h;
  h.name = "h_index";
  h.reason = "no citations";
  profile.statistics = {h};
  profile.imported = {h};
  profile.inconsistent = {Inconsistency{"h_index <= papers", "s", {}, {{"h_index", 50}, {"papers", 7}}}};
  profile.coauthors = {Coauthor{AuthorRef{"B", ""}, 1, 1843, {}}};
  profile.terms = {CharacteristicTerm{"engine", 1.5, 1}};
  profile.top_papers = {full_hit()};
  const Json json = parsed(to_json(profile));
  EXPECT_EQ(schema_faults("AuthorProfile", json.dump()), "");
  for (const std::string& member : server::api::profile_members())
    EXPECT_TRUE(json.contains(member)) << member;
  EXPECT_EQ(json["statistics"]["h_index"]["reason"], "no citations");
  EXPECT_EQ(json["inconsistent"][0]["values"]["h_index"], 50);
  EXPECT_EQ(json["imported"][0]["name"], "h_index");
}

TEST(ResultJson, author_lists_and_index_info_fit_their_schemas) {
  AuthorSearchResult authors;
  AuthorHit hit;
  hit.author = {"Ada", "a0123456789"};
  authors.hits = {hit};
  const Json list = parsed(to_json(authors));
  EXPECT_EQ(schema_faults("AuthorList", list.dump()), "");
  for (const std::string& member : server::api::author_members()) {
    EXPECT_TRUE(list["results"][0].contains(member)) << member;
  }
  IndexInfo info;
  info.inputs = {InputInfo{}};
  info.rejected = {{"no_id", 1}};
  info.unmatched = {UnmatchedRow{"f", 1, "s", "r", {"a"}}};
  EXPECT_EQ(schema_faults("IndexInfo", dump(to_json(info))), "");
}

TEST(ResultJson, problems_point_at_the_parameter) {
  const Json json = problem_json(Error{ErrorCode::invalid_query, "broken", "secret", "q", 4}, 400);
  EXPECT_EQ(schema_faults("Problem", dump(json)), "");
  EXPECT_EQ(json["code"], "invalid_query");
  EXPECT_EQ(json["errors"][0]["parameter"], "q");
  EXPECT_EQ(json["errors"][0]["offset"], 4);
  EXPECT_EQ(dump(json).find("secret"), std::string::npos);
}

TEST(ResultJson, invalid_utf8_is_replaced) {
  Hit hit;
  hit.paper.title =
      "a\xff"
      "b";
  EXPECT_NE(dump(to_json(hit))
                .find("a\xEF\xBF\xBD"
                      "b"),
            std::string::npos);
}

TEST(ResultJson, schemas_refuse_undeclared_members) {
  Json json = to_json(full_hit());
  json["surprise"] = 1;
  EXPECT_NE(schema_faults("Paper", dump(json)), "");
  EXPECT_NE(schema_faults("Paper", R"({"title": 1, "id": "x"})"), "");
  EXPECT_NE(schema_faults("Paper", "{}"), "");
}

}  // namespace
}  // namespace incipit::schema

#include "server/api/reply_schemas.h"

#include <nlohmann/json.hpp>

#include "schema/error.h"
#include "schema/limits.h"
#include "schema/suggestion.h"

namespace incipit::server::api {
namespace {

using Json = nlohmann::ordered_json;

Json text() { return Json{{"type", "string"}}; }
Json number() { return Json{{"type", "number"}}; }
Json whole() { return Json{{"type", "integer"}}; }
Json yes_or_no() { return Json{{"type", "boolean"}}; }
Json nothing() { return Json{{"type", "null"}}; }
Json ref(const std::string& name) { return Json{{"$ref", "#/components/schemas/" + name}}; }
Json or_null(Json schema) { return Json{{"anyOf", Json::array({std::move(schema), nothing()})}}; }
Json list(Json items) { return Json{{"type", "array"}, {"items", std::move(items)}}; }
Json either(Json one, Json other) { return Json{{"anyOf", Json::array({std::move(one), std::move(other)})}}; }
Json map_of(Json values) { return Json{{"type", "object"}, {"additionalProperties", std::move(values)}}; }
Json one_of(const std::vector<std::string>& words) { return Json{{"type", "string"}, {"enum", words}}; }

struct Member {
  std::string name;
  Json schema;
};
using Members = std::vector<Member>;

// `required` are always there, `optional` only where they have something to say.
Json object(const Members& required, const Members& optional = {}) {
  Json properties = Json::object();
  Json names = Json::array();
  for (const Member& member : required) {
    properties[member.name] = member.schema;
    names.push_back(member.name);
  }
  for (const Member& member : optional) properties[member.name] = member.schema;
  Json schema{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!names.empty()) schema["required"] = std::move(names);
  return schema;
}

Members joined(Members first, const Members& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// Only `id` is required of what `fields=` can restrict.
const Members kId{{"id", text()}};

Members paper() {
  const Json date = or_null(text());
  return {{"version", whole()},
          {"title", text()},
          {"authors", list(ref("PaperAuthor"))},
          {"categories", list(ref("Category"))},
          {"primary_category", or_null(ref("Category"))},
          {"published", date},
          {"announced", date},
          {"updated", date},
          {"abstract", or_null(text())},
          {"comments", text()},
          {"doi", text()},
          {"journal_ref", text()},
          {"report_no", text()},
          {"venue", text()},
          {"license", text()},
          {"status", text()},
          {"snippet", text()},
          {"highlights", list(ref("Highlight"))},
          {"exact", one_of({"title", "identifier"})},
          {"score", or_null(number())},
          {"citations", or_null(ref("Citations"))},
          {"citation_counts", list(ref("Citations"))},
          {"novelty", ref("Metric")},
          {"rank_score", ref("Metric")},
          {"ai_score", ref("Metric")},
          {"imported", list(ref("NamedMetric"))},
          {"links", list(ref("Link"))},
          {"also_as", list(text())},
          {"duplicates", whole()},
          {"explain", list(ref("TermExplanation"))},
          {"boosts", list(ref("BoostExplanation"))}};
}

Members paper_record() { return joined(paper(), {{"references", list(text())}}); }

Members author() {
  return {{"name", text()},
          {"name_variants", list(text())},
          {"ids", list(text())},
          {"papers", whole()},
          {"first_year", or_null(whole())},
          {"last_year", or_null(whole())},
          {"primary_category", or_null(ref("Category"))},
          {"exact_name", yes_or_no()}};
}

Members profile() {
  const Json category_count = object({{"value", text()}, {"label", text()}, {"count", whole()}});
  const Json coauthor = object({{"name", text()},
                                {"id", or_null(text())},
                                {"papers", whole()},
                                {"first_year", or_null(whole())},
                                {"last_year", or_null(whole())}});
  const Json inconsistency = object({{"bound", text()},
                                     {"source", text()},
                                     {"as_of", or_null(text())},
                                     {"values", map_of(or_null(number()))}});
  return {{"name", text()},
          {"name_variants", list(text())},
          {"ids", list(text())},
          {"confidence", number()},
          {"ambiguous", yes_or_no()},
          {"candidates", list(ref("AuthorReference"))},
          {"affiliations", list(text())},
          {"primary_category", or_null(ref("Category"))},
          {"primary_category_share", or_null(number())},
          {"categories", list(category_count)},
          {"papers", whole()},
          {"first_year", or_null(whole())},
          {"last_year", or_null(whole())},
          {"papers_by_year", list(object({{"year", whole()}, {"count", whole()}}))},
          {"citations_by_year", either(ref("Metric"), ref("Series"))},
          {"statistics", map_of(either(ref("Metric"), ref("Series")))},
          {"novelty", ref("Metric")},
          {"rank_score", ref("Metric")},
          {"ai_score", ref("Metric")},
          {"imported", list(ref("NamedMetric"))},
          {"inconsistent", list(inconsistency)},
          {"coauthor_count", whole()},
          {"coauthors", list(coauthor)},
          {"terms", list(object({{"term", text()}, {"score", or_null(number())}, {"papers", whole()}}))},
          {"top_papers", list(ref("Paper"))},
          {"index_as_of", or_null(text())}};
}

void add_metrics(Json& schemas) {
  const Members required{{"value", or_null(number())},
                         {"scope", one_of({"corpus", "imported"})},
                         {"source", text()},
                         {"as_of", or_null(text())},
                         {"n", or_null(whole())}};
  const Members optional{{"reason", text()}, {"model", text()}, {"formula", text()}, {"parts", map_of(number())}, {"cell", text()},
                         {"provisional", yes_or_no()}};
  schemas["Metric"] = object(required, optional);
  schemas["NamedMetric"] = object(joined({{"name", text()}}, required), optional);
  const Json year = object({{"year", whole()}}, {{"count", whole()}, {"h", whole()}});
  schemas["Series"] = object({{"series", list(year)}, {"scope", one_of({"corpus"})}, {"source", text()}, {"as_of", or_null(text())}, {"n", whole()}},
                             {{"formula", text()}});
}

void add_parts(Json& schemas) {
  schemas["Index"] = object({{"revision", text()}, {"documents", whole()}});
  schemas["Category"] = object({{"code", text()}, {"short", text()}, {"name", text()}});
  const Members reference{{"name", text()}, {"id", or_null(text())}};
  schemas["AuthorReference"] = object(reference);
  schemas["PaperAuthor"] = object(reference, {{"ids", list(text())}, {"affiliations", list(text())}});
  schemas["Citations"] = object({{"value", whole()}, {"source", text()}, {"as_of", or_null(text())}});
  const Json span = object({{"begin", whole()}, {"end", whole()}});
  schemas["Highlight"] = object({{"field", text()}, {"spans", list(span)}}, {{"html", text()}});
  schemas["Link"] = object({{"rel", text()}, {"url", text()}});
  schemas["TermExplanation"] = object({{"field", text()},
                                       {"term", text()},
                                       {"df", whole()},
                                       {"weight", whole()},
                                       {"impact", whole()},
                                       {"score", or_null(number())}});
  schemas["BoostExplanation"] = object({{"boost", text()}, {"share", or_null(number())}, {"score", or_null(number())}});
  schemas["Total"] = object({{"value", whole()}, {"relation", one_of({"eq", "gte"})}});
  schemas["Note"] =
      object({{"code", text()}, {"message", text()}}, {{"offset", whole()}, {"strict_total", whole()}, {"left_out", whole()}});
  const Json word = object({{"offset", whole()}, {"typed", text()}, {"suggested", text()}, {"papers", whole()}});
  schemas["Correction"] = object({{"query", text()}, {"words", list(word)}});
  schemas["Query"] = object(
      {{"text", text()}, {"parsed", text()}, {"notes", list(ref("Note"))}, {"corrections", list(ref("Correction"))}});
  const Json value =
      object({{"value", text()}, {"label", text()}, {"count", whole()}, {"selected", yes_or_no()}});
  schemas["Facet"] = object({{"values", list(value)}, {"exact", yes_or_no()}, {"more", yes_or_no()}});
}

// The one envelope of lists (D11).
Json envelope(Json items, bool searched) {
  Members required{{"index", ref("Index")}};
  if (searched) required.push_back({"query", ref("Query")});
  required = joined(
      std::move(required),
      {{"total", ref("Total")}, {"results", list(std::move(items))}, {"next_cursor", or_null(text())}});
  Members optional{{"facets", map_of(ref("Facet"))}};
  if (searched) optional.push_back({"outside", object({{"total", whole()}, {"ids", list(text())}})});
  if (searched) optional.push_back({"authors", list(object({{"name", text()}, {"id", text()}, {"papers", whole()}}))});
  return object(required, optional);
}

void add_suggestions(Json& schemas) {
  std::vector<std::string> kinds;
  for (const auto& row : schema::kSuggestionKinds) kinds.emplace_back(row.one);
  schemas["Suggestion"] = object({{"kind", one_of(kinds)}, {"text", text()}, {"corrected", yes_or_no()}},
                                 {{"id", text()}, {"query", text()}, {"papers", whole()}, {"year", or_null(whole())}});
  schemas["Suggestions"] = object({{"index", ref("Index")}, {"q", text()}, {"results", list(ref("Suggestion"))}});
}

void add_evidence(Json& schemas) {
  const Json weight = object({{"kind", text()}, {"weight", number()}, {"observed", or_null(number())}});
  schemas["IdentityEvidence"] = object({{"one_person", yes_or_no()},
                                        {"rule", one_of({"evidence", "same_id", "different_ids", "same_paper", "names", "other_authorships", "correction"})},
                                        {"id", or_null(text())},
                                        {"other_id", or_null(text())},
                                        {"sum", number()},
                                        {"weights", list(weight)}});
  const Json evidence = ref("IdentityEvidence");
  const Json authorship = object({{"paper", text()}, {"position", whole()}, {"name", text()}, {"evidence", or_null(evidence)}});
  const Json candidate = object({{"name", text()}, {"id", text()}, {"evidence", evidence}});
  const Json side = object({{"name", text()}, {"id", text()}, {"authorship", or_null(text())}});
  schemas["AuthorEvidence"] = object({{"index", ref("Index")},
                                      {"name", text()},
                                      {"id", text()},
                                      {"confidence", number()},
                                      {"corrected", yes_or_no()},
                                      {"total", whole()},
                                      {"authorships", list(authorship)},
                                      {"candidates", list(candidate)},
                                      {"compared", or_null(object({{"one", side}, {"other", side}, {"same_author", yes_or_no()}, {"evidence", evidence}}))}});
}

void add_sets(Json& schemas) {
  const Json value = object({{"value", text()}, {"label", text()}, {"count", whole()}, {"selected", yes_or_no()}});
  schemas["FacetList"] = object({{"index", ref("Index")},
                                 {"query", ref("Query")},
                                 {"total", ref("Total")},
                                 {"field", text()},
                                 {"results", list(value)},
                                 {"next_cursor", or_null(text())}});
  schemas["Statistics"] = object({{"index", ref("Index")},
                                  {"query", ref("Query")},
                                  {"total", ref("Total")},
                                  {"first_year", or_null(whole())},
                                  {"last_year", or_null(whole())},
                                  {"primary_category", or_null(ref("Category"))},
                                  {"primary_category_share", or_null(number())},
                                  {"categories", list(object({{"value", text()}, {"label", text()}, {"count", whole()}}))},
                                  {"papers_by_year", list(object({{"year", whole()}, {"count", whole()}}))},
                                  {"statistics", map_of(either(ref("Metric"), ref("Series")))},
                                  {"index_as_of", or_null(text())}});
}

void add_parse_result(Json& schemas) {
  schemas["QueryPart"] = object({{"kind", one_of({"words", "exact", "phrase", "beginning", "near", "value", "all", "any", "not"})},
                                 {"text", text()},
                                 {"offset", whole()},
                                 {"required", yes_or_no()},
                                 {"papers", whole()}},
                                {{"field", text()}, {"parts", list(ref("QueryPart"))}});
  const Json term = object({{"field", text()}, {"term", text()}, {"df", whole()}, {"weight", whole()}});
  const Json emptying = object({{"part", or_null(text())}, {"papers", whole()}, {"before", whole()}}, {{"offset", whole()}});
  const Json relaxation = object({{"change", one_of({"without_part", "any_word", "phrase_as_words", "without_filters"})},
                                  {"part", or_null(text())},
                                  {"query", text()},
                                  {"papers", whole()}});
  schemas["ParseResult"] = object({{"index", ref("Index")},
                                   {"query", ref("Query")},
                                   {"total", ref("Total")},
                                   {"tree", or_null(ref("QueryPart"))},
                                   {"terms", list(term)},
                                   {"emptied_by", or_null(emptying)},
                                   {"relaxations", list(relaxation)}});
}

void add_novelty(Json& schemas) {
  const Json terms = object({{"count", whole()}, {"percentile", number()}, {"most_reused", list(object({{"term", text()}, {"reuse", whole()}}))}});
  const Json earlier = object({{"id", text()}, {"title", or_null(text())}, {"similarity", number()}});
  const Json distance = object({{"value", number()}, {"percentile", number()}, {"compared", whole()}, {"nearest", list(earlier)}});
  const Json receipt = object({{"raw", number()}, {"new_terms", terms}, {"distance", distance}});
  const Json rank = object({{"parts", map_of(object({{"weight", number()}, {"value", or_null(number())}}))},
                            {"age_days", or_null(whole())},
                            {"citations", or_null(whole())},
                            {"citations_cell", or_null(text())},
                            {"citations_n", or_null(whole())}});
  schemas["Novelty"] = object({{"index", ref("Index")},
                               {"id", text()},
                               {"title", text()},
                               {"novelty", ref("Metric")},
                               {"receipt", or_null(receipt)},
                               {"rank_score", ref("Metric")},
                               {"rank", or_null(rank)}});
}

void add_index_info(Json& schemas) {
  const Json snapshot =
      object({{"as_of", text()}, {"revision", text()}, {"papers", whole()}, {"with_novelty", whole()}, {"with_rank", whole()}});
  const Json input = object({{"name", text()},
                             {"format", text()},
                             {"hash", text()},
                             {"bytes", whole()},
                             {"records", whole()},
                             {"accepted", whole()},
                             {"rejected", whole()}});
  const Json unmatched = object({{"input", text()},
                                 {"line", whole()},
                                 {"subject", text()},
                                 {"reason", text()},
                                 {"candidates", list(text())}});
  schemas["IndexInfo"] = object({{"index", ref("Index")},
                                 {"format_version", whole()},
                                 {"fingerprint", text()},
                                 {"program", text()},
                                 {"generation", whole()},
                                 {"papers", whole()},
                                 {"authors", whole()},
                                 {"segments", whole()},
                                 {"as_of", or_null(text())},
                                 {"built_at", or_null(text())},
                                 {"inputs", list(input)},
                                 {"rejected", map_of(whole())},
                                 {"warnings", map_of(whole())},
                                 {"ignored_keys", map_of(whole())},
                                 {"superseded", whole()},
                                 {"merged", map_of(whole())},
                                 {"suppressed", whole()},
                                 {"author_ids_ignored", yes_or_no()},
                                 {"updates", whole()},
                                 {"unmatched", list(unmatched)},
                                 {"snapshot", or_null(snapshot)}});
}

void add_problem(Json& schemas) {
  std::vector<std::string> codes;
  for (const schema::ErrorCode code : schema::all_error_codes()) codes.emplace_back(public_name(code));
  const Json fault = object({{"parameter", text()}, {"message", text()}}, {{"offset", whole()}});
  schemas["Problem"] = object({{"type", text()},
                               {"title", text()},
                               {"status", whole()},
                               {"code", one_of(codes)},
                               {"detail", text()},
                               {"errors", list(fault)}});
}

std::vector<std::string> names(const Members& members) {
  std::vector<std::string> list_of_names{"id"};
  for (const Member& member : members) list_of_names.push_back(member.name);
  return list_of_names;
}

}  // namespace

Json reply_schemas() {
  const Members index{{"index", ref("Index")}};
  Json schemas = Json::object();
  add_parts(schemas);
  add_metrics(schemas);
  schemas["Paper"] = object(kId, paper());
  schemas["PaperRecord"] = object(joined(index, kId), paper_record());
  schemas["PaperList"] = envelope(ref("Paper"), true);
  schemas["PaperBatch"] = envelope(or_null(object(kId, paper_record())), false);
  schemas["Author"] = object(kId, author());
  schemas["AuthorList"] = envelope(ref("Author"), true);
  schemas["AuthorProfile"] = object(joined(index, kId), profile());
  schemas["AuthorBatch"] = envelope(or_null(object(kId, profile())), false);
  add_parse_result(schemas);
  add_suggestions(schemas);
  add_sets(schemas);
  add_novelty(schemas);
  add_evidence(schemas);
  add_index_info(schemas);
  add_problem(schemas);
  schemas["Status"] = object({{"status", one_of({"ok", "ready"})}}, index);
  const Json ids{{"type", "array"},
                 {"items", {{"type", "string"}, {"minLength", 1}}},
                 {"minItems", 1},
                 {"maxItems", schema::limits::kBatchIds.value}};
  schemas["BatchBody"] = object({{"ids", ids}});
  return schemas;
}

const std::vector<std::string>& paper_members() {
  static const std::vector<std::string> members = names(paper());
  return members;
}

const std::vector<std::string>& paper_record_members() {
  static const std::vector<std::string> members = names(paper_record());
  return members;
}

const std::vector<std::string>& author_members() {
  static const std::vector<std::string> members = names(author());
  return members;
}

const std::vector<std::string>& profile_members() {
  static const std::vector<std::string> members = names(profile());
  return members;
}

}  // namespace incipit::server::api

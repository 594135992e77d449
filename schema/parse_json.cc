#include <nlohmann/json.hpp>

#include "schema/parts_json.h"
#include "schema/result_json.h"

namespace incipit::schema {
namespace {

Json part_json(const QueryPart& part) {
  Json object{{"kind", part.kind}, {"text", part.text}};
  if (!part.field.empty()) object["field"] = part.field;
  object["offset"] = part.offset;
  object["required"] = part.required;
  object["papers"] = part.papers;
  if (part.parts.empty()) return object;
  Json parts = Json::array();
  for (const QueryPart& child : part.parts) parts.push_back(part_json(child));
  object["parts"] = std::move(parts);
  return object;
}

Json emptying_json(const EmptyingPart& part) {
  Json object{{"part", text_or_null(part.text)}};
  if (part.offset) object["offset"] = *part.offset;
  object["papers"] = part.papers;
  object["before"] = part.before;
  return object;
}

}  // namespace

Json to_json(const ParseResult& result) {
  Json object{{"index", to_json(result.index)}, {"query", query_json(result.query)}, {"total", total_json({result.total, true})}};
  object["tree"] = result.tree ? part_json(*result.tree) : Json(nullptr);
  Json terms = Json::array();
  for (const auto& [field, term, papers, weight] : result.terms) {
    terms.push_back({{"field", field}, {"term", term}, {"df", papers}, {"weight", weight}});
  }
  object["terms"] = std::move(terms);
  object["emptied_by"] = result.emptied_by ? emptying_json(*result.emptied_by) : Json(nullptr);
  Json relaxations = Json::array();
  for (const auto& [change, part, query, papers] : result.relaxations) {
    relaxations.push_back({{"change", change}, {"part", text_or_null(part)}, {"query", query}, {"papers", papers}});
  }
  object["relaxations"] = std::move(relaxations);
  return object;
}

}  // namespace incipit::schema

#include "server/api/openapi.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "schema/ascii.h"
#include "schema/limits.h"
#include "server/api/answers.h"
#include "server/api/reply_schemas.h"
#include "server/api/routes.h"
#include "writers/format.h"

namespace incipit::server::api {
namespace {

using Json = nlohmann::ordered_json;

Json value_schema(const ParameterRow& row) {
  switch (row.kind) {
    case ParameterKind::integer: {
      Json schema{{"type", "integer"}, {"minimum", row.minimum}};
      if (row.maximum) schema["maximum"] = row.maximum->value;
      if (row.default_value) schema["default"] = row.default_value->value;
      return schema;
    }
    case ParameterKind::choice: {
      auto choices = choices_of(row);
      if (row.name == "sort") {
        for (const std::string& key : choices_of(row)) choices.push_back("-" + key);
      }
      return Json{{"type", "string"}, {"enum", choices}};
    }
    case ParameterKind::comma_list:
      if (!row.choices.empty()) return Json{{"type", "string"}, {"enum", choices_of(row)}};
      return Json{{"type", "string"}};
    case ParameterKind::date:
      return Json{{"type", "string"}, {"pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}.*)?)?$"}};
    case ParameterKind::percentile:
      return Json{{"type", "string"}, {"pattern", "^[0-9]{1,3}(\\.[0-9]{1,2})?$"}};
    case ParameterKind::flag:
      return Json{{"type", "string"}, {"enum", {"0", "1", "false", "true"}}};
    case ParameterKind::year_range:
      return Json{{"type", "string"}, {"pattern", "^-?([0-9]{4}(\\.\\.([0-9]{4})?)?|\\.\\.[0-9]{4})$"}};
    case ParameterKind::filter:
      return Json{{"type", "string"}, {"minLength", 1}};
    case ParameterKind::text:
      break;
  }
  return Json{{"type", "string"}, {"maxLength", schema::limits::kQueryBytes.value}};
}

Json parameter(const ParameterRow& row) {
  Json object{{"name", row.name}, {"in", "query"}, {"description", row.meaning}};
  const bool commas = row.kind == ParameterKind::comma_list;
  if (row.times == Times::any) {
    object["schema"] = Json{{"type", "array"}, {"items", value_schema(row)}};
    object["style"] = "form";
    object["explode"] = !commas;
  } else {
    object["schema"] = value_schema(row);
  }
  return object;
}

Json parameters_of(const Route& route) {
  Json list = Json::array();
  for (const std::string_view segment : pattern_segments(route.pattern)) {
    if (!is_variable(segment)) continue;
    const std::size_t end = takes_rest(segment) ? segment.size() - 4 : segment.size() - 1;
    list.push_back(Json{{"name", segment.substr(1, end - 1)},
                        {"in", "path"},
                        {"required", true},
                        {"schema", {{"type", "string"}}}});
  }
  for (const ParameterRow& row : parameter_table(route.parameters)) {
    if (row.unavailable.empty()) list.push_back(parameter(row));
  }
  return list;
}

Json content(std::string_view type, const std::string& schema) {
  return Json{{std::string(type), {{"schema", {{"$ref", "#/components/schemas/" + schema}}}}}};
}

Json success(const Route& route) {
  Json reply{{"description", route.summary}};
  if (!route.reply.empty()) reply["content"] = content(kJsonType, std::string(route.reply));
  if (route.door == Door::data && find_parameter(route.parameters, "format")) {
    for (const auto& row : writers::format_table()) {
      const std::string type(row.media_type.substr(0, row.media_type.find(';')));
      reply["content"][type] = Json{{"schema", {{"type", "string"}}}};
    }
  }
  if (route.door == Door::page && !route.pattern.starts_with("/assets/")) {
    reply["content"] = Json{{"text/html", {{"schema", {{"type", "string"}}}}}};
  }
  return reply;
}

Json operation(const Route& route) {
  Json object{{"summary", route.summary}};
  if (!route.unavailable.empty()) object["description"] = route.unavailable;
  const Json parameters = parameters_of(route);
  if (!parameters.empty()) object["parameters"] = parameters;
  if (route.method == "POST" && route.unavailable.empty()) {
    object["requestBody"] = Json{{"required", true}, {"content", content(kJsonType, "BatchBody")}};
  }
  Json problem{{"description", "A problem document (RFC 9457)"},
               {"content", content(kProblemType, "Problem")}};
  if (!route.unavailable.empty()) {
    object["responses"] = Json{{"422", problem}, {"default", problem}};
    return object;
  }
  if (route.door == Door::page) problem = Json{{"description", "An error page"}};
  object["responses"] = Json{{"200", success(route)}};
  if (route.pattern == "/category/{code}") {
    object["responses"] = Json{{"302", {{"description", route.summary}}}};
  } else if (route.method == "GET") {
    object["responses"]["304"] = Json{{"description", "The reply is the one that If-None-Match names"}};
  }
  object["responses"]["default"] = problem;
  return object;
}

// "/paper/{id...}" is "/paper/{id}" in OpenAPI.
std::string path_of(const Route& route) {
  std::string path(route.pattern);
  const auto dots = path.find("...}");
  if (dots != std::string::npos) path.erase(dots, 3);
  return path;
}

}  // namespace

Json openapi_document() {
  Json paths = Json::object();
  for (const Route& route : route_table()) paths[path_of(route)][schema::lower_ascii(route.method)] = operation(route);
  return Json{{"openapi", "3.1.0"},
              {"info",
               {{"title", "Incipit"},
                {"version", INCIPIT_VERSION},
                {"description", "Full-text search over research-paper abstracts"},
                {"license", {{"name", "GPL-3.0-or-later"}, {"identifier", "GPL-3.0-or-later"}}}}},
              {"paths", std::move(paths)},
              {"components", {{"schemas", reply_schemas()}}}};
}

}  // namespace incipit::server::api

#include "server/api/openapi.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "server/api/reply_schemas.h"
#include "server/api/routes.h"

namespace incipit::server::api {
namespace {

using Json = nlohmann::ordered_json;

// Every "$ref" below `value`.
void collect_references(const Json& value, std::set<std::string>& references) {
  if (value.is_object() && value.contains("$ref")) references.insert(value["$ref"].get<std::string>());
  if (!value.is_structured()) return;
  for (const auto& member : value) collect_references(member, references);
}

TEST(OpenApi, has_every_route_with_its_parameters) {
  const Json document = openapi_document();
  EXPECT_EQ(document["openapi"], "3.1.0");
  std::size_t operations = 0;
  for (const auto& path : document["paths"]) operations += path.size();
  EXPECT_EQ(operations, route_table().size());
  const Json& search = document["paths"]["/v1/papers"]["get"];
  std::set<std::string> names;
  for (const auto& parameter : search["parameters"]) names.insert(parameter["name"].get<std::string>());
  for (const ParameterRow& row : parameter_table(ParameterGroup::paper_search)) {
    EXPECT_EQ(names.count(std::string(row.name)), row.unavailable.empty() ? 1U : 0U) << row.name;
  }
}

TEST(OpenApi, path_variables_are_parameters) {
  const Json document = openapi_document();
  for (const auto& [path, operations] : document["paths"].items()) {
    const auto open = path.find('{');
    if (open == std::string::npos) continue;
    const std::string name = path.substr(open + 1, path.find('}') - open - 1);
    for (const auto& operation : operations) {
      EXPECT_EQ(operation["parameters"][0]["name"], name) << path;
      EXPECT_EQ(operation["parameters"][0]["in"], "path") << path;
    }
  }
}

TEST(OpenApi, references_lead_somewhere) {
  const Json document = openapi_document();
  std::set<std::string> references;
  collect_references(document, references);
  EXPECT_GT(references.size(), 10U);
  for (const std::string& reference : references) {
    EXPECT_TRUE(document.contains(Json::json_pointer(reference.substr(1)))) << reference;
  }
}

TEST(OpenApi, routes_of_other_versions_say_so) {
  const Json document = openapi_document();
  for (const Route& route : route_table()) {
    if (route.unavailable.empty()) continue;
    const std::string method = route.method == "GET" ? "get" : route.method == "POST" ? "post" : "delete";
    const Json& operation = document["paths"][std::string(route.pattern)][method];
    EXPECT_FALSE(operation.contains("requestBody")) << route.pattern;
    EXPECT_EQ(operation["description"], route.unavailable) << route.pattern;
    EXPECT_TRUE(operation["responses"].contains("422")) << route.pattern;
  }
}

}  // namespace
}  // namespace incipit::server::api

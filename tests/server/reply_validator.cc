#include "tests/server/reply_validator.h"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "server/api/openapi.h"

namespace incipit::testing {

std::string schema_faults(const std::string& schema, std::string_view reply) {
  static const nlohmann::json document = nlohmann::json::parse(server::api::openapi_document().dump());
  if (!document["components"]["schemas"].contains(schema)) return "no schema " + schema;
  const auto value = nlohmann::json::parse(reply, nullptr, false);
  if (value.is_discarded()) return "not JSON";
  nlohmann::json root{{"components", document["components"]}};
  root["allOf"] = nlohmann::json::array({{{"$ref", "#/components/schemas/" + schema}}});
  valijson::Schema parsed;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(root), parsed);
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  if (validator.validate(parsed, valijson::adapters::NlohmannJsonAdapter(value), &results)) return {};
  std::string faults;
  valijson::ValidationResults::Error fault;
  while (results.popError(fault)) {
    for (const std::string& part : fault.context) faults += part;
    faults += ": " + fault.description + "\n";
  }
  return faults.empty() ? "invalid" : faults;
}

}  // namespace incipit::testing

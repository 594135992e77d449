#include "server/api/batch.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "schema/limits.h"

namespace incipit::server::api {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::fail_at;

// The deepest nesting of brackets outside of strings, whether the text is JSON or not.
std::int64_t depth_of(std::string_view text) {
  std::int64_t depth = 0;
  std::int64_t deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

schema::Result<std::vector<std::string>> parse_batch(std::string_view body) {
  if (depth_of(body) > schema::limits::kJsonDepth.value) {
    return fail(ErrorCode::limit_exceeded, "the body is nested too deeply (limit json_depth: " +
                                               std::to_string(schema::limits::kJsonDepth.value) + " levels)");
  }
  const auto document = nlohmann::json::parse(body, nullptr, false);
  if (document.is_discarded()) return fail(ErrorCode::malformed_request, "the body is not JSON");
  if (!document.is_object() || !document.contains("ids") || !document["ids"].is_array()) {
    return fail_at(ErrorCode::invalid_parameter, "ids", "the body must be {\"ids\": [...]}");
  }
  for (const auto& [name, value] : document.items()) {
    if (name != "ids") return fail_at(ErrorCode::unknown_parameter, name, "the body has one member, ids");
  }
  const auto& list = document["ids"];
  if (list.empty()) return fail_at(ErrorCode::invalid_parameter, "ids", "ids must name at least one id");
  const auto& limit = schema::limits::kBatchIds;
  if (list.size() > static_cast<std::size_t>(limit.value)) {
    return fail_at(ErrorCode::limit_exceeded, "ids",
                   "at most " + std::to_string(limit.value) + " ids are answered at once (limit " +
                       std::string(limit.name) + ": " + std::string(limit.reason) + ")");
  }
  std::vector<std::string> ids;
  for (const auto& entry : list) {
    if (!entry.is_string() || entry.get_ref<const std::string&>().empty()) {
      return fail_at(ErrorCode::invalid_parameter, "ids", "ids must be strings, none empty");
    }
    ids.push_back(entry.get<std::string>());
  }
  return ids;
}

}  // namespace incipit::server::api

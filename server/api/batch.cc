#include "server/api/batch.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "schema/limits.h"
#include "schema/result_json.h"
#include "server/api/answers.h"
#include "server/api/parameters.h"

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

void answer_batch(const CallPointer& call, const std::vector<std::string>& members, ErrorCode unknown, FindRecord find) {
  auto ids = parse_batch(call->request.body);
  if (!ids) return answer_error(*call, ids.error());
  auto fields = parse_fields(call->parameters, members);
  if (!fields) return answer_error(*call, fields.error());
  answer_in_pool(call,
                 [ids = std::move(*ids), fields = std::move(*fields), unknown, find = std::move(find)](
                     query::Searcher& searcher, const Call&) -> schema::Result<HttpResponse> {
                   auto results = nlohmann::ordered_json::array();
                   std::int64_t found = 0;
                   for (const std::string& id : ids) {
                     auto record = find(searcher, id);
                     if (!record && record.error().code != unknown) return tl::make_unexpected(record.error());
                     if (!record) {
                       results.push_back(nullptr);
                       continue;
                     }
                     ++found;
                     record->erase("index");
                     if (fields) keep_members(*record, *fields);
                     results.push_back(std::move(*record));
                   }
                   return json_reply({{"index", schema::to_json(searcher.identity())},
                                      {"total", {{"value", found}, {"relation", "eq"}}},
                                      {"results", std::move(results)},
                                      {"next_cursor", nullptr}});
                 });
}

}  // namespace incipit::server::api

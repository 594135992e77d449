#include "server/api/batch.h"

#include <algorithm>
#include <unordered_map>
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

schema::Result<BatchRecords> collect_records(
    const std::vector<std::string>& ids, const std::optional<std::vector<std::string>>& fields,
    ErrorCode unknown,
    const std::function<schema::Result<nlohmann::ordered_json>(const std::string& id)>& find,
    const BatchBounds& bounds) {
  const auto end = std::chrono::steady_clock::now() + bounds.time;
  struct First {
    std::size_t position = 0;
    std::size_t bytes = 0;
  };
  std::unordered_map<std::string_view, First> seen;
  BatchRecords records;
  records.results = nlohmann::ordered_json::array();
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto [entry, fresh] = seen.try_emplace(ids[i], First{i, 0});
    First& first = entry->second;
    nlohmann::ordered_json record;
    if (!fresh) {
      if (bytes + first.bytes <= bounds.bytes) record = records.results[first.position];
    } else {
      if (std::chrono::steady_clock::now() > end) {
        return fail(ErrorCode::deadline_exceeded, "the batch took longer than " +
                                                      std::to_string(bounds.time.count()) +
                                                      " ms (search_milliseconds): ask for fewer ids at once");
      }
      auto found = find(ids[i]);
      if (!found && found.error().code != unknown) return tl::make_unexpected(found.error());
      if (found) {
        record = std::move(*found);
        record.erase("index");
        if (fields) keep_members(record, *fields);
        first.bytes = schema::dump(record).size();
      }
    }
    bytes += first.bytes;
    if (bytes > bounds.bytes) {
      const auto& limit = schema::limits::kReplyBytes;
      return fail_at(ErrorCode::limit_exceeded, "ids",
                     "the reply would be larger than " + std::to_string(bounds.bytes) + " bytes (limit " +
                         std::string(limit.name) + ": " + std::string(limit.reason) +
                         "); ask for fewer ids or fields at once");
    }
    if (!record.is_null()) ++records.found;
    records.results.push_back(std::move(record));
  }
  return records;
}

void answer_batch(const CallPointer& call, const std::vector<std::string>& members, ErrorCode unknown,
                  FindRecord find) {
  auto ids = parse_batch(call->request.body);
  if (!ids) return answer_error(*call, ids.error());
  auto fields = parse_fields(call->parameters, members);
  if (!fields) return answer_error(*call, fields.error());
  answer_in_pool(call,
                 [ids = std::move(*ids), fields = std::move(*fields), unknown, find = std::move(find)](
                     query::Searcher& searcher, const Call&) -> schema::Result<HttpResponse> {
                   auto records = collect_records(ids, fields, unknown,
                                                  [&](const std::string& id) { return find(searcher, id); });
                   if (!records) return tl::make_unexpected(records.error());
                   return json_reply({{"index", schema::to_json(searcher.identity())},
                                      {"total", {{"value", records->found}, {"relation", "eq"}}},
                                      {"results", std::move(records->results)},
                                      {"next_cursor", nullptr}});
                 });
}

}  // namespace incipit::server::api

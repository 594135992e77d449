// Batch requests, {"ids": [...]}, and their replies.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "schema/limits.h"
#include "server/api/handlers.h"

namespace incipit::server::api {

// The ids in order, 1 to kBatchIds of them. Errors: malformed_request (no JSON), limit_exceeded (kJsonDepth,
// kBatchIds), invalid_parameter (anything but one list of non-empty strings).
[[nodiscard]] schema::Result<std::vector<std::string>> parse_batch(std::string_view body);

// How much work and memory one batch may take.
struct BatchBounds {
  std::chrono::milliseconds time{schema::limits::kSearchMilliseconds.value};
  std::size_t bytes = schema::limits::kReplyBytes.value;
};

// The records of `ids` in order, each without `index` and with the members of `fields` alone, where given;
// null for each that `find` does not know (an error of code `unknown`). An id is looked up once, however
// often it is named. Errors: any other of `find`; deadline_exceeded; limit_exceeded (kReplyBytes).
struct BatchRecords {
  nlohmann::ordered_json results;
  std::int64_t found = 0;
};
[[nodiscard]] schema::Result<BatchRecords> collect_records(
    const std::vector<std::string>& ids, const std::optional<std::vector<std::string>>& fields,
    schema::ErrorCode unknown,
    const std::function<schema::Result<nlohmann::ordered_json>(const std::string& id)>& find,
    const BatchBounds& bounds = {});

// Answers a batch with the envelope of its ids' records.
using FindRecord =
    std::function<schema::Result<nlohmann::ordered_json>(query::Searcher& searcher, const std::string& id)>;
void answer_batch(const CallPointer& call, const std::vector<std::string>& members, schema::ErrorCode unknown,
                  FindRecord find);

}  // namespace incipit::server::api

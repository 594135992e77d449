// Batch requests, {"ids": [...]}, and their replies.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"
#include "server/api/handlers.h"

namespace incipit::server::api {

// The ids in order, 1 to kBatchIds of them. Errors: malformed_request (no JSON), limit_exceeded (kJsonDepth,
// kBatchIds), invalid_parameter (anything but one list of non-empty strings).
[[nodiscard]] schema::Result<std::vector<std::string>> parse_batch(std::string_view body);

// Answers a batch: the envelope of the ids' records in order, null for each that `find` does not know (an error of code
// `unknown`). Records lose their `index` and keep the members of `fields` alone, where given.
using FindRecord =
    std::function<schema::Result<nlohmann::ordered_json>(query::Searcher& searcher, const std::string& id)>;
void answer_batch(const CallPointer& call, const std::vector<std::string>& members, schema::ErrorCode unknown,
                  FindRecord find);

}  // namespace incipit::server::api

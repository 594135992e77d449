// The body of a batch request, {"ids": [...]}.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/error.h"

namespace incipit::server::api {

// The ids in order, 1 to kBatchIds of them. Errors: malformed_request (no JSON), limit_exceeded (kJsonDepth,
// kBatchIds), invalid_parameter (anything but one list of non-empty strings).
[[nodiscard]] schema::Result<std::vector<std::string>> parse_batch(std::string_view body);

}  // namespace incipit::server::api

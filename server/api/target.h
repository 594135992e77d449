// A request target taken apart: the path is split at raw '/' first and each segment decoded once (so an id
// may hold '/' as %2F), the query string becomes ordered parameters.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/error.h"

namespace incipit::server::api {

using Parameters = std::vector<std::pair<std::string, std::string>>;

struct Target {
  std::vector<std::string> segments;  // decoded; "/" has one, empty
  std::string path;                   // as sent, without the query
  Parameters parameters;              // decoded, in order; '+' is a space
};

// Errors: malformed_request (a broken escape, NUL or another control character in the path, NUL in the query,
// invalid UTF-8), naming the place; route_not_found ('.' and '..' segments); limit_exceeded (kParameters).
[[nodiscard]] schema::Result<Target> parse_target(std::string_view target);

}  // namespace incipit::server::api

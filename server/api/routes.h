// The route table: every method and path that is answered, with its handler, its parameters and one sentence.
// Matching, 405, the check of parameters and the OpenAPI document read it. No two rows overlap (a test sees
// to it), so their order means nothing.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/api/parameter_table.h"
#include "server/api/target.h"

namespace incipit::server::api {

struct Call;
using Answer = void (*)(const std::shared_ptr<Call>& call);

enum class Door { data, page };  // JSON and problem documents, or HTML

struct Route {
  std::string_view method;   // "GET" answers HEAD too
  std::string_view pattern;  // "/v1/papers/{id}"; a last "{id...}" takes all segments that are left
  Answer answer;
  Door door;
  ParameterGroup parameters;
  std::string_view reply;  // a schema of the OpenAPI document; empty: not JSON
  std::string_view summary;
  std::string_view unavailable = {};  // why this version does not answer it; empty: it does
};

[[nodiscard]] std::span<const Route> route_table();

struct RouteMatch {
  const Route* route = nullptr;      // nullptr: no row with this method
  std::vector<std::string> values;   // of the pattern's variables, in order
  std::vector<std::string> allowed;  // methods that the path has; empty: no such path
};
[[nodiscard]] RouteMatch match_route(std::string_view method, const std::vector<std::string>& segments);

// The parts of a pattern between its slashes.
[[nodiscard]] std::vector<std::string_view> pattern_segments(std::string_view pattern);
[[nodiscard]] bool is_variable(std::string_view pattern_segment);
[[nodiscard]] bool takes_rest(std::string_view pattern_segment);

}  // namespace incipit::server::api

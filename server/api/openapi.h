// The OpenAPI 3.1 document, made from the route table, the parameter tables and the reply schemas.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace incipit::server::api {

[[nodiscard]] nlohmann::ordered_json openapi_document();

}  // namespace incipit::server::api

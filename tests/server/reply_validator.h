// Checks replies against the schemas of the OpenAPI document.
#pragma once

#include <string>
#include <string_view>

namespace incipit::testing {

// What is wrong with `reply` as a `schema` ("PaperList"); empty when it is valid. Unknown schemas are wrong.
[[nodiscard]] std::string schema_faults(const std::string& schema, std::string_view reply);

}  // namespace incipit::testing

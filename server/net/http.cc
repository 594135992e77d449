#include "server/net/http.h"

#include "schema/ascii.h"

namespace incipit::server {

std::string_view HttpRequest::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (schema::equal_in_any_case(known, name)) return value;
  }
  return {};
}

}  // namespace incipit::server

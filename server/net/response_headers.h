// The headers that every reply carries, whoever made it.
#pragma once

#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "server/net/http.h"

namespace incipit::server::net {

// False for a reply that must not be sent: a status outside 200..599, or a header with a line end or NUL in
// it.
[[nodiscard]] bool is_sendable(const HttpResponse& reply);

// The reply's own headers and content type, with Date, Server and the security headers added where it has
// none. Length and connection are the connection's business.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> complete_headers(const HttpResponse& reply,
                                                                                std::time_t now);

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
[[nodiscard]] std::string http_date(std::time_t instant);

}  // namespace incipit::server::net

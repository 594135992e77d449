// HTTP messages as plain values: what `net` hands to the doors and takes back. No Beast type leaves `net`.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace incipit::server {

struct HttpRequest {
  std::string method;  // "GET", as sent
  std::string target;  // path and query as sent: printable ASCII, starts with '/'
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // The value of the first header of that name (case does not matter), or "".
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  std::string content_type;  // empty: no body
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// Called exactly once per request, from any thread.
using Respond = std::function<void(HttpResponse)>;
using Handler = std::function<void(HttpRequest, Respond)>;

}  // namespace incipit::server

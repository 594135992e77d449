// One line per request for the log: who asked what, what was answered, and how long it took.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "server/net/http.h"

namespace incipit::server::ops {

// `text` on one line: control characters and backslashes as \xXX, at most 512 bytes and then "...".
[[nodiscard]] std::string one_line(std::string_view text);

struct RequestLine {
  std::string id;
  std::string method;
  std::string path;  // without the query string, which is private
  int status = 0;
  double milliseconds = 0;
  std::size_t bytes = 0;  // of the body, before HEAD leaves it out
};
// "id=... method=GET path=/v1/papers status=200 ms=1.25 bytes=5120"
[[nodiscard]] std::string format_line(const RequestLine& line);

// `handler` with a request id on each reply (`X-Request-Id`) and, where `log` is not empty, a line per
// request.
[[nodiscard]] Handler with_log(Handler handler, std::function<void(const std::string&)> log);

}  // namespace incipit::server::ops

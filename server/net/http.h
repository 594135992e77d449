// HTTP messages as plain values: what `net` hands to the doors and takes back. No Beast type leaves `net`.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
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

// A body that is made while it is sent. A piece is asked for when the client has taken the one before, so a client that stops
// reading costs no more than a piece.
class BodyStream {
 public:
  struct Piece {
    enum class Kind : std::uint8_t {
      data,
      end,     // that was all
      later,   // nothing now; ask again in a moment
      failed,  // the body cannot be finished: the connection is cut, so that the client sees it
    };
    Kind kind = Kind::failed;
    std::string bytes;  // of `data`
  };
  using Take = std::function<void(Piece)>;

  virtual ~BodyStream() = default;
  // Calls `take` once, now or later and from any thread; not asked again before. Must not block.
  virtual void next(Take take) = 0;
};

struct HttpResponse {
  int status = 200;
  std::string content_type;  // empty: no body
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::shared_ptr<BodyStream> stream = nullptr;  // instead of `body`
};

// Called exactly once per request, from any thread.
using Respond = std::function<void(HttpResponse)>;
using Handler = std::function<void(HttpRequest, Respond)>;

}  // namespace incipit::server

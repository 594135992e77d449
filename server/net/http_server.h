// An HTTP/1.1 server of plain messages: sockets, framing, deadlines and limits. It knows no JSON and no
// routes: a handler answers requests, and a second function answers what is refused before a handler sees it.
//
// One request at a time per connection: the next is read when the reply is written, so a client that
// pipelines waits in its own socket. HEAD is answered with the headers of the handler's reply and no body.
//
// Threads: `start`, `drain` and the destructor from the owner's thread; the handler is called on the server's
// threads and must not block; `Respond` may be called from any thread, also after the client left.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "schema/error.h"
#include "schema/limits.h"
#include "server/net/http.h"
#include "server/net/refusal.h"

namespace incipit::server::net {

class HttpServer {
 public:
  struct Options {
    std::string host = "127.0.0.1";  // an address, not a name
    std::uint16_t port = 0;          // 0: any free one
    int threads = 2;                 // that read and write; at least 1
    std::size_t target_bytes = schema::limits::kTargetBytes.value;
    std::size_t header_bytes = schema::limits::kHeaderBytes.value;
    std::size_t header_count = schema::limits::kHeaderCount.value;
    std::size_t body_bytes = schema::limits::kBodyBytes.value;
    std::size_t connections = schema::limits::kConnections.value;
    std::chrono::milliseconds idle = std::chrono::seconds(schema::limits::kIdleSeconds.value);
    std::chrono::milliseconds header = std::chrono::seconds(schema::limits::kHeaderSeconds.value);
    std::chrono::milliseconds body = std::chrono::seconds(schema::limits::kBodySeconds.value);
    // Without any of a reply being taken.
    std::chrono::milliseconds write = std::chrono::seconds(schema::limits::kWriteSeconds.value);
    std::chrono::milliseconds drain = std::chrono::seconds(schema::limits::kDrainSeconds.value);
    std::function<HttpResponse(Refusal)> refuse;  // the reply to a refused request; required
    std::function<void(const std::string&)> log;  // accept errors, one line each; empty: none
  };

  // Listens and serves. Errors: system (the address or port cannot be had, with its number); usage (`host` is
  // no address).
  [[nodiscard]] static schema::Result<std::unique_ptr<HttpServer>> start(Options options, Handler handler);
  ~HttpServer();  // drains

  [[nodiscard]] std::uint16_t port() const;
  // Open connections, for figures and tests.
  [[nodiscard]] std::size_t connections() const;

  // Closes the listener and idle connections, lets replies in flight finish (at most `drain`), closes the
  // rest. Idempotent.
  void drain();

  struct State;  // known to the implementation only

 private:
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace incipit::server::net

// Why `net` answers a request itself, without asking the handler. The doors give each its status and words.
#pragma once

namespace incipit::server::net {

enum class Refusal {
  malformed,          // not HTTP/1.x, or framed in a way that two programs could read differently
  bad_host,           // HTTP/1.1 without exactly one valid Host
  bad_target,         // not '/' followed by printable ASCII
  version,            // HTTP/2 or later
  transfer_encoding,  // a transfer coding: bodies are sent with Content-Length
  expectation,        // Expect: anything but 100-continue
  target_too_long,
  header_too_large,
  too_many_headers,
  body_too_large,
  header_timeout,
  body_timeout,
  too_many_connections,
  handler_failed,  // a bug of ours: the handler threw or forgot to answer
};

inline constexpr int kRefusals = static_cast<int>(Refusal::handler_failed) + 1;

}  // namespace incipit::server::net

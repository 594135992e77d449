// Reads the header block of a request as raw bytes, before a parser sees it, and says how the message is
// framed. What two programs could read differently is refused here: folded lines, bare line ends, repeated or
// odd lengths, transfer codings, a missing or second Host. (Beast 1.81 accepts most of these.)
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "server/net/refusal.h"

namespace incipit::server::net {

struct FramingLimits {
  std::size_t target_bytes = 0;
  std::size_t header_count = 0;
  std::size_t body_bytes = 0;
};

struct Framing {
  std::size_t content_length = 0;
  bool keep_alive = false;
  bool takes_chunks = false;  // HTTP/1.1
  bool expects_continue = false;
  std::optional<Refusal> refusal;  // set: nothing else counts, answer it and close
};

// `header` ends with the empty line (CR LF CR LF).
[[nodiscard]] Framing read_framing(std::string_view header, const FramingLimits& limits);

// Why a header block of which only the beginning fits the read buffer is refused: the target or the headers.
[[nodiscard]] Refusal refusal_of_oversized(std::string_view beginning, std::size_t target_bytes);

}  // namespace incipit::server::net

// An HTTP client for tests: bytes go out as they are given, replies come back taken apart.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace incipit::testing {

struct RawReply {
  int status = 0;                              // 0: no reply came
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  [[nodiscard]] std::string header(const std::string& lower_case_name) const;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  [[nodiscard]] bool connected() const { return socket_ >= 0; }
  bool send(std::string_view bytes);
  // The next reply. `Body::none` for replies to HEAD, which announce a length and send nothing.
  enum class Body { expected, none };
  RawReply read_reply(Body body = Body::expected,
                      std::chrono::milliseconds patience = std::chrono::seconds(10));
  // Reads at most `bytes` more and forgets them; how many, 0 when nothing more comes.
  std::size_t discard(std::size_t bytes, std::chrono::milliseconds patience = std::chrono::seconds(10));
  // True when the server closes, with nothing more sent, within `patience`.
  bool closed_by_server(std::chrono::milliseconds patience = std::chrono::seconds(10));

 private:
  bool receive(std::chrono::steady_clock::time_point until);
  bool read_chunks(RawReply& reply, std::chrono::steady_clock::time_point until);

  int socket_ = -1;
  std::string in_;
};

using RequestHeaders = std::vector<std::pair<std::string, std::string>>;

// One request on a connection of its own.
RawReply request(std::uint16_t port, const std::string& method, const std::string& target,
                 const RequestHeaders& headers = {}, const std::string& body = {});
RawReply get(std::uint16_t port, const std::string& target, const RequestHeaders& headers = {});

}  // namespace incipit::testing

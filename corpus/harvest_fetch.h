// One HTTP GET after another, for the harvester.
//
// Threads: one fetcher, one thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "schema/error.h"

namespace incipit::corpus {

struct FetchOptions {
  std::string user_agent;
  std::chrono::seconds timeout{300};  // for a whole request; a tenth of it for connecting, at least a second
};

struct Fetched {
  int status = 0;                                   // of HTTP; 0: no reply came, and trying again may help
  std::string body;                                 // decompressed, at most limits::kHarvestPageBytes
  std::optional<std::chrono::seconds> retry_after;  // 0 or more, where the reply asks for a pause
  std::string fault;                                // for people, where no reply came
};

class Fetcher {
 public:
  // Error: system.
  [[nodiscard]] static schema::Result<std::unique_ptr<Fetcher>> open(const FetchOptions& options);
  virtual ~Fetcher() = default;
  // Errors, where trying again does not help: input_unreadable (a redirect to another protocol, from https to
  // http or without end, a certificate that is not trusted), limit_exceeded (a body over the limit).
  [[nodiscard]] virtual schema::Result<Fetched> get(const std::string& url) = 0;
};

// Ok for an absolute http or https address with a host and without user, password or fragment, of at most
// limits::kHarvestUrlBytes. Error: invalid_parameter naming `parameter`.
[[nodiscard]] schema::Result<void> check_base_url(std::string_view parameter, const std::string& url);

}  // namespace incipit::corpus

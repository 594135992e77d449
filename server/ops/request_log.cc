#include "server/ops/request_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <utility>

namespace incipit::server::ops {
namespace {

using Clock = std::chrono::steady_clock;

std::string path_of(std::string_view target) { return std::string(target.substr(0, target.find('?'))); }

}  // namespace

std::string one_line(std::string_view text) {
  constexpr std::size_t kLongest = 512;
  std::string line;
  for (const char c : text.substr(0, kLongest)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '\\') {
      line += fmt::format("\\x{:02x}", byte);
    } else {
      line += c;
    }
  }
  if (text.size() > kLongest) line += "...";
  return line;
}

std::string format_line(const RequestLine& line) {
  return fmt::format("id={} method={} path={} status={} ms={:.2f} bytes={}", line.id, one_line(line.method),
                     one_line(line.path), line.status, line.milliseconds, line.bytes);
}

Handler with_log(Handler handler, std::function<void(const std::string&)> log) {
  // Ids differ between runs by the start time and within a run by a counter.
  const auto start = std::chrono::system_clock::now().time_since_epoch();
  const auto run = std::chrono::duration_cast<std::chrono::milliseconds>(start).count();
  const auto counter = std::make_shared<std::atomic<std::uint64_t>>(0);
  return [handler = std::move(handler), log = std::move(log), run, counter](HttpRequest request,
                                                                            Respond respond) {
    RequestLine line;
    line.id = fmt::format("{:x}-{}", run, ++*counter);
    line.method = request.method;
    line.path = path_of(request.target);
    const auto started = Clock::now();
    handler(std::move(request), [line = std::move(line), started, log,
                                 respond = std::move(respond)](HttpResponse response) mutable {
      line.status = response.status;
      line.bytes = response.body.size();
      line.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - started).count();
      response.headers.emplace_back("X-Request-Id", line.id);
      if (log) log(format_line(line));
      respond(std::move(response));
    });
  };
}

}  // namespace incipit::server::ops

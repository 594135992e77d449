#include "server/net/framing.h"

#include <algorithm>
#include <string>

#include "schema/ascii.h"

namespace incipit::server::net {
namespace {

using schema::is_ascii_alnum;
using schema::is_ascii_digit;
using schema::lower_ascii;

bool is_token(char c) {
  return is_ascii_alnum(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool all(std::string_view text, bool (*test)(char)) { return std::all_of(text.begin(), text.end(), test); }

bool is_value_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

// A fragment never belongs in a request and a backslash is read as '/' by some programs.
bool is_target_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7f && c != '#' && c != '\\';
}

bool is_host_byte(char c) {
  return is_ascii_alnum(c) || std::string_view("-._~%:[]").find(c) != std::string_view::npos;
}

struct Version {
  int minor = 1;
  std::optional<Refusal> refusal;
};

Version read_version(std::string_view text) {
  Version version;
  if (text == "HTTP/1.1") return version;
  version.minor = 0;
  if (text == "HTTP/1.0") return version;
  const bool other = text.size() == 8 && text.starts_with("HTTP/") && is_ascii_digit(text[5]) && text[6] == '.' &&
                     is_ascii_digit(text[7]) && text[5] >= '2';
  version.refusal = other ? Refusal::version : Refusal::malformed;
  return version;
}

std::optional<Refusal> check_request_line(std::string_view line, const FramingLimits& limits, int& minor) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == 0 || last == first) return Refusal::malformed;
  if (!all(line.substr(0, first), is_token)) return Refusal::malformed;
  const Version version = read_version(line.substr(last + 1));
  if (version.refusal) return version.refusal;
  minor = version.minor;
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (target.size() > limits.target_bytes) return Refusal::target_too_long;
  if (!target.starts_with('/') || !all(target, is_target_byte)) return Refusal::bad_target;
  return {};
}

// The headers that decide framing, as found.
struct Seen {
  int hosts = 0;
  int lengths = 0;
  bool transfer_encoding = false;
  bool host_ok = true;
  bool close = false;
  std::string length;
  std::string expect;
};

void note_header(const std::string& name, std::string_view value, Seen& seen) {
  if (name == "host") {
    ++seen.hosts;
    seen.host_ok = !value.empty() && all(value, is_host_byte);
  } else if (name == "content-length") {
    ++seen.lengths;
    seen.length = value;
  } else if (name == "transfer-encoding") {
    seen.transfer_encoding = true;
  } else if (name == "expect") {
    seen.expect = seen.expect.empty() ? lower_ascii(value) : "repeated";
  } else if (name == "connection") {
    seen.close = seen.close || ("," + lower_ascii(value) + ",").find("close") != std::string::npos;
  }
}

std::optional<Refusal> check_header_line(std::string_view line, Seen& seen) {
  const auto colon = line.find(':');
  // A line that begins with a space continues the one before it (obs-fold): the empty name refuses it too.
  if (colon == std::string_view::npos || colon == 0) return Refusal::malformed;
  if (!all(line.substr(0, colon), is_token)) return Refusal::malformed;
  const std::string_view value = schema::trimmed(line.substr(colon + 1), " \t");
  if (!all(value, is_value_byte)) return Refusal::malformed;
  note_header(lower_ascii(line.substr(0, colon)), value, seen);
  return {};
}

std::optional<Refusal> check_length(const Seen& seen, const FramingLimits& limits, std::size_t& length) {
  if (seen.lengths == 0) return {};
  const bool digits = schema::is_all_digits(seen.length);
  const bool padded = seen.length.size() > 1 && seen.length.front() == '0';
  if (seen.lengths > 1 || !digits || padded) return Refusal::malformed;
  for (const char c : seen.length) {
    length = length * 10 + static_cast<std::size_t>(c - '0');
    if (length > limits.body_bytes) return Refusal::body_too_large;
  }
  return {};
}

std::optional<Refusal> check_framing(const Seen& seen, const FramingLimits& limits, int minor,
                                     Framing& framing) {
  if (seen.hosts > 1 || (minor == 1 && seen.hosts == 0) || !seen.host_ok) return Refusal::bad_host;
  if (seen.transfer_encoding) {
    return seen.lengths > 0 || minor == 0 ? Refusal::malformed : Refusal::transfer_encoding;
  }
  if (const auto refusal = check_length(seen, limits, framing.content_length)) return refusal;
  if (minor == 1 && !seen.expect.empty()) {
    if (seen.expect != "100-continue") return Refusal::expectation;
    framing.expects_continue = framing.content_length > 0;
  }
  return {};
}

Framing refused(Refusal why) {
  Framing framing;
  framing.refusal = why;
  return framing;
}

}  // namespace

Framing read_framing(std::string_view header, const FramingLimits& limits) {
  Framing framing;
  Seen seen;
  int minor = 1;
  std::size_t lines = 0;
  while (true) {
    const auto end = header.find("\r\n");
    if (end == std::string_view::npos) return refused(Refusal::malformed);
    const std::string_view line = header.substr(0, end);
    header.remove_prefix(end + 2);
    if (line.empty()) break;
    if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
      return refused(Refusal::malformed);
    }
    const auto refusal = lines == 0 ? check_request_line(line, limits, minor) : check_header_line(line, seen);
    if (refusal) return refused(*refusal);
    if (++lines > limits.header_count + 1) return refused(Refusal::too_many_headers);
  }
  if (lines == 0 || !header.empty()) return refused(Refusal::malformed);
  if (const auto refusal = check_framing(seen, limits, minor, framing)) return refused(*refusal);
  framing.keep_alive = minor == 1 && !seen.close;
  framing.takes_chunks = minor == 1;
  return framing;
}

Refusal refusal_of_oversized(std::string_view beginning, std::size_t target_bytes) {
  const auto first = beginning.find(' ');
  constexpr std::size_t kLongestMethod = 32;
  if (first == std::string_view::npos || first > kLongestMethod) return Refusal::malformed;
  const auto rest = beginning.substr(first + 1);
  const auto end = std::min(rest.find_first_of(" \r\n"), rest.size());
  return end > target_bytes ? Refusal::target_too_long : Refusal::header_too_large;
}

}  // namespace incipit::server::net

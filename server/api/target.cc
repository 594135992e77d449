#include "server/api/target.h"

#include <algorithm>
#include <optional>

#include "schema/ascii.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::server::api {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::fail_at;
using schema::Result;

enum class Plus { literal, space };

// Decodes `text` once. `place` names it in errors; `offset` is where it begins in the target.
Result<std::string> decode(std::string_view text, Plus plus, const std::string& place, std::size_t offset) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus == Plus::space) c = ' ';
    if (c == '%') {
      const auto high = i + 1 < text.size() ? schema::hex_digit(text[i + 1]) : std::nullopt;
      const auto low = i + 2 < text.size() ? schema::hex_digit(text[i + 2]) : std::nullopt;
      if (!high || !low) {
        return fail_at(ErrorCode::malformed_request, place,
                       "a '%' without two hexadecimal digits; write '%25' for the character itself",
                       offset + i);
      }
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    }
    if (c == '\0') return fail_at(ErrorCode::malformed_request, place, "a NUL character", offset + i);
    decoded += c;
  }
  if (!schema::is_valid_utf8(decoded)) {
    return fail_at(ErrorCode::malformed_request, place, "text that is not valid UTF-8", offset);
  }
  return decoded;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

Result<void> read_path(std::string_view path, Target& target) {
  std::size_t begin = 1;  // behind the leading '/'
  while (true) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    auto segment = decode(path.substr(begin, end - begin), Plus::literal, "path", begin);
    if (!segment) return tl::make_unexpected(segment.error());
    if (*segment == "." || *segment == "..") {
      return fail(ErrorCode::route_not_found, "nothing is found under '.' or '..'");
    }
    if (has_control(*segment)) {
      return fail_at(ErrorCode::malformed_request, "path", "a control character", begin);
    }
    target.segments.push_back(std::move(*segment));
    if (end == path.size()) return {};
    begin = end + 1;
  }
}

Result<void> read_query(std::string_view query, std::size_t offset, Target& target) {
  std::size_t begin = 0;
  while (begin < query.size()) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view pair = query.substr(begin, end - begin);
    if (!pair.empty()) {
      const std::size_t equals = std::min(pair.find('='), pair.size());
      auto name = decode(pair.substr(0, equals), Plus::space, "query", offset + begin);
      if (!name) return tl::make_unexpected(name.error());
      const std::size_t at = std::min(equals + 1, pair.size());
      auto value = decode(pair.substr(at), Plus::space, *name, offset + begin + at);
      if (!value) return tl::make_unexpected(value.error());
      if (target.parameters.size() >= static_cast<std::size_t>(schema::limits::kParameters.value)) {
        return fail_at(ErrorCode::limit_exceeded, "parameters",
                       "at most " + std::to_string(schema::limits::kParameters.value) +
                           " parameters are read (limit parameters)");
      }
      target.parameters.emplace_back(std::move(*name), std::move(*value));
    }
    begin = end + 1;
  }
  return {};
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
  if (!text.starts_with('/')) {
    return fail_at(ErrorCode::malformed_request, "path", "a path that does not begin with '/'", 0);
  }
  Target target;
  const std::size_t mark = std::min(text.find('?'), text.size());
  target.path = text.substr(0, mark);
  if (const auto read = read_path(target.path, target); !read) return tl::make_unexpected(read.error());
  if (mark < text.size()) {
    const auto read = read_query(text.substr(mark + 1), mark + 1, target);
    if (!read) return tl::make_unexpected(read.error());
  }
  return target;
}

}  // namespace incipit::server::api

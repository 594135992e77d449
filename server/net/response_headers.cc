#include "server/net/response_headers.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "schema/ascii.h"

namespace incipit::server::net {
namespace {

constexpr std::string_view kPagePolicy =
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";
constexpr std::string_view kDataPolicy = "default-src 'none'; frame-ancestors 'none'";

bool is_one_line(const std::string& text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

}  // namespace

bool is_sendable(const HttpResponse& reply) {
  if (reply.status < 200 || reply.status > 599 || !is_one_line(reply.content_type)) return false;
  return std::all_of(reply.headers.begin(), reply.headers.end(), [](const auto& header) {
    return !header.first.empty() && is_one_line(header.first) && is_one_line(header.second);
  });
}

std::vector<std::pair<std::string, std::string>> complete_headers(const HttpResponse& reply,
                                                                  std::time_t now) {
  auto headers = reply.headers;
  const auto add = [&headers](std::string_view name, std::string_view value) {
    const auto same = [name](const auto& header) { return schema::equal_in_any_case(header.first, name); };
    if (std::none_of(headers.begin(), headers.end(), same)) headers.emplace_back(name, value);
  };
  if (!reply.content_type.empty()) add("Content-Type", reply.content_type);
  add("Date", http_date(now));
  add("Server", "incipit");
  add("X-Content-Type-Options", "nosniff");
  add("Referrer-Policy", "no-referrer");
  add("X-Frame-Options", "DENY");
  // The headers of a 304 replace those of the reply that the client keeps, whose kind is not known here.
  if (reply.status == 304) return headers;
  const bool page = reply.content_type.starts_with("text/html");
  add("Content-Security-Policy", page ? kPagePolicy : kDataPolicy);
  return headers;
}

std::string http_date(std::time_t instant) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm parts{};
  gmtime_r(&instant, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour,
                parts.tm_min, parts.tm_sec);
  return text.data();
}

}  // namespace incipit::server::net

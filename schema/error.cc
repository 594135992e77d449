#include "schema/error.h"

#include <array>
#include <utility>

namespace incipit::schema {
namespace {

constexpr std::array kCodes{
    std::pair{ErrorCode::invalid_parameter, std::string_view{"invalid_parameter"}},
    std::pair{ErrorCode::unknown_parameter, std::string_view{"unknown_parameter"}},
    std::pair{ErrorCode::invalid_query, std::string_view{"invalid_query"}},
    std::pair{ErrorCode::unsupported_syntax, std::string_view{"unsupported_syntax"}},
    std::pair{ErrorCode::limit_exceeded, std::string_view{"limit_exceeded"}},
    std::pair{ErrorCode::not_available, std::string_view{"not_available"}},
    std::pair{ErrorCode::paper_not_found, std::string_view{"paper_not_found"}},
    std::pair{ErrorCode::author_not_found, std::string_view{"author_not_found"}},
    std::pair{ErrorCode::cursor_invalid, std::string_view{"cursor_invalid"}},
    std::pair{ErrorCode::cursor_mismatch, std::string_view{"cursor_mismatch"}},
    std::pair{ErrorCode::cursor_gone, std::string_view{"cursor_gone"}},
    std::pair{ErrorCode::route_not_found, std::string_view{"route_not_found"}},
    std::pair{ErrorCode::method_not_allowed, std::string_view{"method_not_allowed"}},
    std::pair{ErrorCode::malformed_request, std::string_view{"malformed_request"}},
    std::pair{ErrorCode::not_acceptable, std::string_view{"not_acceptable"}},
    std::pair{ErrorCode::payload_too_large, std::string_view{"payload_too_large"}},
    std::pair{ErrorCode::overloaded, std::string_view{"overloaded"}},
    std::pair{ErrorCode::deadline_exceeded, std::string_view{"deadline_exceeded"}},
    std::pair{ErrorCode::index_unavailable, std::string_view{"index_unavailable"}},
    std::pair{ErrorCode::index_damaged, std::string_view{"index_damaged"}},
    std::pair{ErrorCode::index_incompatible, std::string_view{"index_incompatible"}},
    std::pair{ErrorCode::index_locked, std::string_view{"index_locked"}},
    std::pair{ErrorCode::would_discard, std::string_view{"would_discard"}},
    std::pair{ErrorCode::input_unreadable, std::string_view{"input_unreadable"}},
    std::pair{ErrorCode::input_invalid, std::string_view{"input_invalid"}},
    std::pair{ErrorCode::usage, std::string_view{"usage"}},
    std::pair{ErrorCode::system, std::string_view{"system"}},
    std::pair{ErrorCode::internal, std::string_view{"internal"}},
};

}  // namespace

std::string_view public_name(ErrorCode code) {
  for (const auto& [known, name] : kCodes) {
    if (known == code) return name;
  }
  return "internal";
}

const std::vector<ErrorCode>& all_error_codes() {
  static const std::vector<ErrorCode> codes = [] {
    std::vector<ErrorCode> list;
    for (const auto& entry : kCodes) list.push_back(entry.first);
    return list;
  }();
  return codes;
}

}  // namespace incipit::schema

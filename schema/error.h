// What can go wrong, as values. A failing function returns `Result<T>`; an `Error` says what kind of
// failure it is (`code`, stable and public), what the client may read (`message`), where the fault lies
// (`parameter`, `offset`), and what only the log should hold (`detail`).
//
// Exceptions of libraries stop in one mapper per room; HTTP numbers live in `server/api` alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace incipit::schema {

enum class ErrorCode {
  invalid_parameter,   // a parameter's value cannot be read
  unknown_parameter,   // a parameter nobody declared
  invalid_query,       // query text that cannot be repaired; `offset` points into it
  unsupported_syntax,  // query syntax that is understood but not answered by this version
  limit_exceeded,      // a named limit was passed
  not_available,       // a figure or feature that this index or version does not have, with the reason
  paper_not_found,
  author_not_found,
  cursor_invalid,      // a cursor that this index did not give, or one that was damaged
  cursor_mismatch,     // a cursor of another request
  cursor_gone,         // a cursor of a revision that is not kept any more
  route_not_found,
  method_not_allowed,
  malformed_request,
  not_acceptable,
  payload_too_large,
  overloaded,
  deadline_exceeded,
  index_unavailable,   // no index, or one that cannot be opened
  index_damaged,       // a checksum or an invariant of the index fails
  index_incompatible,  // written by another format or analysis version
  index_locked,        // another writer holds the index
  would_discard,       // publishing would lose papers of other inputs
  input_unreadable,    // a file that is missing, unreadable or truncated
  input_invalid,       // a file whose content cannot be used
  usage,               // a wrong command line
  system,              // the operating system refused: disk, memory, port
  internal,            // a bug of ours
};

// The stable public name of a code, e.g. "invalid_parameter".
[[nodiscard]] std::string_view public_name(ErrorCode code);

// Every code, for tests that walk the tables.
[[nodiscard]] const std::vector<ErrorCode>& all_error_codes();

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;                // for the client: says what to do next, names no path of the machine
  std::string detail;                 // for the log only
  std::string parameter;              // the parameter or field at fault, if one is
  std::optional<std::size_t> offset;  // byte offset into that parameter's value

  bool operator==(const Error&) const = default;
};

template <class T>
using Result = tl::expected<T, Error>;

// `return fail(ErrorCode::usage, "...")` from any function that returns a Result.
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string detail = {}) {
  return tl::make_unexpected(Error{code, std::move(message), std::move(detail), {}, {}});
}

// The same, naming the parameter and, where known, the byte offset in its value.
[[nodiscard]] inline tl::unexpected<Error> fail_at(ErrorCode code, std::string parameter, std::string message,
                                                   std::optional<std::size_t> offset = {}) {
  return tl::make_unexpected(Error{code, std::move(message), {}, std::move(parameter), offset});
}

}  // namespace incipit::schema

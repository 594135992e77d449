#include "server/api/error_table.h"

#include <string>
#include <utility>
#include <vector>

#include "schema/limits.h"

namespace incipit::server::api {
namespace {

using net::Refusal;
using schema::Error;
using schema::ErrorCode;

std::string at_most(const schema::Limit& limit) {
  return " (limit " + std::string(limit.name) + ": " + std::to_string(limit.value) + " " +
         std::string(limit.unit) + ")";
}

std::vector<RefusalRow> make_refusals() {
  namespace limits = schema::limits;
  const auto row = [](Refusal refusal, int status, ErrorCode code, std::string message) {
    return RefusalRow{refusal, status, Error{code, std::move(message), {}, {}, {}}};
  };
  using enum ErrorCode;
  return {
      row(Refusal::malformed, 400, malformed_request, "this is not a request that HTTP/1.1 allows"),
      row(Refusal::bad_host, 400, malformed_request, "a request needs exactly one valid Host header"),
      row(Refusal::bad_target, 400, malformed_request,
          "the target must begin with '/' and hold printable ASCII only; encode the rest as %XX"),
      row(Refusal::version, 505, malformed_request, "only HTTP/1.1 and HTTP/1.0 are spoken here"),
      row(Refusal::transfer_encoding, 501, malformed_request,
          "transfer codings are not read; send the body with Content-Length"),
      row(Refusal::expectation, 417, malformed_request, "the only expectation met is 100-continue"),
      row(Refusal::target_too_long, 414, limit_exceeded,
          "the target is too long" + at_most(limits::kTargetBytes)),
      row(Refusal::header_too_large, 431, limit_exceeded,
          "the headers are too large" + at_most(limits::kHeaderBytes)),
      row(Refusal::too_many_headers, 431, limit_exceeded,
          "there are too many headers" + at_most(limits::kHeaderCount)),
      row(Refusal::body_too_large, 413, payload_too_large,
          "the body is too large" + at_most(limits::kBodyBytes)),
      row(Refusal::header_timeout, 408, deadline_exceeded,
          "the headers took too long to arrive" + at_most(limits::kHeaderSeconds)),
      row(Refusal::body_timeout, 408, deadline_exceeded,
          "the body took too long to arrive" + at_most(limits::kBodySeconds)),
      row(Refusal::too_many_connections, 503, overloaded,
          "too many connections are open; try again in a moment" + at_most(limits::kConnections)),
      row(Refusal::handler_failed, 500, internal,
          "the request could not be answered because of a fault here"),
  };
}

}  // namespace

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::invalid_parameter:
    case ErrorCode::unknown_parameter:
    case ErrorCode::invalid_query:
    case ErrorCode::limit_exceeded:
    case ErrorCode::malformed_request:
    case ErrorCode::input_invalid:
    case ErrorCode::usage:
    case ErrorCode::cursor_invalid:
    case ErrorCode::cursor_mismatch:
      return 400;
    case ErrorCode::paper_not_found:
    case ErrorCode::author_not_found:
    case ErrorCode::route_not_found:
      return 404;
    case ErrorCode::method_not_allowed:
      return 405;
    case ErrorCode::not_acceptable:
      return 406;
    case ErrorCode::would_discard:
      return 409;
    case ErrorCode::cursor_gone:
      return 410;
    case ErrorCode::payload_too_large:
      return 413;
    case ErrorCode::unsupported_syntax:
    case ErrorCode::not_available:
      return 422;
    case ErrorCode::overloaded:
    case ErrorCode::deadline_exceeded:
    case ErrorCode::index_unavailable:
    case ErrorCode::index_incompatible:
    case ErrorCode::index_locked:
      return 503;
    case ErrorCode::index_damaged:
    case ErrorCode::input_unreadable:
    case ErrorCode::system:
    case ErrorCode::internal:
      return 500;
  }
  return 500;
}

const RefusalRow& row_of(Refusal refusal) {
  static const std::vector<RefusalRow> rows = make_refusals();
  for (const RefusalRow& row : rows) {
    if (row.refusal == refusal) return row;
  }
  return rows.back();
}

}  // namespace incipit::server::api

#include "server/api/api.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "schema/result_json.h"
#include "server/api/answers.h"
#include "server/api/error_table.h"
#include "server/api/openapi.h"
#include "server/api/parameters.h"

namespace incipit::server::api {
namespace {

using schema::Error;
using schema::ErrorCode;

// Which door an address belongs to that no route has.
Door door_of(const HttpRequest& request) {
  const bool data =
      request.target == "/v1" || request.target.starts_with("/v1/") || request.target.starts_with("/v1?");
  const bool wants_page = request.header("Accept").find("text/html") != std::string_view::npos;
  return wants_page && !data ? Door::page : Door::data;
}

}  // namespace

Api::Api(query::SearchPool& pool, std::function<schema::Date()> clock,
         std::function<void(const std::string&)> log)
    : service_{pool, std::move(clock), std::move(log), schema::dump(openapi_document())} {}

void Api::handle(HttpRequest request, Respond respond) {
  auto target = parse_target(request.target);
  if (!target) return respond(error_reply(service_, door_of(request), target.error()));
  RouteMatch match = match_route(request.method, target->segments);
  if (match.allowed.empty()) {
    const Error error{ErrorCode::route_not_found, "there is nothing at this address", {}, {}, {}};
    return respond(error_reply(service_, door_of(request), error));
  }
  const std::string allow = fmt::format("{}", fmt::join(match.allowed, ", "));
  if (request.method == "OPTIONS") return respond(HttpResponse{204, {}, {{"Allow", allow}}, {}});
  if (!match.route) {
    const Error error{ErrorCode::method_not_allowed, "this address answers " + allow, {}, {}, {}};
    HttpResponse reply = error_reply(service_, door_of(request), error);
    reply.headers.emplace_back("Allow", allow);
    return respond(std::move(reply));
  }
  const auto call = std::make_shared<Call>(Call{service_,
                                                std::move(request),
                                                std::move(respond),
                                                std::move(*target),
                                                match.route,
                                                std::move(match.values),
                                                {}});
  const Route& route = *call->route;
  if (route.door == Door::page) {
    call->parameters = known_parameters(route.parameters, call->target.parameters);
  } else {
    call->parameters = call->target.parameters;
    const bool strict = route.unavailable.empty();
    const auto checked = check_parameters(route.parameters, call->parameters);
    if (strict && !checked) return answer_error(*call, checked.error());
  }
  route.answer(call);
}

HttpResponse refusal_reply(net::Refusal refusal) {
  const RefusalRow& row = row_of(refusal);
  return problem_reply(row.error, row.status);
}

}  // namespace incipit::server::api

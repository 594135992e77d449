#include <nlohmann/json.hpp>

#include "schema/result_json.h"
#include "server/api/answers.h"
#include "server/api/handlers.h"

namespace incipit::server::api {

using schema::Error;
using schema::ErrorCode;

void answer_index(const CallPointer& call) {
  answer_in_pool(call, [](query::Searcher& searcher, const Call&) -> schema::Result<HttpResponse> {
    return json_reply(schema::to_json(searcher.info()));
  });
}

void answer_live(const CallPointer& call) {
  HttpResponse reply = json_reply({{"status", "ok"}});
  reply.headers = {{"Cache-Control", "no-store"}};
  call->respond(std::move(reply));
}

void answer_ready(const CallPointer& call) {
  if (call->service.draining) {
    return answer_error(*call, Error{ErrorCode::overloaded, "the server is shutting down", {}, {}, {}});
  }
  const auto info = call->service.pool.info();
  const schema::IndexIdentity index{info->revision, info->papers};
  HttpResponse reply = json_reply({{"status", "ready"}, {"index", schema::to_json(index)}});
  reply.headers = {{"Cache-Control", "no-store"}};
  call->respond(std::move(reply));
}

void answer_openapi(const CallPointer& call) {
  const std::string tag = entity_tag("openapi", call->service.openapi);
  if (names_tag(call->request.header("If-None-Match"), tag)) {
    return call->respond(HttpResponse{304, {}, {{"ETag", tag}, {"Cache-Control", "no-cache"}}, {}});
  }
  call->respond(HttpResponse{
      200, std::string(kJsonType), {{"ETag", tag}, {"Cache-Control", "no-cache"}}, call->service.openapi});
}

void answer_unavailable(const CallPointer& call) {
  answer_error(*call, Error{ErrorCode::not_available, std::string(call->route->unavailable), {}, {}, {}});
}

}  // namespace incipit::server::api

// The answer to a request whose whole reply is what a searcher says, as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <utility>

#include "schema/result_json.h"
#include "server/api/answers.h"

namespace incipit::server::api {

// `request`: as it was read from the parameters; its error is the reply.
template <class Request, class Answer>
void answer_json(const CallPointer& call, schema::Result<Request> request, schema::Result<Answer> (query::Searcher::*ask)(const Request&)) {
  if (!request) return answer_error(*call, request.error());
  answer_in_pool(call, [ask, request = std::move(*request)](query::Searcher& searcher, const Call&) -> schema::Result<HttpResponse> {
    const auto answer = (searcher.*ask)(request);
    if (!answer) return tl::make_unexpected(answer.error());
    return json_reply(schema::to_json(*answer));
  });
}

}  // namespace incipit::server::api

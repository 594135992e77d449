#include <nlohmann/json.hpp>
#include <utility>

#include "schema/result_json.h"
#include "server/api/answers.h"
#include "server/api/handlers.h"
#include "server/api/parameters.h"

namespace incipit::server::api {

void answer_suggest(const CallPointer& call) {
  auto request = parse_suggest_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  answer_in_pool(call,
                 [request = std::move(*request)](query::Searcher& searcher, const Call&) -> schema::Result<HttpResponse> {
                   const auto result = searcher.suggest(request);
                   if (!result) return tl::make_unexpected(result.error());
                   return json_reply(schema::to_json(*result));
                 });
}

}  // namespace incipit::server::api

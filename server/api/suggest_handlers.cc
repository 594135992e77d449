#include "server/api/answer_json.h"
#include "server/api/handlers.h"
#include "server/api/parameters.h"

namespace incipit::server::api {

void answer_suggest(const CallPointer& call) { answer_json(call, parse_suggest_request(call->parameters), &query::Searcher::suggest); }

}  // namespace incipit::server::api

#include <utility>

#include "server/api/answer_json.h"
#include "server/api/export_stream.h"
#include "server/api/formats.h"
#include "server/api/handlers.h"
#include "server/api/parameters.h"

namespace incipit::server::api {

using schema::ErrorCode;

void answer_statistics(const CallPointer& call) { answer_json(call, parse_search_request(call->parameters), &query::Searcher::statistics); }

void answer_facet(const CallPointer& call) {
  answer_json(call, parse_facet_request(call->values[0], call->parameters), &query::Searcher::facet_values);
}

void answer_export(const CallPointer& call) {
  const auto form = asked_form(*call, Unacceptable::means_json);
  if (!form) return answer_error(*call, form.error());
  // Where nothing else is asked for, the records as they are.
  const writers::Format written = form->format;
  auto request = parse_search_request(call->parameters);
  if (!request) return answer_error(*call, request.error());
  // An export holds what was asked for and nothing that is near it.
  if (request->match == schema::MatchMode::automatic) request->match = schema::MatchMode::all;
  answer_in_pool(call, [written, request = std::move(*request)](query::Searcher& searcher, const Call& asked) -> schema::Result<HttpResponse> {
    const auto papers = searcher.select(request);
    if (!papers) return tl::make_unexpected(papers.error());
    const query::ResultSet& set = **papers;
    HttpResponse reply = formatted_reply(written, "incipit-" + set.index().revision.substr(0, 8));
    add_provenance(reply, set.index(), set.query(), static_cast<std::int64_t>(set.size()), set.as_of());
    if (asked.request.method == "HEAD") return reply;
    auto stream = export_stream(asked.service.pool, asked.service.streams, *papers, written);
    if (!stream) return tl::make_unexpected(stream.error());
    reply.stream = std::move(*stream);
    return reply;
  });
}

}  // namespace incipit::server::api
